"""The units of one question, added some documents at a time."""

from array import array
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from communique.assessment.measures import by_document
from communique.assessment.questions import NOT_LINKED, PooledQuestion, Question, RatedUnit
from communique.schema import RELATIONS, Layer

_Answers = tuple[tuple[str, Hashable], ...]  # annotator and value


class QuestionPool:
    """Units of one question: eight bytes each, and once each combination of values.

    With `keeps_units`, the units are also kept as objects.
    """

    def __init__(self, question: Question, *, keeps_units: bool = False) -> None:
        self._first = question
        self._keeps_units = keeps_units
        self._numbers: dict[_Answers, int] = {}
        self._pattern_of = array("i")
        self._document_of = array("i")
        self._documents: dict[str, Any] = {}
        self._annotators: set[str] = set()
        self._units: list[tuple[RatedUnit, tuple[str, ...]]] = []
        self._n_documents = 0

    def add(self, question: Question) -> None:
        """Add the units of more documents. Units of one document come together."""
        self._annotators |= set(question.annotators)
        self._documents |= by_document(question)
        document = None
        for unit in question.units:
            pairs = zip(question.annotators, unit.values, strict=True)
            key = tuple((who, value) for who, value in pairs if value is not None)
            self._pattern_of.append(self._numbers.setdefault(key, len(self._numbers)))
            self._n_documents += unit.doc_id != document
            document = unit.doc_id
            self._document_of.append(self._n_documents - 1)
        if self._keeps_units:
            self._units += [(unit, question.annotators) for unit in question.units]

    def pooled(self, layer: Layer) -> PooledQuestion:
        """The question with all units."""
        annotators = tuple(sorted(self._annotators))
        counts = Counter(self._pattern_of)
        first = self._first
        return PooledQuestion(
            first.layer,
            first.name,
            first.metric,
            self._order(layer),
            annotators,
            tuple(tuple(map(dict(key).get, annotators)) for key in self._numbers),
            tuple(counts[n] for n in range(len(self._numbers))),
            self._pattern_of,
            self._document_of,
            self._documents,
            first.fewest,
        )

    def whole(self) -> Question:
        """The question with all units as objects, if they were kept."""
        annotators = tuple(sorted(self._annotators))
        first = self._first
        units = tuple(
            RatedUnit(u.doc_id, u.at, tuple(map(_answers(names, u).get, annotators)))
            for u, names in self._units
        )
        return replace(first, annotators=annotators, units=units)

    def _order(self, layer: Layer) -> tuple[str, ...]:
        """All values. Those of relations, which several labels can make, depend on the units."""
        if self._first.name != RELATIONS:
            return self._first.order
        used = {str(value) for key in self._numbers for _, value in key} - {NOT_LINKED}
        known = [label.id for label in layer.relations]
        return (*known, *sorted(used - set(known)), NOT_LINKED)


def _answers(names: tuple[str, ...], unit: RatedUnit) -> Mapping[str, Hashable]:
    return dict(zip(names, unit.values, strict=True))
