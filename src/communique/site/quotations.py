"""A site without the texts quotes no six words in a row of an article."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Final

from communique.site.page import Page
from communique.text.overlap import runs, words

RUN: Final = 6  # words
_TAG: Final = re.compile(r"<[^>]*>")


class QuotesTextError(ValueError):
    """A page of a site without the texts quotes an article."""


def runs_of(bodies: Mapping[str, str], naming: Iterable[str]) -> dict[int, str]:
    """Return a hash of every run of six words, and the document that has it.

    `bodies` are texts by document id. Titles and bylines (`naming`) may be quoted.
    """
    allowed = {run for text in naming for run in _runs(text)}
    return {
        run: doc_id for doc_id, text in bodies.items() for run in _runs(text) if run not in allowed
    }


def refuse_quotations(page: Page, quoted: Mapping[int, str]) -> None:
    """Raise QuotesTextError if a page has a run of six words of an article."""
    if not page.path.endswith((".html", ".js")):
        return
    told = unescape(_TAG.sub(" ", page.content.decode("utf-8")))
    for run in _runs(told):
        if run in quoted:
            raise QuotesTextError(
                f"{page.path} quotes {quoted[run]}: {RUN} words in a row of the article"
            )


def _runs(text: str) -> Iterator[int]:
    return map(hash, runs(words(text), RUN))
