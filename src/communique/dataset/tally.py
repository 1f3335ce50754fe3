"""What the card counts of a dataset. The counts of some documents can be added to others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from communique.corpus import Source
from communique.dataset.content import CorpusData, Dataset
from communique.dataset.label_cases import CaseKey, LabelCases, cases_of
from communique.dataset.pilot_counts import PilotKey, pilot_counts
from communique.dataset.splits import Placement
from communique.dataset.value_counts import ValueKey, value_counts
from communique.records import PassStatus
from communique.schema import Schema

WayKey = tuple[str, str, str, str]  # layer, kind, outcome, decision


@dataclass(slots=True)
class Tally:
    """Items by how they were decided, values by split, labels with the values beside them, and
    passes that do not vote.
    """

    ways: Counter[WayKey] = field(default_factory=Counter[WayKey])
    values: Counter[ValueKey] = field(default_factory=Counter[ValueKey])
    cases: dict[CaseKey, LabelCases] = field(default_factory=dict[CaseKey, LabelCases])
    pilots: dict[PilotKey, Counter[str]] = field(default_factory=dict[PilotKey, "Counter[str]"])

    def add(self, content: CorpusData) -> None:
        """Add some documents."""
        items = (*content.decisions, *content.rejected)
        self.ways.update((d.layer, d.kind, d.outcome, d.decision) for d in items)
        self.values.update(value_counts(content))
        for key, cases in cases_of(content).items():
            self.cases.setdefault(key, LabelCases()).add(cases)
        for key, counts in pilot_counts(content).items():
            self.pilots.setdefault(key, Counter()).update(counts)

    def merge(self, other: "Tally") -> None:
        """Add the counts of other documents."""
        self.ways.update(other.ways)
        self.values.update(other.values)
        for key, cases in other.cases.items():
            self.cases.setdefault(key, LabelCases()).merge(cases)
        for key, counts in other.pilots.items():
            self.pilots.setdefault(key, Counter()).update(counts)


@dataclass(frozen=True, eq=False, slots=True)
class CardContent:
    """What the card says of a dataset: facts about the whole, and the counts of its documents."""

    schema: Schema
    sources: Sequence[Source]
    passes: Sequence[PassStatus]
    placements: Mapping[str, Placement]
    tally: Tally

    @classmethod
    def of(cls, dataset: Dataset, tally: Tally) -> "CardContent":
        """The content of a dataset that was counted."""
        return cls(dataset.schema, dataset.sources, dataset.passes, dataset.placements, tally)


Tallied = CorpusData | CardContent  # of which the card speaks


def tally_of(content: Tallied) -> Tally:
    """The tally of a dataset."""
    if isinstance(content, CardContent):
        return content.tally
    tally = Tally()
    tally.add(content)
    return tally
