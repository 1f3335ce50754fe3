"""One page of HTML to its main text, by trafilatura, tuned for recall: the cleaner comes after."""

import logging
from functools import cache
from importlib.metadata import version
from typing import Final

from communique.extraction.fault import ExtractionError, MissingExtraError

EXTRACTOR: Final = "trafilatura"
MOST_BYTES: Final = (
    20_000_000  # trafilatura's own max_file_size; it takes a minute and more for that
)


@cache
def extractor_version() -> str:
    """The version of the extractor that is installed."""
    return version(EXTRACTOR)


def extract_text(html: str) -> str:
    """The main text, a block a line, without comments; it ends in a newline.

    Raises ExtractionError (no text in it, or the extractor fails), MissingExtraError.
    """
    try:
        from trafilatura import extract
    except ModuleNotFoundError:
        raise MissingExtraError from None
    logging.getLogger(EXTRACTOR).addHandler(logging.NullHandler())  # what it finds is said below
    try:
        text = extract(html, favor_recall=True, include_comments=False, output_format="txt")
    except Exception as error:  # whatever a stranger's page sets off in it
        raise ExtractionError(f"{EXTRACTOR} fails on it: {type(error).__name__}") from error
    if not text or not text.strip():
        raise ExtractionError(f"{EXTRACTOR} finds no text in it")
    return text.rstrip("\n") + "\n"
