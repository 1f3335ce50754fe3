"""Records to decisions: what the dataset states of each span, block and document."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.records import Record, Values, mint_uid
from communique.schema import Schema


class NeedsAdjudicationError(ValueError):
    """A layer has several passes and no decision between them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One row's worth of label: offsets into the document's text, half-open; votes by label."""

    uid: str | None
    layer: str
    doc_id: str
    kind: str
    start: int | None
    end: int | None
    label: str
    attributes: Mapping[str, Values]
    decision: str
    votes: tuple[tuple[str, int], ...]
    n_annotators: int
    candidates: tuple[str, ...]


def single_decisions(schema: Schema, records: Iterable[Record]) -> list[Decision]:
    """The decisions where each layer has one first pass, taken over as they are (`single`).

    A pilot counts only where nobody else has annotated. Raises NeedsAdjudicationError.
    """
    signals = {(x.name, a.name) for x in schema.layers for a in x.attributes if a.signal}
    firsts = [r for r in records if r.pass_ == 1]
    firsts = [r for r in firsts if (r.layer, r.attributes.get("attribute")) not in signals]
    chosen = _one_annotator_a_layer(schema, firsts)
    kept = sorted((r for r in firsts if r.annotator == chosen[r.layer]), key=_place)
    seen: Counter[tuple[str, str, int, int]] = Counter()
    return [_single(r, seen) for r in kept]


def _one_annotator_a_layer(schema: Schema, records: Sequence[Record]) -> dict[str, str]:
    roles = {a.id: a.role for a in schema.annotators}
    chosen: dict[str, str] = {}
    for layer in sorted({r.layer for r in records}):
        everyone = {r.annotator for r in records if r.layer == layer}
        voters = {a for a in everyone if roles.get(a) == "annotator"} or everyone
        if len(voters) > 1:
            raise NeedsAdjudicationError(
                f"layer {layer}: {len(voters)} passes ({', '.join(sorted(voters))})"
            )
        chosen[layer] = voters.pop()
    return chosen


def _place(record: Record) -> tuple[str, str, int, int, str, str]:
    start, end = record.start, record.end
    return (
        record.layer,
        record.doc_id,
        -1 if start is None else start,
        -1 if end is None else -end,
        record.label,
        record.annotation_id,
    )


def _single(record: Record, seen: Counter[tuple[str, str, int, int]]) -> Decision:
    uid = None
    if record.kind == "span" and record.raw_start is not None and record.raw_end is not None:
        key = (record.layer, record.doc_id, record.raw_start, record.raw_end)
        uid = mint_uid(*key, seen[key])
        seen[key] += 1
    return Decision(
        uid,
        record.layer,
        record.doc_id,
        record.kind,
        record.start,
        record.end,
        record.label,
        record.attributes,
        "single",
        ((record.label, 1),),
        1,
        (record.annotation_id,),
    )
