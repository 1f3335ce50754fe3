"""Extract raw texts from HTML and web archives. This needs the extra `html`."""

from communique.extraction.again import extract_again, how_to_install, other_extractor
from communique.extraction.archive import Payload, Skipped, read_archive
from communique.extraction.charset import decode_page, given_codec, shown_charset
from communique.extraction.fault import ExtractionError, MissingExtraError, TruncatedError
from communique.extraction.files import Extract, extract_file, is_archive, is_extracted
from communique.extraction.page import extract_text

__all__ = [
    "Extract",
    "ExtractionError",
    "MissingExtraError",
    "Payload",
    "Skipped",
    "TruncatedError",
    "decode_page",
    "extract_again",
    "extract_file",
    "extract_text",
    "given_codec",
    "how_to_install",
    "is_archive",
    "is_extracted",
    "other_extractor",
    "read_archive",
    "shown_charset",
]
