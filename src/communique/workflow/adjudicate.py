"""Adjudication of a corpus, from passes, exports of adjudicators and former decisions."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol, TypeVar

from communique.adjudication.candidates import PresentedItems
from communique.adjudication.decide import Outcome, PairRulings, decide
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.inherit_ids import decision_order
from communique.adjudication.project_export import Missed, rulings
from communique.adjudication.relations import AddedLink, PairDecision
from communique.label_studio.intake.pull_log import EXPORT_MISSING
from communique.label_studio.reading.export_file import ExportReading
from communique.problems import sorted_problems
from communique.records import Record
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.records.items import ComparedItem, ItemKey, is_current, item_key, standing
from communique.records.linked_pairs import LinkedPair, PairKey
from communique.schema import Layer, Schema
from communique.util.gc_pause import without_search
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError
from communique.workspace.contradictions import stored_contradictions
from communique.workspace.problem_kinds import VOTE_MISSING


class _OfDocument(Protocol):
    @property
    def doc_id(self) -> str: ...


_Listed = TypeVar("_Listed", bound=_OfDocument)
LOST_VOTES = (VOTE_MISSING.id, EXPORT_MISSING.id)


def open_documents(outcome: Outcome) -> list[str]:
    """The document of each open item and linked pair."""
    return [x.doc_id for x in (*outcome.open, *outcome.open_pairs)]


@dataclass
class AdjudicationState:
    """The items with two or more votes, and the decisions so far.

    `choices` are the answers on the terminal, by layer and item; `pair_choices` are those on
    linked pairs. Problems whose ids are `accepted` do not stop it.

    Raises UnsoundCorpusError if an export or decision was not read completely, or if an adjudicator
    kept several answers on one item.
    """

    corpus: Corpus
    accepted: Collection[str] = ()
    choices: dict[str, dict[ItemKey, AdjudicatorDecision]] = field(
        default_factory=dict[str, dict[ItemKey, AdjudicatorDecision]]
    )
    pair_choices: dict[str, dict[PairKey, PairDecision]] = field(
        default_factory=dict[str, dict[PairKey, PairDecision]]
    )

    def __post_init__(self) -> None:
        parts = ("exports", "adjudications", "decisions")
        self.corpus.require_sound(*parts, accepted=self.accepted)
        if contradicting := sorted_problems(stored_contradictions(self.corpus.reading)):
            raise UnsoundCorpusError(contradicting)

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

    def resolve(self, layer: Layer, doc_id: str | None = None) -> Outcome:
        """Decide the items of a layer from votes, exports of adjudicators and choices.

        With `doc_id`, decide only the items of this document.
        """
        layer_items = [
            item
            for item in self._shared_items
            if item.layer == layer.name and doc_id in (None, item.doc_id)
        ]
        stands = {doc_id for name, doc_id in self._standing if name == layer.name}
        decisions: dict[ItemKey, AdjudicatorDecision] = {}
        missed: list[Missed] = []
        pairs: dict[PairKey, PairDecision] = {}
        links: list[AddedLink] = []
        for export in self.corpus.reading.adjudications:
            if export.name.layer == layer.name:
                by = export.name.annotator
                presented = self._presented(export, doc_id)
                records = (r for r in export.records if doc_id in (None, r.doc_id))
                project = rulings(layer, layer_items, presented, records, by)
                decisions |= project.items
                missed += project.missed
                pairs |= project.pairs
                links += project.links
        decisions |= self.choices.get(layer.name, {})
        pairs |= self.pair_choices.get(layer.name, {})
        relations = PairRulings(pairs, links)
        inactive = self.corpus.reading.inactive
        former = self.former(layer)
        former = former if doc_id is None else former.only({doc_id})
        active = former.without(inactive)
        outcome = decide(
            layer, layer_items, active, decisions, missed, self.time, relations, stands
        )
        return _with_history(outcome, former.only(inactive).decisions)

    @cached_property
    def _standing(self) -> Set[tuple[str, str]]:
        return standing(self.corpus.schema, self.corpus.reading.statuses)

    def _presented(self, export: ExportReading, doc_id: str | None) -> Mapping[str, PresentedItems]:
        """What was presented under the current major version of the guideline."""
        schema = self.corpus.schema
        former = {s.doc_id for s in export.statuses if not is_current(schema, s)}
        return {
            d: shown
            for d, shown in export.presented.items()
            if d not in former and doc_id in (None, d)
        }

    def answer(
        self, layer: Layer, outcome: Outcome, item: ComparedItem, decision: AdjudicatorDecision
    ) -> Outcome:
        """Return the outcome with one more answer. Only its document is decided again."""
        before = self.resolve(layer, item.doc_id)
        self.choices.setdefault(layer.name, {})[item_key(item)] = decision
        return self._updated(layer, outcome, item.doc_id, before)

    def answer_pair(
        self, layer: Layer, outcome: Outcome, pair: LinkedPair, decision: PairDecision
    ) -> Outcome:
        """As `answer`, for a linked pair."""
        before = self.resolve(layer, pair.doc_id)
        self.pair_choices.setdefault(layer.name, {})[pair.key] = decision
        return self._updated(layer, outcome, pair.doc_id, before)

    def withdraw(self, layer: Layer, outcome: Outcome, item: ComparedItem) -> Outcome:
        """Return the outcome without the answer on an item, which is open again."""
        before = self.resolve(layer, item.doc_id)
        self.choices.get(layer.name, {}).pop(item_key(item), None)
        return self._updated(layer, outcome, item.doc_id, before)

    def withdraw_pair(self, layer: Layer, outcome: Outcome, pair: LinkedPair) -> Outcome:
        """As `withdraw`, for a linked pair."""
        before = self.resolve(layer, pair.doc_id)
        self.pair_choices.get(layer.name, {}).pop(pair.key, None)
        return self._updated(layer, outcome, pair.doc_id, before)

    def _updated(self, layer: Layer, outcome: Outcome, doc_id: str, before: Outcome) -> Outcome:
        after = self.resolve(layer, doc_id)
        updated = _replaced(outcome, doc_id, before, after)
        uids = {d.uid for d in updated.layer.decisions}
        # Two documents hardly ever give one uid; if they do, all are decided together.
        return updated if len(uids) == len(updated.layer.decisions) else self.resolve(layer)

    def time(self, record: Record) -> str | None:
        """Return the time at which a record was submitted; None if the export does not say."""
        key = (record.layer, record.doc_id, record.annotator, record.pass_)
        return self._times.get(key)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """By layer, the document of each open item and linked pair; and the layers whose decisions
    `adjudicate` would change.
    """

    documents: Mapping[str, Sequence[str]]
    unwritten: Sequence[str]


def open_work(corpus: Corpus, accepted: Collection[str] = ()) -> OpenWork:
    """What is left to decide and to write, computed some documents at a time.

    Problems whose ids are `accepted` do not stop it. Raises UnsoundCorpusError.
    """
    with without_search():
        corpus.require_sound("exports", "adjudications", "decisions", accepted=accepted)
        count = OpenWorkCount(corpus.schema, accepted)
        for batch in corpus.reading.batches():
            count.add(batch)
        return count.work()


class OpenWorkCount:
    """What is left to decide and to write, of a corpus whose batches are added one by one."""

    def __init__(self, schema: Schema, accepted: Collection[str] = ()) -> None:
        self._layers, self._accepted = schema.layers, accepted
        self._documents: dict[str, list[str]] = {layer.name: [] for layer in schema.layers}
        self._unwritten: set[str] = set()

    def add(self, batch: CorpusReading) -> None:
        """Add a batch. Raises UnsoundCorpusError."""
        state = AdjudicationState(Corpus.of(batch), self._accepted)
        for layer in self._layers:
            outcome = state.resolve(layer)
            self._documents[layer.name] += open_documents(outcome)
            if outcome.layer != state.former(layer):
                self._unwritten.add(layer.name)

    def work(self) -> OpenWork:
        """What is left of all batches."""
        names = [layer.name for layer in self._layers if layer.name in self._unwritten]
        return OpenWork(self._documents, names)


def _with_history(outcome: Outcome, history: Sequence[AdjudicatedDecision]) -> Outcome:
    """The outcome with the decisions on inactive documents, which stay as they are."""
    if not history:
        return outcome
    decisions = sorted((*outcome.layer.decisions, *history), key=decision_order)
    layer = outcome.layer.model_copy(update={"decisions": decisions})
    return replace(outcome, layer=layer)


def _replaced(outcome: Outcome, doc_id: str, before: Outcome, after: Outcome) -> Outcome:
    """The outcome of a layer with that of one document, which was `before`, replaced."""
    decisions = _with_document(outcome.layer.decisions, doc_id, after.layer.decisions)
    uids = {d.uid for d in after.layer.decisions}
    retired = sorted({*outcome.layer.retired, *after.layer.retired} - uids)
    update = {"decisions": decisions, "retired": retired}
    return Outcome(
        outcome.layer.model_copy(update=update),
        tuple(_with_document(outcome.open, doc_id, after.open)),
        outcome.reopened - before.reopened + after.reopened,
        tuple(_with_document(outcome.open_pairs, doc_id, after.open_pairs)),
        tuple(_with_document(outcome.dropped, doc_id, after.dropped)),
        outcome.standing - before.standing + after.standing,
        tuple(sorted({*outcome.lost, *after.lost} - uids)),
    )


def _with_document(listed: Sequence[_Listed], doc_id: str, new: Sequence[_Listed]) -> list[_Listed]:
    """A list in the order of documents, with the entries of one document replaced."""
    return [
        *(x for x in listed if x.doc_id < doc_id),
        *new,
        *(x for x in listed if x.doc_id > doc_id),
    ]
