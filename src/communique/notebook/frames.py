"""DataFrames with one row for each record or decision, and one column for each attribute."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from communique.corpus import Document
from communique.records import Record
from communique.records.decision import AdjudicatedDecision
from communique.schema import RELATIONS, Layer, Schema

_OFFSETS: Final = ("start", "end", "raw_start", "raw_end")
_ANNOTATION: Final = (
    *("annotation_id", "layer", "doc_id", "block_id", "annotator", "annotator_type", "role"),
    *("is_vote", "pass_number", "kind", *_OFFSETS, "text", "label"),
)
_DECISION: Final = (
    *("uid", "layer", "doc_id", "block_id", "kind", *_OFFSETS, "text", "label", "outcome"),
    *("decision", "reason", "by", "at", "votes", "n_annotators", "candidates"),
)
_ABOUT: Final = ("origin", "guideline_version")


def annotations_frame(
    schema: Schema,
    layers: Sequence[Layer],
    records: Iterable[Record],
    documents: Mapping[str, Document],
    votes: Iterable[str],
) -> pd.DataFrame:
    """Return a DataFrame with one row for each record. `votes` holds the ids of voting records."""
    names, voting = _attribute_names(layers), frozenset(votes)
    roles = {a.id: a.role for a in schema.annotators}
    wanted = {layer.name for layer in layers}
    rows = [
        {
            "annotation_id": r.annotation_id,
            "layer": r.layer,
            "doc_id": r.doc_id,
            "block_id": _block_id(documents, r.doc_id, r.start, r.end),
            "annotator": r.annotator,
            "annotator_type": r.annotator_type,
            "role": roles.get(r.annotator),
            "is_vote": r.annotation_id in voting,
            "pass_number": r.pass_,
            "kind": r.kind,
            **{name: getattr(r, name) for name in (*_OFFSETS, "text", "label", *_ABOUT)},
            **_values(names, r.attributes),
        }
        for r in records
        if r.layer in wanted
    ]
    return _frame(rows, [*_ANNOTATION, *names.values(), *_ABOUT])


def decisions_frame(
    layers: Sequence[Layer],
    decided: Mapping[str, Iterable[AdjudicatedDecision]],
    documents: Mapping[str, Document],
) -> pd.DataFrame:
    """Return a DataFrame with one row for each adjudicated item, rejected or kept.

    The column `votes` maps each label to its number of votes.
    """
    names = _attribute_names(layers)
    rows = [
        {
            "layer": layer.name,
            "block_id": _block_id(documents, d.doc_id, d.start, d.end),
            "text": _text(documents, d),
            **{name: getattr(d, name) for name in (*_DECISION[:1], *_OFFSETS)},
            **{name: getattr(d, name) for name in ("doc_id", "kind", "label", "outcome")},
            **{name: getattr(d, name) for name in ("decision", "reason", "by", "at")},
            "votes": {vote.label: vote.count for vote in d.votes},
            "n_annotators": sum(vote.count for vote in d.votes),
            "candidates": list(d.candidates),
            **_values(names, {**d.attributes, **_relations(layer, d)}),
        }
        for layer in layers
        for d in decided.get(layer.name, ())
    ]
    return _frame(rows, [*_DECISION, *names.values()])


def _relations(layer: Layer, decision: AdjudicatedDecision) -> dict[str, object]:
    """The relations of a decided span, rejected ones too; nothing in a layer without any."""
    return {RELATIONS: [r.model_dump() for r in decision.relations]} if layer.relations else {}


def _frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype(dict.fromkeys(_OFFSETS, "Int64"))  # null for a document value


def _attribute_names(layers: Sequence[Layer]) -> dict[str, str]:
    """Map attributes to columns: NAME, or `attribute_NAME` if another column has this name."""
    columns: dict[str, str] = {}
    for layer in layers:
        keys = {a.key_column: None for a in layer.document_attributes if a.for_each is not None}
        question = {"attribute": None} if layer.document_attributes else {}
        linked = {RELATIONS: None} if layer.relations else {}
        for name in (*(a.name for a in layer.region_attributes), *linked, *question, *keys):
            taken = name in _ANNOTATION or name in _DECISION or name in _ABOUT
            columns[name] = f"attribute_{name}" if taken else name
    return columns


def _values(names: Mapping[str, str], attributes: Mapping[str, object]) -> dict[str, Any]:
    values = {column: attributes.get(name) for name, column in names.items()}
    return {k: [*v] if isinstance(v, tuple) else v for k, v in values.items()}  # pyright: ignore[reportUnknownVariableType]


def _block_id(
    documents: Mapping[str, Document], doc_id: str, start: int | None, end: int | None
) -> str | None:
    if start is None or end is None or doc_id not in documents:
        return None
    block = documents[doc_id].block_at(start, end)
    return block.block_id if block else None


def _text(documents: Mapping[str, Document], decision: AdjudicatedDecision) -> str | None:
    if decision.start is None or decision.doc_id not in documents:
        return None
    return documents[decision.doc_id].text[decision.start : decision.end]
