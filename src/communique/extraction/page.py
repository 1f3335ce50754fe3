"""Extract the main text of an HTML page, in doubt more than less, before the text is cleaned.

Our own extractor decides by the words and the markup of each block. Texts that trafilatura
extracted for earlier versions of this tool can still be extracted again.
"""

import logging
from functools import cache
from importlib.metadata import version
from typing import Final

from communique.cleaning.markup import (
    MOST_CHARACTERS,
    NAME,
    MissingParserError,
    likely_text,
    markup_version,
)
from communique.extraction.code import Ranges, mark_code, unmark_code
from communique.extraction.fault import ExtractionError, MissingExtraError

EXTRACTOR: Final = NAME
TRAFILATURA: Final = "trafilatura"
MOST_BYTES: Final = MOST_CHARACTERS


@cache
def extractor_version(extractor: str = EXTRACTOR) -> str:
    """Return the version of an extractor; our own has the hash of its model in it."""
    return version(TRAFILATURA) if extractor == TRAFILATURA else markup_version()


def extract_text(html: str, extractor: str = EXTRACTOR) -> tuple[str, Ranges]:
    """Return the main text, one block per line, without comments, with a final newline.

    Also returns the ranges of its code (lines of `<pre>`, if any of them is indented).

    Raises ExtractionError (no text, or the extractor fails), MissingExtraError.
    """
    if extractor == TRAFILATURA:
        return _by_trafilatura(html)
    try:
        text, code = likely_text(html)
    except MissingParserError:
        raise MissingExtraError from None
    if not text:
        raise ExtractionError("found no text")
    return text, tuple(code)


def _by_trafilatura(html: str) -> tuple[str, Ranges]:
    try:
        from trafilatura import extract
    except ModuleNotFoundError:
        raise MissingExtraError from None
    logging.getLogger(TRAFILATURA).addHandler(
        logging.NullHandler()
    )  # its findings are reported below
    marked, marks = mark_code(html)
    try:
        text = extract(marked, favor_recall=True, include_comments=False, output_format="txt")
    except Exception as error:  # an unknown page can cause any error in it
        raise ExtractionError(f"{TRAFILATURA} failed: {type(error).__name__}") from error
    if not text or not text.strip():
        raise ExtractionError("found no text")
    return unmark_code(text.rstrip("\n") + "\n", marks)
