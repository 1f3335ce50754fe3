"""Adjudication of a corpus, from passes, exports of adjudicators and former decisions."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property

from communique.adjudication.candidates import PresentedItems
from communique.adjudication.decide import Outcome, PairRulings, decide
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.inherit_ids import decision_order
from communique.adjudication.project_export import Missed, rulings
from communique.adjudication.relations import AddedLink, PairDecision
from communique.label_studio.intake.pull_log import EXPORT_MISSING
from communique.label_studio.reading.export_file import ExportReading
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, ItemKey, is_current, standing
from communique.records.linked_pairs import PairKey
from communique.schema import Layer
from communique.workspace import Corpus
from communique.workspace.problem_kinds import VOTE_MISSING

LOST_VOTES = (VOTE_MISSING.id, EXPORT_MISSING.id)


def open_documents(outcome: Outcome) -> list[str]:
    """The document of each open item and linked pair."""
    return [x.doc_id for x in (*outcome.open, *outcome.open_pairs)]


@dataclass
class AdjudicationState:
    """The items with two or more votes, and the decisions so far.

    `choices` are the answers on the terminal, by layer and item; `pair_choices` are those on
    linked pairs. With `accept_losses`, missing
    votes are accepted.

    Raises UnsoundCorpusError if an export or decision was not read completely.
    """

    corpus: Corpus
    accepted: Collection[str] = field(default=(), kw_only=True)  # ids of problems
    accept_losses: bool = False
    choices: dict[str, dict[ItemKey, AdjudicatorDecision]] = field(
        default_factory=dict[str, dict[ItemKey, AdjudicatorDecision]]
    )
    pair_choices: dict[str, dict[PairKey, PairDecision]] = field(
        default_factory=dict[str, dict[PairKey, PairDecision]]
    )

    def __post_init__(self) -> None:
        lost = LOST_VOTES if self.accept_losses else ()
        accepted = (*self.accepted, *lost)
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
        stands = {doc_id for name, doc_id in self._standing if name == layer.name}
        decisions: dict[ItemKey, AdjudicatorDecision] = {}
        missed: list[Missed] = []
        pairs: dict[PairKey, PairDecision] = {}
        links: list[AddedLink] = []
        for export in self.corpus.reading.adjudications:
            if export.name.layer == layer.name:
                by, presented = export.name.annotator, self._presented(export)
                project = rulings(layer, layer_items, presented, export.records, by)
                decisions |= project.items
                missed += project.missed
                pairs |= project.pairs
                links += project.links
        decisions |= self.choices.get(layer.name, {})
        pairs |= self.pair_choices.get(layer.name, {})
        relations = PairRulings(pairs, links)
        inactive = self.corpus.reading.inactive
        former = self.former(layer)
        active = former.without(inactive)
        outcome = decide(
            layer, layer_items, active, decisions, missed, self.time, relations, stands
        )
        return _with_history(outcome, former.only(inactive).decisions)

    @cached_property
    def _standing(self) -> Set[tuple[str, str]]:
        return standing(self.corpus.schema, self.corpus.reading.statuses)

    def _presented(self, export: ExportReading) -> Mapping[str, PresentedItems]:
        """What was presented under the present major version of the guideline."""
        schema = self.corpus.schema
        former = {s.doc_id for s in export.statuses if not is_current(schema, s)}
        return {d: shown for d, shown in export.presented.items() if d not in former}

    def time(self, record: Record) -> str | None:
        """Return the time at which a record was submitted; None if the export does not say."""
        key = (record.layer, record.doc_id, record.annotator, record.pass_)
        return self._times.get(key)


def _with_history(outcome: Outcome, history: Sequence[AdjudicatedDecision]) -> Outcome:
    """The outcome with the decisions on inactive documents, which stay as they are."""
    decisions = sorted((*outcome.layer.decisions, *history), key=decision_order)
    layer = outcome.layer.model_copy(update={"decisions": decisions})
    return replace(outcome, layer=layer)
