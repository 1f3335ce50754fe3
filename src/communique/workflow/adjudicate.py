"""Decisions of a corpus, from passes, adjudicators' exports and former decisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from communique.adjudication.decide import Key, Outcome, decide, key
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.project_export import Missed, rulings
from communique.label_studio.intake.pull_log import EXPORT_MISSING
from communique.records import Record
from communique.records.decision import AdjudicatedLayer
from communique.records.items import ComparedItem
from communique.schema import Layer
from communique.workspace import Corpus
from communique.workspace.problem_kinds import VOTE_MISSING

LOST_VOTES = (VOTE_MISSING.id, EXPORT_MISSING.id)


@dataclass
class AdjudicationState:
    """Every item that more than one voted on, and what was decided of them so far. `choices` are
    answers given on the terminal.

    Raises UnsoundCorpusError unless everything that is decided on was read whole; with
    `accept_losses` votes that are gone are given up.
    """

    corpus: Corpus
    accept_losses: bool = False
    choices: dict[str, dict[Key, AdjudicatorDecision]] = field(
        default_factory=dict[str, dict[Key, AdjudicatorDecision]]
    )

    def __post_init__(self) -> None:
        accepted: Collection[str] = LOST_VOTES if self.accept_losses else ()
        self.corpus.require_sound("exports", "adjudications", "decisions", accepted=accepted)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Document id to cleaned text."""
        return {d: document.text for d, document in self.corpus.reading.documents.items()}

    @cached_property
    def _items(self) -> list[ComparedItem]:
        return [item for item in self.corpus.reading.items if item.is_shared]

    @cached_property
    def _times(self) -> Mapping[tuple[str, str, str, int], str | None]:
        reading = self.corpus.reading
        exports = (*reading.exports, *reading.adjudications)
        return {
            (s.layer, s.doc_id, s.annotator, s.pass_): s.submitted
            for export in exports
            for s in export.statuses
        }

    def former(self, layer: Layer) -> AdjudicatedLayer:
        """The decisions on disk; none without a file."""
        known = self.corpus.reading.decisions.get(layer.name)
        return known or AdjudicatedLayer(decisions=[])

    def resolve(self, layer: Layer, doc_id: str | None = None) -> Outcome:
        """The layer's decisions as they follow from everything that was submitted; with `doc_id`
        those on one document alone.
        """
        own = [i for i in self._items if i.layer == layer.name and doc_id in (None, i.doc_id)]
        former = self.former(layer)
        if doc_id is not None:
            named = [d for d in former.decisions if d.doc_id == doc_id]
            former = former.model_copy(update={"decisions": named})
        ruled: dict[Key, AdjudicatorDecision] = {}
        missed: list[Missed] = []
        for export in self.corpus.reading.adjudications:
            if export.name.layer == layer.name:
                by = export.name.annotator
                presented = {d: p for d, p in export.presented.items() if doc_id in (None, d)}
                records = (r for r in export.records if doc_id in (None, r.doc_id))
                found, added = rulings(layer, own, presented, records, by)
                ruled |= found
                missed += added
        ruled |= self.choices.get(layer.name, {})
        return decide(layer, own, former, ruled, missed, self.time)

    def answer(
        self, layer: Layer, outcome: Outcome, item: ComparedItem, given: AdjudicatorDecision
    ) -> Outcome:
        """The layer's decisions with one more answer: only its document is decided anew."""
        before = self.resolve(layer, item.doc_id)
        self.choices.setdefault(layer.name, {})[key(item)] = given
        after = self.resolve(layer, item.doc_id)
        found = _replaced(outcome, item.doc_id, before, after)
        uids = {d.uid for d in found.layer.decisions}
        # Two documents hardly ever give one uid; if they do, all are decided together.
        return found if len(uids) == len(found.layer.decisions) else self.resolve(layer)

    def time(self, record: Record) -> str | None:
        """When a record was submitted."""
        key = (record.layer, record.doc_id, record.annotator, record.pass_)
        return self._times.get(key)


def _replaced(outcome: Outcome, doc_id: str, before: Outcome, after: Outcome) -> Outcome:
    """The outcome of a layer with that of one document, which was `before`, replaced."""
    new = after.layer.decisions
    decisions = [
        *(d for d in outcome.layer.decisions if d.doc_id < doc_id),
        *new,
        *(d for d in outcome.layer.decisions if d.doc_id > doc_id),
    ]
    gone = {*outcome.layer.retired, *after.layer.retired} - {d.uid for d in new}
    layer = outcome.layer.model_copy(update={"decisions": decisions, "retired": sorted(gone)})
    waiting = [
        *(i for i in outcome.open if i.doc_id < doc_id),
        *after.open,
        *(i for i in outcome.open if i.doc_id > doc_id),
    ]
    reopened = outcome.reopened - before.reopened + after.reopened
    return Outcome(layer, tuple(waiting), reopened)
