"""The tables of a review: a number of rows at most, and little of a text in a cell."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from communique.text.short_quotations import Quotations, surface
from communique.workflow.report_format import plain_table
from communique.workflow.review import State

Row = Sequence[str]
_LONGEST: Final = 300  # characters of a cell


def shortened(text: str) -> str:
    """Return a text, or the beginning of one that is far too long for a table."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\N{HORIZONTAL ELLIPSIS}"


class ReviewTables:
    """Tables about the documents of some states of a corpus; the first state names a document."""

    def __init__(self, states: Sequence[State], rows: int) -> None:
        self._states, self._rows = states, rows
        self._quotations = Quotations(self._text)

    def table(self, head: Row, rows: Iterable[tuple[str | None, Row]], total: int) -> Iterator[str]:
        """Yield a table of the first rows, and how many of the total are left out. Each row has
        its document.
        """
        first = islice(rows, self._rows)
        yield plain_table(
            head, [[self._cell(cell, doc_id) for cell in row] for doc_id, row in first]
        )
        if total > self._rows:
            yield f"{total - self._rows} more rows are not shown."

    def cut(self, sentence: str, doc_id: str | None) -> str:
        """Return a sentence without long quotations of a document."""
        return self._quotations.cut(sentence, doc_id)

    def document(self, doc_id: str) -> str:
        """Return the id of a document and the beginning of its title."""
        document = self._states[0].documents.get(doc_id)
        title = surface(document.title or "") if document else ""
        return f"{doc_id} ({title})" if title else doc_id

    def _cell(self, cell: str, doc_id: str | None) -> str:
        return shortened(self.cut(cell, doc_id))

    def _text(self, doc_id: str) -> str:
        documents = (s.documents[doc_id] for s in self._states if doc_id in s.documents)
        return "\n".join(document.text for document in documents)
