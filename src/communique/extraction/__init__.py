"""Extract raw texts from HTML and web archives. This needs the extra `html`."""

from communique.extraction.again import extract_again, how_to_install, other_extractor
from communique.extraction.archive import Payload, read_archive
from communique.extraction.charset import given_codec, shown_charset
from communique.extraction.fault import ExtractionError, MissingExtraError
from communique.extraction.files import Extract, extract_file, is_extracted

__all__ = [
    "Extract",
    "ExtractionError",
    "MissingExtraError",
    "Payload",
    "extract_again",
    "extract_file",
    "given_codec",
    "how_to_install",
    "is_extracted",
    "other_extractor",
    "read_archive",
    "shown_charset",
]
