"""Compare predictions with the gold, one unit at a time."""

from collections.abc import Iterable, Mapping
from typing import Final

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    PredictedSpan,
    SentenceLabel,
    Unit,
)
from communique.records.predictions.units import unit_key
from communique.scoring.counts import Counts
from communique.scoring.gold import Gold, GoldUnit, UnitKey
from communique.scoring.labels import as_set, compare_labels, compare_sets, jaccard
from communique.scoring.soft import (
    Shares,
    block_distances,
    cross_entropy,
    manhattan,
    shares_of_spans,
)
from communique.scoring.spans import compare_spans, same_spans
from communique.scoring.tally import Tally

LABEL: Final = "label"
SEVERAL: Final = "several"
DETECTED: Final = "detected"
ATTRIBUTE: Final = "attribute:"
Labelled = GivenSpan | BlockLabel | SentenceLabel
_Attributes = Mapping[str, str | list[str] | None]


class Scorer:
    """Counts what is right in a stream of predictions, which can come in any order."""

    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.tally = Tally()
        self.n_predicted = 0
        self.errors: dict[str, list[int]] = {}  # annotator -> differing labels, compared labels
        self.given_attributes: set[str] = set()
        self.is_soft = False
        self._open = dict.fromkeys(gold.units)

    def add(self, predicted: Unit) -> bool:
        """Compare a unit. False if the gold has no such unit, or if it came before."""
        key = unit_key(predicted)
        if key not in self._open:
            return False
        del self._open[key]
        self.n_predicted += 1
        self._compare(key, self.gold.units[key], predicted)
        return True

    @property
    def missing(self) -> list[UnitKey]:
        """The units that no prediction was about so far, in the order of the gold."""
        return list(self._open)

    def count_missing(self) -> None:
        """Count every missing unit as one without an answer: no span, no label."""
        for key in self._open:
            self._compare(key, self.gold.units[key], None)

    def _compare(self, key: UnitKey, gold: GoldUnit, predicted: Unit | None) -> None:
        doc_id, unit = gold
        match unit:
            case BlockSpans():
                spans = predicted.spans if isinstance(predicted, BlockSpans) else ()
                self._spans(doc_id, unit.spans, spans)
                if isinstance(predicted, BlockSpans):
                    self._soft_block(self.gold.shares.get(key), unit, predicted)
            case SentenceLabel():
                none = self.gold.layer.no_label
                own = predicted if isinstance(predicted, SentenceLabel) else None
                label = own.label if own else none
                self._label(doc_id, unit.label, label)
                self._detected(doc_id, unit.label, label)
                self._soft(unit, own)
                self._annotators(key, label)
            case GivenSpan() | BlockLabel():
                own = predicted if isinstance(predicted, GivenSpan | BlockLabel) else None
                self._labelled(doc_id, unit, own)
                self._soft(unit, own)
                self._annotators(key, own.label if own else None)

    def _spans(
        self, doc_id: str, gold: Iterable[PredictedSpan], predicted: Iterable[PredictedSpan]
    ) -> None:
        known, guessed = tuple(gold), tuple(predicted)
        for figure, label, counts in compare_spans(known, guessed, self.gold.layer.identity):
            self.tally.add(figure, doc_id, label, counts)
        if self.gold.layer.attributes:
            for span, other in same_spans(known, guessed, self.gold.layer.identity):
                self._attributes(doc_id, span.attributes, other.attributes)

    def _label(self, doc_id: str, gold: str, predicted: str | None) -> None:
        for label, counts in compare_labels(gold, predicted):
            self.tally.add(LABEL, doc_id, label, counts)

    def _detected(self, doc_id: str, gold: str, predicted: str) -> None:
        none = self.gold.layer.no_label
        known, guessed = gold != none, predicted != none
        if known or guessed:
            counts = Counts(known and guessed, guessed and not known, known and not guessed)
            self.tally.add(DETECTED, doc_id, "", counts)

    def _labelled(
        self, doc_id: str, gold: GivenSpan | BlockLabel, predicted: GivenSpan | BlockLabel | None
    ) -> None:
        self._label(doc_id, gold.label, predicted.label if predicted else None)
        several = self.gold.layer.several
        if several is not None:
            known = _several(gold, several)
            guessed = _several(predicted, several) if predicted else ()
            for label, counts in compare_sets(known, guessed):
                self.tally.add(SEVERAL, doc_id, label, counts)
            self.tally.add_value("jaccard", jaccard(known, guessed))
        self._attributes(doc_id, gold.attributes, predicted.attributes if predicted else {})

    def _attributes(self, doc_id: str, gold: _Attributes, predicted: _Attributes) -> None:
        self.given_attributes |= predicted.keys()
        for name in self.gold.layer.attributes:
            known, guessed = as_set(gold.get(name)), as_set(predicted.get(name))
            for value, counts in compare_sets(known, guessed):
                self.tally.add(f"{ATTRIBUTE}{name}", doc_id, value, counts)

    def _soft(self, gold: Labelled, predicted: Labelled | None) -> None:
        if predicted is None:
            return
        self.is_soft = self.is_soft or predicted.soft is not None
        known = gold.soft or {gold.label: 1.0}
        guessed = predicted.soft or {predicted.label: 1.0}
        self.tally.add_value("manhattan", manhattan(known, guessed))
        self.tally.add_value("cross_entropy", cross_entropy(known, guessed))

    def _soft_block(self, shares: Shares | None, gold: BlockSpans, predicted: BlockSpans) -> None:
        self.is_soft = self.is_soft or any(span.soft is not None for span in predicted.spans)
        known = shares_of_spans(gold.spans) if shares is None else shares
        guessed = shares_of_spans(predicted.spans)
        distance, entropy = block_distances(known, guessed, self.gold.layer.labels)
        self.tally.add_value("manhattan", distance)
        self.tally.add_value("cross_entropy", entropy)

    def _annotators(self, key: UnitKey, predicted: str | None) -> None:
        for annotator, labels in self.gold.annotators.items():
            if key in labels:
                counted = self.errors.setdefault(annotator, [0, 0])
                counted[0] += predicted != labels[key]
                counted[1] += 1


def _several(unit: GivenSpan | BlockLabel, name: str) -> list[str]:
    """The labels of a block with several; its single label where the set is not given."""
    return list(as_set(unit.attributes.get(name))) or [unit.label]
