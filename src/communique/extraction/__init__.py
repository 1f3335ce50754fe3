"""Extract raw texts from HTML and web archives. This needs the extra `html`."""

from communique.extraction.charset import given_codec, shown_charset
from communique.extraction.fault import ExtractionError, MissingExtraError
from communique.extraction.files import Extract, extract_file, is_extracted

__all__ = [
    "Extract",
    "ExtractionError",
    "MissingExtraError",
    "extract_file",
    "given_codec",
    "is_extracted",
    "shown_charset",
]
