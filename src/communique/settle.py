"""A corpus on disk to its decisions, from passes, adjudicators' exports and former decisions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from communique.adjudicated import AdjudicatedLayer, read_decisions
from communique.adjudication.decide import Key, Settled, decide
from communique.adjudication.ruling import Ruling
from communique.comparison import Item, items
from communique.corpus import CorpusFolder
from communique.corpus.load import load_texts
from communique.gather import read_adjudications, read_records
from communique.label_studio.export import ExportName
from communique.label_studio.rulings import Missed, Offer, offers, rulings
from communique.label_studio.times import submitted
from communique.records import PassStatus, Record
from communique.schema import Layer, Schema


@dataclass
class Table:
    """What lies on the adjudicator's table: every item that more than one voted on, and what was
    said of them so far. Reads the corpus once; raises MalformedDecisionsError and OSError.
    """

    folder: CorpusFolder
    schema: Schema
    choices: dict[str, dict[Key, Ruling]] = field(default_factory=dict[str, dict[Key, Ruling]])

    @cached_property
    def passes(self) -> tuple[list[Record], list[PassStatus]]:
        """Everybody's records and statuses."""
        return read_records(self.folder, self.schema)

    @cached_property
    def texts(self) -> dict[str, str]:
        """Document id to cleaned text."""
        return {doc_id: document.text for doc_id, document in load_texts(self.folder)[0].items()}

    @cached_property
    def _adjudicators(self) -> list[Record]:
        return read_adjudications(self.folder, self.schema)[0]

    @cached_property
    def _items(self) -> list[Item]:
        return [i for i in items(self.schema, *self.passes) if i.is_shared]

    @cached_property
    def _times(self) -> Mapping[str, Mapping[int, str]]:
        return {self.folder.relative(p): submitted(p) for p in self.folder.all_exports()}

    def former(self, layer: Layer) -> AdjudicatedLayer:
        """The decisions on disk; none without a file."""
        path = self.folder.adjudicated(layer.name)
        return read_decisions(path) if path.is_file() else AdjudicatedLayer(decisions=[])

    def settle(self, layer: Layer) -> Settled:
        """The layer's decisions as they follow from everything that was said."""
        own = [item for item in self._items if item.layer == layer.name]
        ruled: dict[Key, Ruling] = {}
        missed: list[Missed] = []
        for by, offered in self._offers(layer):
            mine = [r for r in self._adjudicators if r.annotator == by]
            found, added = rulings(layer, own, offered, mine, by)
            ruled |= found
            missed += added
        ruled |= self.choices.get(layer.name, {})
        return decide(layer, own, self.former(layer), ruled, missed, self.time)

    def _offers(self, layer: Layer) -> list[tuple[str, Mapping[str, Offer]]]:
        names = [(ExportName.of(p), p) for p in self.folder.adjudication_exports()]
        return [(name.annotator, offers(p)) for name, p in names if name.layer == layer.name]

    @property
    def time(self) -> Callable[[Record], str | None]:
        """When a record was submitted."""
        return lambda record: self._times.get(record.source.file, {}).get(
            record.source.annotation or -1
        )
