"""Decisions of a corpus, from passes, adjudicators' exports and former decisions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from communique.adjudication.decide import Key, Outcome, decide
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


def open_documents(outcome: Outcome) -> list[str]:
    """The document of everything that is still to be decided: one entry for each."""
    return [item.doc_id for item in outcome.open]


@dataclass
class AdjudicationState:
    """Every item that more than one voted on, and what was decided of them so far. `choices` are
    answers given on the terminal.

    Raises UnsoundCorpusError unless everything that is decided on was read whole; with
    `accept_losses` votes that are gone are given up.
    """

    corpus: Corpus
    accepted: Collection[str] = field(default=(), kw_only=True)  # ids of problems
    accept_losses: bool = False
    choices: dict[str, dict[Key, AdjudicatorDecision]] = field(
        default_factory=dict[str, dict[Key, AdjudicatorDecision]]
    )

    def __post_init__(self) -> None:
        lost = LOST_VOTES if self.accept_losses else ()
        accepted = (*self.accepted, *lost)
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

    def resolve(self, layer: Layer) -> Outcome:
        """The layer's decisions as they follow from everything that was submitted."""
        own = [item for item in self._items if item.layer == layer.name]
        ruled: dict[Key, AdjudicatorDecision] = {}
        missed: list[Missed] = []
        for export in self.corpus.reading.adjudications:
            if export.name.layer == layer.name:
                by, presented = export.name.annotator, export.presented
                found, added = rulings(layer, own, presented, export.records, by)
                ruled |= found
                missed += added
        ruled |= self.choices.get(layer.name, {})
        return decide(layer, own, self.former(layer), ruled, missed, self.time)

    def time(self, record: Record) -> str | None:
        """When a record was submitted."""
        key = (record.layer, record.doc_id, record.annotator, record.pass_)
        return self._times.get(key)
