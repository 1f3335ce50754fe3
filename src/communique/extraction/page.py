"""Extract the main text of an HTML page with trafilatura, set for high recall before cleaning."""

import logging
from functools import cache
from importlib.metadata import version
from typing import Final

from communique.extraction.code import Ranges, mark_code, unmark_code
from communique.extraction.fault import ExtractionError, MissingExtraError

EXTRACTOR: Final = "trafilatura"
MOST_BYTES: Final = (
    20_000_000  # trafilatura's own max_file_size; it takes a minute and more for that
)


@cache
def extractor_version() -> str:
    """Return the installed version of the extractor."""
    return version(EXTRACTOR)


def extract_text(html: str) -> tuple[str, Ranges]:
    """Return the main text, one block per line, without comments, with a final newline.

    Also returns the ranges of its code (lines of `<pre>`, if any of them is indented).

    Raises ExtractionError (no text, or the extractor fails), MissingExtraError.
    """
    try:
        from trafilatura import extract
    except ModuleNotFoundError:
        raise MissingExtraError from None
    logging.getLogger(EXTRACTOR).addHandler(
        logging.NullHandler()
    )  # its findings are reported below
    marked, marks = mark_code(html)
    try:
        text = extract(marked, favor_recall=True, include_comments=False, output_format="txt")
    except Exception as error:  # an unknown page can cause any error in it
        raise ExtractionError(f"{EXTRACTOR} failed: {type(error).__name__}") from error
    if not text or not text.strip():
        raise ExtractionError(f"{EXTRACTOR} found no text")
    return unmark_code(text.rstrip("\n") + "\n", marks)
