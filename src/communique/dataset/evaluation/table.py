"""The rows of a config of questions, made from the rows of the config that is asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from communique.dataset.arrays import Columns, Row, columns_of, rows_of
from communique.dataset.evaluation.configs import Evaluation
from communique.dataset.evaluation.definitions import Codebook
from communique.dataset.evaluation.prompts import label_prompt

INPUT: Final = "input"


class Source(Protocol):
    """A table whose rows are made on request."""

    def columns(self) -> Columns:
        """All rows."""
        ...

    def is_empty(self) -> bool:
        """Whether there is no row."""
        ...


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """The questions about one split of a config. Without texts, `input` is null."""

    evaluation: Evaluation
    book: Codebook
    source: Source
    has_texts: bool = True

    def columns(self) -> Columns:
        """All rows."""
        return columns_of([self._row(row) for row in rows_of(self.source.columns())])

    def rows(self) -> Iterator[Row]:
        """The rows one by one."""
        return rows_of(self.columns())

    def is_empty(self) -> bool:
        """Whether there is no row."""
        return self.source.is_empty()

    def _row(self, row: Row) -> Row:
        own = self.evaluation
        return {
            "id": question_id(own, row),
            INPUT: question_text(own, self.book, row) if self.has_texts else None,
            "choices": list(own.choices),
            "target": row[own.label],
        }


def question_id(evaluation: Evaluation, row: Mapping[str, Any]) -> str:
    """The id of the question about a row."""
    return " ".join(str(row[name]) for name in evaluation.ids)


def question_text(evaluation: Evaluation, book: Codebook, row: Mapping[str, Any]) -> str:
    """The question about a row that has its texts."""
    values = {name: _values(row[name]) for name in evaluation.facts}
    facts = {name: book.listed(evaluation.layer, name, x) for name, x in values.items() if x}
    context = row.get("context") or ""
    return label_prompt(evaluation.wording, facts, text=row["text"], context=context)


def _values(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []
