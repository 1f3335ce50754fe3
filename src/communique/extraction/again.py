"""Extract the text of an original again, to prove it against its recorded hash."""

from communique.corpus import Original
from communique.extraction.archive import TEXT
from communique.extraction.charset import decode_page, given_codec
from communique.extraction.page import EXTRACTOR, extract_text, extractor_version


def extract_again(data: bytes, original: Original) -> str:
    """The text of a page, decoded and extracted as it was for `original`.

    Raises ExtractionError, MissingExtraError.
    """
    characters = decode_page(data, given=given_codec(original.charset)).text
    return characters if original.media_type == TEXT else extract_text(characters)[0]


def other_extractor(original: Original) -> str | None:
    """What extracts here instead of the recorded extractor and version; None if it is the same."""
    if original.extractor is None:
        return None
    here = (EXTRACTOR, extractor_version())
    return None if here == (original.extractor, original.version) else " ".join(here)
