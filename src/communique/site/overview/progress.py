"""How far the passes of the annotators are, and how long a document took."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from communique.dataset.facts import CorpusFacts
from communique.records import PassStatus
from communique.records.items import is_current
from communique.site.overview.section import Plot, Section
from communique.site.plots import BarRow, Bars, Table

STATES: Final = ("done", "empty", "skipped", "outdated", "missing")


@dataclass(frozen=True, slots=True)
class Progress:
    """One pass over a layer: how many documents are in each state, and what was measured.

    `lead_times` are seconds for a document. A voting pass over an older guideline is `outdated`.
    """

    layer: str
    annotator: str
    role: str
    number: int
    states: Counter[str]
    lead_times: Sequence[float]
    offered: int
    unchanged: int

    @property
    def label(self) -> str:
        """Layer, annotator, and what is special about the pass."""
        special = [] if self.role == "annotator" else [self.role]
        special += [f"pass {self.number}"] if self.number > 1 else []
        how = f" ({', '.join(special)})" if special else ""
        return f"{self.layer}: {self.annotator}{how}"


def progress(facts: CorpusFacts) -> list[Progress]:
    """Every pass that was begun, and every pass that is due."""
    rows: list[Progress] = []
    for layer in facts.schema.layers:
        for who in facts.schema.annotators:
            own = [p for p in facts.passes if (p.layer, p.annotator) == (layer.name, who.id)]
            votes = who.role == "annotator"
            required = {1} if votes and who.works_on(layer.name) else set[int]()
            for number in sorted({p.pass_ for p in own} | required):
                listed = [p for p in own if p.pass_ == number]
                states = _states(facts, listed, votes=votes and number == 1)
                rows.append(_progress(layer.name, who.id, who.role, number, states, listed))
    return rows


def _states(facts: CorpusFacts, listed: Sequence[PassStatus], *, votes: bool) -> Counter[str]:
    known = {
        p.doc_id: p.status if not votes or is_current(facts.schema, p) else "outdated"
        for p in listed
    }
    return Counter(str(known.get(s.doc_id, "missing")) for s in facts.sources)


def _progress(
    layer: str,
    annotator: str,
    role: str,
    number: int,
    states: Counter[str],
    listed: Sequence[PassStatus],
) -> Progress:
    efforts = [p.effort for p in listed if p.effort]
    times = [e.lead_time for e in efforts if e.lead_time is not None]
    offered = sum(e.predicted for e in efforts)
    unchanged = sum(e.unchanged for e in efforts)
    return Progress(layer, annotator, role, number, states, times, offered, unchanged)


def progress_section(facts: CorpusFacts) -> Section:
    """The state of every pass, and lead times and pre-annotations where they were measured."""
    passes = progress(facts)
    if not passes:
        return Section("progress", "Annotation progress", ["The schema names no annotator."])
    used = [s for s in STATES if any(p.states[s] for p in passes)]
    rows = [BarRow(p.label, [p.states[s] for s in used]) for p in passes]
    title = "Documents of each pass"
    plots = [Plot(Bars(title, "pass", "documents", used, rows), is_stacked=True)]
    return Section("progress", "Annotation progress", [], [*plots, *_effort(passes)])


def _effort(passes: Sequence[Progress]) -> Iterator[Plot]:
    timed = [p for p in passes if p.lead_times]
    if timed:
        rows = [BarRow(p.label, [median(p.lead_times)]) for p in timed]
        title = "Median time for a document"
        yield Plot(Bars(title, "pass", "seconds", ["seconds"], rows))
    offered = [p for p in passes if p.offered]
    if offered:
        head = ["pass", "regions offered", "left unchanged", "share"]
        cells = [
            [p.label, p.offered, p.unchanged, f"{p.unchanged / p.offered:.1%}"] for p in offered
        ]
        yield Plot(Table("Pre-annotations", head, cells))
