"""The numbers in README and DATASHEET, counted from the data. The card has the other tables."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final
from weakref import WeakKeyDictionary

from communique.assessment import assess
from communique.assessment.markdown import number
from communique.assessment.summary import Agreement, summary
from communique.dataset.content import CorpusData
from communique.dataset.names import WAYS
from communique.dataset.tokens import tokenize
from communique.schema import Layer
from communique.util.markdown import table
from communique.util.plural import counted

BEGIN: Final = "<!-- numbers -->"
END: Final = "<!-- /numbers -->"
_known: WeakKeyDictionary[CorpusData, Mapping[str, str]] = WeakKeyDictionary()


def statistics(content: CorpusData) -> Mapping[str, str]:
    """The numbers by the file that quotes them: a summary for the README, the documents and the
    annotators for the DATASHEET.
    """
    known = _known.get(content)
    if known is None:
        composition = (_documents(content), _annotators(content))
        known = _known[content] = {
            "README.md": _summary(content),
            "DATASHEET.md": "\n\n".join(part for part in composition if part),
        }
    return known


def fill(text: str, block: str) -> str:
    """Replace the part between the markers by `block`. Without markers the text is unchanged."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{block}\n{END}{tail}" if begin and end else text


def _summary(content: CorpusData) -> str:
    """A list: the documents, each layer, the annotators."""
    lengths = {doc_id: len(document.text) for doc_id, document in content.documents.items()}
    data = assess(content.schema, content.records, content.passes, lengths, rounds=0)
    agreement = summary(data)
    lines = [_of_documents(content)]
    lines += [_of_layer(content, layer, agreement) for layer in content.schema.layers]
    lines += _of_annotators(content)
    return "\n".join(f"- {line}" for line in lines)


def _of_documents(content: CorpusData) -> str:
    splits = Counter(content.placements[s.doc_id].split for s in content.sources)
    listed = ", ".join(f"{name} {splits[name]}" for name in sorted(splits))
    paragraphs, tokens = _lengths(content)
    return (
        f"{counted(len(content.sources), 'document')} ({listed}):"
        f" {counted(paragraphs, 'paragraph')}, {counted(tokens, 'token')}"
    )


def _lengths(content: CorpusData) -> tuple[int, int]:
    documents = [content.documents[s.doc_id] for s in content.sources]
    paragraphs = sum(len(d.units(("paragraph",))) for d in documents)
    return paragraphs, sum(len(tokenize(d.text)) for d in documents)


def _of_layer(content: CorpusData, layer: Layer, agreement: list[Agreement]) -> str:
    own = [d for d in content.decisions if d.layer == layer.name]
    ways = Counter(d.decision for d in own)
    listed = ", ".join(f"{ways[way]} {way}" for way in WAYS if ways[way])
    alphas = [a for a in agreement if a.layer == layer.name]
    shown = ", ".join(f"{a.question} {number(a.alpha, a.reason)}" for a in alphas)
    return (
        f"`{layer.name}`: {counted(len(own), 'decision')}"
        + (f" ({listed})" if listed else "")
        + (f"; alpha of {shown}" if shown else "")
    )


def _of_annotators(content: CorpusData) -> Iterator[str]:
    types = Counter(a.type for a in content.schema.annotators)
    if types:
        listed = ", ".join(f"{types[name]} {name}" for name in sorted(types))
        records = counted(len(content.records), "record")
        yield f"{counted(sum(types.values()), 'annotator')} ({listed}): {records}"


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
    rows.append(["all", "", "", "", *_lengths(content), "", ""])
    return table(
        ["document", "genre", "publisher", "published", "paragraphs", "tokens", "split", "group"],
        rows,
    )


def _annotators(content: CorpusData) -> str:
    rows: list[list[object]] = []
    for annotator in content.schema.annotators:
        own = [p for p in content.passes if p.annotator == annotator.id]
        done = [p for p in own if p.status in ("done", "empty")]
        records = sum(r.annotator == annotator.id for r in content.records)
        rows.append([annotator.id, annotator.type, annotator.role, len(done), records])
    head = ["annotator", "type", "role", "document passes", "records"]
    return table(head, rows) if rows else ""
