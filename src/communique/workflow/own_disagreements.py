"""Where the adjudicated decisions differ from what one annotator voted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.corpus import Document
from communique.records import Record
from communique.records.decision import AdjudicatedDecision
from communique.records.items import is_current
from communique.schema import Annotator, Layer
from communique.workflow.quoted_place import QuotedPlace, quoted_place
from communique.workspace import Corpus

Answer = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class OwnDisagreement:
    """A decision that differs from an annotator's vote.

    `own` is the annotator's label, None if the annotator marked nothing there. `decided` is the
    label of the decision, None if it is that nothing stands there; `decided_words` are its words.
    `differs` names what differs:
    `span`, `label` or attributes; `own_values` and `decided_values` are those of these attributes.
    """

    layer: str
    document: str
    uid: str
    words: str | None
    paragraph: int | None
    where: str
    own: str | None
    decided: str | None
    decided_words: str | None
    differs: tuple[str, ...]
    own_values: Answer
    decided_values: Answer
    decision: str
    reason: str | None


def own_disagreements(corpus: Corpus, annotator: Annotator) -> list[OwnDisagreement]:
    """All decisions that differ from the votes of an annotator, in the order of the decisions.

    Raises UnsoundCorpusError.
    """
    own = {r.annotation_id: r for r in corpus.records if _is_vote(r, annotator)}
    finished = {
        (s.layer, s.doc_id)
        for s in corpus.statuses
        if s.annotator == annotator.id
        and s.pass_ == 1
        and s.status in ("done", "empty")
        and is_current(corpus.schema, s)
    }
    return [
        found
        for layer in corpus.schema.layers
        if layer.name in corpus.adjudicated
        for decision in corpus.adjudicated[layer.name].decisions
        if (layer.name, decision.doc_id) in finished and decision.doc_id in corpus.documents
        for found in _of(layer, decision, own, corpus.documents[decision.doc_id])
    ]


def _is_vote(record: Record, annotator: Annotator) -> bool:
    return record.annotator == annotator.id and record.pass_ == 1


def _of(
    layer: Layer, decision: AdjudicatedDecision, own: Mapping[str, Record], document: Document
) -> Iterator[OwnDisagreement]:
    voted = [own[name] for name in decision.candidates if name in own]
    if not voted and decision.outcome == "kept" and decision.kind == "span":
        yield _disagreement(layer, decision, None, ("span",), document)
    for record in voted:
        differs = _differs(layer, decision, record)
        if differs:
            yield _disagreement(layer, decision, record, differs, document)


def _differs(layer: Layer, decision: AdjudicatedDecision, record: Record) -> tuple[str, ...]:
    if decision.outcome == "rejected":
        return ("span",)
    found = ["span"] if (record.start, record.end) != (decision.start, decision.end) else []
    found += ["label"] if record.label != decision.label else []
    for name in layer.counted if decision.kind != "document" else ():
        mine, theirs = record.attributes.get(name), decision.attributes.get(name)
        found += [name] if _set(mine) != _set(theirs) else []
    return tuple(found)


def _set(value: object) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value or ())  # type: ignore[arg-type]


def _disagreement(
    layer: Layer,
    decision: AdjudicatedDecision,
    record: Record | None,
    differs: tuple[str, ...],
    document: Document,
) -> OwnDisagreement:
    place = _place(decision, record, document)
    values: Mapping[str, str | tuple[str, ...]] = record.attributes if record else {}
    kept = decision.outcome == "kept"
    return OwnDisagreement(
        layer.name,
        decision.doc_id,
        decision.uid,
        place.words if place else None,
        place.paragraph if place else None,
        str(place) if place else _value_name(decision),
        record.label if record else None,
        decision.label if kept else None,
        _words(decision, document) if kept else None,
        differs,
        {n: _plain(values[n]) for n in differs if n in values},
        {n: v for n, v in decision.attributes.items() if n in differs},
        decision.decision,
        decision.reason,
    )


def _place(
    decision: AdjudicatedDecision, record: Record | None, document: Document
) -> QuotedPlace | None:
    """The annotator's own words, or those of the decision if the annotator marked nothing."""
    start, end = (record.start, record.end) if record else (decision.start, decision.end)
    if start is None or end is None:
        return None
    return quoted_place(document, start, end)


def _words(decision: AdjudicatedDecision, document: Document) -> str | None:
    if decision.start is None or decision.end is None:
        return None
    return document.text[decision.start : decision.end]


def _value_name(decision: AdjudicatedDecision) -> str:
    """What a document value is about, for example `mood of rome`."""
    given = decision.attributes
    name, others = given.get("attribute", ""), [v for k, v in given.items() if k != "attribute"]
    about = ", ".join(v for v in others if isinstance(v, str))
    return f"{name} of {about}" if about else str(name)


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)
