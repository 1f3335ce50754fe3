"""Extract the text of an original again, to prove it against its recorded hash."""

from communique.corpus import Original
from communique.extraction.archive import TEXT
from communique.extraction.charset import decode_page, given_codec
from communique.extraction.page import EXTRACTOR, TRAFILATURA, extract_text, extractor_version


def extract_again(data: bytes, original: Original) -> str:
    """The text of a page, decoded and extracted as it was for `original`.

    Raises ExtractionError, MissingExtraError.
    """
    characters = decode_page(data, given=given_codec(original.charset)).text
    if original.media_type == TEXT:
        return characters
    return extract_text(characters, _extractor(original))[0]


def other_extractor(original: Original) -> str | None:
    """What extracts here instead of the recorded extractor and version; None if it is the same."""
    if original.extractor is None:
        return None
    extractor = _extractor(original)
    here = (extractor, extractor_version(extractor))
    return None if here == (original.extractor, original.version) else " ".join(here)


def how_to_install(original: Original) -> str:
    """How to get the extractor that made the text of an original."""
    if original.extractor == EXTRACTOR:
        return f"install the version of communique that has {original.extractor} {original.version}"
    return f"install {original.extractor}=={original.version}"


def _extractor(original: Original) -> str:
    return TRAFILATURA if original.extractor == TRAFILATURA else EXTRACTOR
