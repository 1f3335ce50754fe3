"""Adjudication of a corpus, from passes, exports of adjudicators and former decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from communique.adjudication.decide import Key, Outcome, decide
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.inherit_ids import decision_order
from communique.adjudication.project_export import Missed, rulings
from communique.label_studio.intake.pull_log import EXPORT_MISSING
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem
from communique.schema import Layer
from communique.workspace import Corpus
from communique.workspace.problem_kinds import VOTE_MISSING

LOST_VOTES = (VOTE_MISSING.id, EXPORT_MISSING.id)


@dataclass
class AdjudicationState:
    """The items with two or more votes, and the decisions so far.

    `choices` are the answers on the terminal, by layer and item. With `accept_losses`, missing
    votes are accepted.

    Raises UnsoundCorpusError if an export or decision was not read completely.
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
        """The cleaned text of each document, by id."""
        return {d: document.text for d, document in self.corpus.reading.documents.items()}

    @cached_property
    def _shared_items(self) -> list[ComparedItem]:
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
        """Return the decisions on disk; none if there is no file."""
        decided = self.corpus.reading.decisions.get(layer.name)
        return decided or AdjudicatedLayer(decisions=[])

    def resolve(self, layer: Layer) -> Outcome:
        """Decide the items of a layer from votes, exports of adjudicators and choices."""
        layer_items = [item for item in self._shared_items if item.layer == layer.name]
        decisions: dict[Key, AdjudicatorDecision] = {}
        missed: list[Missed] = []
        for export in self.corpus.reading.adjudications:
            if export.name.layer == layer.name:
                by, presented = export.name.annotator, export.presented
                made, added = rulings(layer, layer_items, presented, export.records, by)
                decisions |= made
                missed += added
        decisions |= self.choices.get(layer.name, {})
        inactive = self.corpus.reading.inactive
        former = self.former(layer)
        outcome = decide(layer, layer_items, former.without(inactive), decisions, missed, self.time)
        return _with_history(outcome, former.only(inactive).decisions)

    def time(self, record: Record) -> str | None:
        """Return the time at which a record was submitted; None if the export does not say."""
        key = (record.layer, record.doc_id, record.annotator, record.pass_)
        return self._times.get(key)


def _with_history(outcome: Outcome, history: Sequence[AdjudicatedDecision]) -> Outcome:
    """The outcome with the decisions on inactive documents, which stay as they are."""
    decisions = sorted((*outcome.layer.decisions, *history), key=decision_order)
    layer = outcome.layer.model_copy(update={"decisions": decisions})
    return replace(outcome, layer=layer)
