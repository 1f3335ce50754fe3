"""The numbers in README, DATASHEET and card, counted from the data."""

from collections.abc import Iterable
from typing import Final
from weakref import WeakKeyDictionary

from communique.assessment import assess
from communique.assessment.markdown import number
from communique.assessment.summary import HEAD, summary_rows
from communique.dataset.content import CorpusData
from communique.dataset.label_counts import size_rows, split_names
from communique.dataset.non_voting import non_voting_passes
from communique.dataset.tokens import tokenize

BEGIN: Final = "<!-- numbers -->"
END: Final = "<!-- /numbers -->"


_known: WeakKeyDictionary[CorpusData, str] = WeakKeyDictionary()


def statistics(content: CorpusData) -> str:
    """Markdown tables: documents, layers, labels by split, annotators, agreement, and the
    comparison of non-voting passes with the final labels.
    """
    known = _known.get(content)
    if known is None:
        tables = (_documents, _layers, _labels, _annotators, _agreement, _outside)
        known = "\n\n".join(part for table in tables if (part := table(content)))
        _known[content] = known
    return known


def fill(text: str, block: str) -> str:
    """Replace the part between the markers by `block`. Without markers the text is unchanged."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{block}\n{END}{tail}" if begin and end else text


def _table(head: list[str], rows: Iterable[list[object]]) -> str:
    lines = [head, ["---"] * len(head), *([str(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _documents(content: CorpusData) -> str:
    rows: list[list[object]] = []
    for source in content.sources:
        document = content.documents[source.doc_id]
        place = content.placements[source.doc_id]
        rows.append(
            [
                source.doc_id,
                source.genre or "",
                source.publisher or "not stated",
                source.published or "not stated",
                len(document.units(("paragraph",))),
                len(tokenize(document.text)),
                place.split,
                place.group,
            ]
        )
    paragraphs, tokens = sum(int(str(r[4])) for r in rows), sum(int(str(r[5])) for r in rows)
    rows.append(["all", "", "", "", paragraphs, tokens, "", ""])
    return _table(
        ["document", "genre", "publisher", "published", "paragraphs", "tokens", "split", "group"],
        rows,
    )


def _layers(content: CorpusData) -> str:
    rows: list[list[object]] = []
    for layer in content.schema.layers:
        own = [d for d in content.decisions if d.layer == layer.name]
        regions = [d for d in own if d.kind != "document"]
        kinds = ", ".join(sorted({d.decision for d in own}))
        rows.append([layer.name, layer.unit, len(regions), len(own) - len(regions), kinds])
    return _table(["layer", "unit", "decisions", "document values", "decision"], rows)


def _labels(content: CorpusData) -> str:
    splits = split_names(content)
    return _table(["layer", "what", *splits], size_rows(content))


def _agreement(content: CorpusData) -> str:
    """Agreement by layer; empty if no layer has two voting passes."""
    lengths = {doc_id: len(document.text) for doc_id, document in content.documents.items()}
    data = assess(content.schema, content.records, content.passes, lengths, rounds=0)
    rows = summary_rows(data)
    return _table(list(HEAD), rows) if rows else ""


def _annotators(content: CorpusData) -> str:
    rows: list[list[object]] = []
    for annotator in content.schema.annotators:
        own = [p for p in content.passes if p.annotator == annotator.id]
        done = [p for p in own if p.status in ("done", "empty")]
        records = sum(r.annotator == annotator.id for r in content.records)
        rows.append([annotator.id, annotator.type, annotator.role, len(done), records])
    head = ["annotator", "type", "role", "document passes", "decisions"]
    return _table(head, rows) if rows else ""


def _outside(content: CorpusData) -> str:
    """Non-voting passes; empty if there are none."""
    rows: list[list[object]] = [
        [o.layer, o.annotator, o.documents, *map(number, (o.exact, o.alike, o.labels, o.values))]
        for o in non_voting_passes(content)
    ]
    head = ["layer", "reading without a vote", "documents", "F1 range and label"]
    head += ["F1 overlap and identity", "blocks' labels", "document values"]
    return _table(head, rows) if rows else ""
