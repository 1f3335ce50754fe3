"""How the texts can and cannot be had, document by document."""

from typing import Final

from communique.corpus import Source
from communique.dataset.tally import Tallied
from communique.util.markdown import table

MOST: Final = 200  # documents; the table of a larger corpus is the config `documents`


def texts_table(content: Tallied) -> str:
    """One row for each document: who published it, where it is, and how its file is known.

    Empty if there are too many documents for a page.
    """
    if len(content.sources) > MOST:
        return ""
    head = ["document", "publisher", "published", "where to find it", "sha256 of the source file"]
    return table(head, [_row(source) for source in content.sources])


def _row(source: Source) -> list[str]:
    return [
        source.doc_id,
        source.publisher or "not stated in the text",
        source.published or "not stated in the text",
        _place(source),
        f"`{source.sha256}`",
    ]


def _place(source: Source) -> str:
    """The address; without one, what else leads to the text."""
    if source.url:
        return source.url
    if source.original is not None and source.original.uri:
        return source.original.uri
    known = f"ask the publisher, {source.publisher}" if source.publisher else "no way is known"
    return f"no address is stated in the text; {known}"
