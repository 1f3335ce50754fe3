"""The numbers in README and DATASHEET, counted from the data. The card has the other tables."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from communique.assessment.assess import Assessment
from communique.assessment.markdown import number
from communique.assessment.summary import Agreement, summary
from communique.dataset.content import CorpusData, Dataset
from communique.dataset.names import WAYS
from communique.dataset.tokens import tokenize
from communique.records.items import items
from communique.schema import Layer
from communique.util.markdown import table
from communique.util.plural import counted

BEGIN: Final = "<!-- numbers -->"
END: Final = "<!-- /numbers -->"
_known: WeakKeyDictionary[CorpusData, Mapping[str, str]] = WeakKeyDictionary()


def statistics(content: CorpusData | Dataset) -> Mapping[str, str]:
    """The numbers by the file that quotes them: a summary for the README, the documents and the
    annotators for the DATASHEET.
    """
    if isinstance(content, CorpusData):
        if content not in _known:
            _known[content] = _blocks(content, [content])
        return _known[content]
    if len(content.batches) == 1:
        return statistics(content.batches[0])
    return _blocks(content, content.batches)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Paragraphs and tokens by document, kept items by layer and how they were decided, records by
    annotator, and the agreement.
    """

    sizes: Mapping[str, tuple[int, int]]
    ways: Counter[tuple[str, str]]
    records: Counter[str]
    agreement: list[Agreement]

    @property
    def lengths(self) -> tuple[int, int]:
        """The paragraphs and the tokens of all documents."""
        return sum(n for n, _ in self.sizes.values()), sum(n for _, n in self.sizes.values())


def _blocks(whole: CorpusData | Dataset, batches: Sequence[CorpusData]) -> Mapping[str, str]:
    counts = _count(whole, batches)
    composition = (_documents(whole, counts), _annotators(whole, counts))
    return {
        "README.md": _summary(whole, counts),
        "DATASHEET.md": "\n\n".join(part for part in composition if part),
    }


def _count(whole: CorpusData | Dataset, batches: Sequence[CorpusData]) -> _Counts:
    assessment = Assessment(whole.schema, whole.passes)
    sizes: dict[str, tuple[int, int]] = {}
    ways: Counter[tuple[str, str]] = Counter()
    records: Counter[str] = Counter()
    for batch in batches:
        lengths = {doc_id: len(document.text) for doc_id, document in batch.documents.items()}
        compared = items(batch.schema, batch.records, batch.passes)
        assessment.add(batch.records, compared, lengths)
        ways.update((d.layer, d.decision) for d in batch.decisions)
        records.update(r.annotator for r in batch.records)
        for source in batch.sources:
            document = batch.documents[source.doc_id]
            paragraphs = len(document.units(("paragraph",)))
            sizes[source.doc_id] = paragraphs, len(tokenize(document.text))
    return _Counts(sizes, ways, records, summary(assessment.report(rounds=0)))


def fill(text: str, block: str) -> str:
    """Replace the part between the markers by `block`. Without markers the text is unchanged."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{block}\n{END}{tail}" if begin and end else text


def _summary(content: CorpusData | Dataset, counts: _Counts) -> str:
    """A list: the documents, each layer, the annotators."""
    lines = [_of_documents(content, counts)]
    lines += [_of_layer(layer, counts) for layer in content.schema.layers]
    lines += _of_annotators(content, counts)
    return "\n".join(f"- {line}" for line in lines)


def _of_documents(content: CorpusData | Dataset, counts: _Counts) -> str:
    splits = Counter(content.placements[s.doc_id].split for s in content.sources)
    listed = ", ".join(f"{name} {splits[name]}" for name in sorted(splits))
    paragraphs, tokens = counts.lengths
    return (
        f"{counted(len(content.sources), 'document')} ({listed}):"
        f" {counted(paragraphs, 'paragraph')}, {counted(tokens, 'token')}"
    )


def _of_layer(layer: Layer, counts: _Counts) -> str:
    ways = {way: n for (name, way), n in counts.ways.items() if name == layer.name}
    listed = ", ".join(f"{ways[way]} {way}" for way in WAYS if ways.get(way))
    alphas = [a for a in counts.agreement if a.layer == layer.name]
    shown = ", ".join(f"{a.question} {number(a.alpha, a.reason)}" for a in alphas)
    return (
        f"`{layer.name}`: {counted(sum(ways.values()), 'decision')}"
        + (f" ({listed})" if listed else "")
        + (f"; alpha of {shown}" if shown else "")
    )


def _of_annotators(content: CorpusData | Dataset, counts: _Counts) -> Iterator[str]:
    types = Counter(a.type for a in content.schema.annotators)
    if types:
        listed = ", ".join(f"{types[name]} {name}" for name in sorted(types))
        records = counted(counts.records.total(), "record")
        yield f"{counted(sum(types.values()), 'annotator')} ({listed}): {records}"


def _documents(content: CorpusData | Dataset, counts: _Counts) -> str:
    rows: list[list[object]] = []
    for source in content.sources:
        paragraphs, tokens = counts.sizes[source.doc_id]
        place = content.placements[source.doc_id]
        rows.append(
            [
                source.doc_id,
                source.genre or "",
                source.publisher or "not stated",
                source.published or "not stated",
                paragraphs,
                tokens,
                place.split,
                place.group,
            ]
        )
    rows.append(["all", "", "", "", *counts.lengths, "", ""])
    return table(
        ["document", "genre", "publisher", "published", "paragraphs", "tokens", "split", "group"],
        rows,
    )


def _annotators(content: CorpusData | Dataset, counts: _Counts) -> str:
    rows: list[list[object]] = []
    for annotator in content.schema.annotators:
        own = [p for p in content.passes if p.annotator == annotator.id]
        done = [p for p in own if p.status in ("done", "empty")]
        records = counts.records[annotator.id]
        rows.append([annotator.id, annotator.type, annotator.role, len(done), records])
    head = ["annotator", "type", "role", "document passes", "records"]
    return table(head, rows) if rows else ""
