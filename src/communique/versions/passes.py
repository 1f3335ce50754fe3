"""What stands in `annotations/`: the passes of annotators over documents, and the decisions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.corpus import Document
from communique.records import PassStatus, Record, Values
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.schema import RELATIONS
from communique.versions.entry import Entry

DECIDED: Final = "decided"
FINISHED: Final = ("done", "empty", DECIDED)
_UNSEEN: Final = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True, order=True)
class PassKey:
    """One annotator's pass over a document in a layer. The decisions have no annotator."""

    layer: str
    doc_id: str
    annotator: str = ""
    number: int = 1

    @property
    def is_decisions(self) -> bool:
        """Whether it is about the decisions on the document."""
        return not self.annotator


@dataclass(frozen=True, slots=True)
class Marked:
    """An annotation or a decision, the words that it marks, and the adjudicator, if any.

    `text` is empty for a value of the whole document. In `entry.attributes`, the links of a span
    lead to words, not to ids.
    """

    entry: Entry
    text: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """How far a pass came (`done empty skipped missing decided`), and what it marked, by id."""

    status: str
    marked: Mapping[str, Marked]

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED


def passes_of(
    records: Iterable[Record],
    statuses: Iterable[PassStatus],
    decisions: Mapping[str, AdjudicatedLayer],
    documents: Mapping[str, Document],
) -> dict[PassKey, Pass]:
    """Return every pass, and the kept decisions on each document that has decisions."""
    by_pass: dict[PassKey, list[Record]] = defaultdict(list)
    for r in records:
        by_pass[PassKey(r.layer, r.doc_id, r.annotator, r.pass_)].append(r)
    passes = {
        key: Pass(s.status, _records(by_pass[key]))
        for s in statuses
        for key in [PassKey(s.layer, s.doc_id, s.annotator, s.pass_)]
    }
    for layer, stored in decisions.items():
        by_document: dict[str, list[AdjudicatedDecision]] = defaultdict(list)
        for decision in stored.decisions:
            by_document[decision.doc_id].append(decision)
        for doc_id, listed in by_document.items():
            document = documents.get(doc_id)
            marked = _decisions(layer, listed, document.text if document else "")
            passes[PassKey(layer, doc_id)] = Pass(DECIDED, marked)
    return passes


def _records(records: Sequence[Record]) -> dict[str, Marked]:
    words = {r.annotation_id: r.text or "" for r in records}
    marked: dict[str, Marked] = {}
    for r in records:
        attributes = _linked(r.attributes, words)
        key = r.annotation_id
        entry = Entry(r.layer, r.doc_id, key, r.kind, _place(r), r.label, attributes, {}, r.label)
        marked[key] = Marked(entry, r.text or "")
    return marked


def _decisions(layer: str, decided: Sequence[AdjudicatedDecision], text: str) -> dict[str, Marked]:
    kept = [d for d in decided if d.outcome == "kept"]
    words = {d.uid: text[d.start : d.end] for d in kept if d.start is not None}
    marked: dict[str, Marked] = {}
    for d in kept:
        values = d.values
        links = tuple(f"{r.label} {r.to_uid}" for r in d.relations if r.outcome == "kept")
        if links:
            values[RELATIONS] = links
        attributes = _linked(values, words)
        entry = Entry(layer, d.doc_id, d.uid, d.kind, _place(d), d.label, attributes, {}, d.label)
        marked[d.uid] = Marked(entry, words.get(d.uid, ""), d.by)
    return marked


def _place(marked: Record | AdjudicatedDecision) -> tuple[int, int] | None:
    start, end = marked.raw_start, marked.raw_end
    return None if start is None or end is None else (start, end)


def _linked(attributes: Mapping[str, Values], words: Mapping[str, str]) -> dict[str, Values]:
    """The attributes, with the words of the other span in place of its id."""
    if RELATIONS not in attributes:
        return dict(attributes)
    links = (link.rpartition(" ") for link in attributes[RELATIONS])
    named = tuple(sorted(f"{label} {words.get(to) or _UNSEEN}" for label, _, to in links))
    return {**attributes, RELATIONS: named}
