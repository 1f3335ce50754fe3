"""The gold units of one layer of a dataset."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from communique.dataset.votes import ABSENT, LABEL
from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    PredictedSpan,
    SentenceLabel,
)
from communique.records.predictions.units import unit_key
from communique.records.predictions.values import ALL_SPLITS, NONE, LayerValues
from communique.schema import Layer
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import Form, Gold, GoldLayer, GoldUnit, UnitKey
from communique.scoring.votes import block_shares, by_annotator, sentence_votes, shares_of

_Row = Mapping[str, Any]
_SPAN: Final = ("start", "end", "text")


def read_gold(
    dataset: GoldDataset, name: str, split: str = ALL_SPLITS, *, given: bool = False
) -> Gold:
    """The gold of a layer; with `given`, its spans are units of their own, by uid.

    A unit by block is each block of a document that an annotator has finished, also a block without
    a span. Raises GoldError, NotADatasetError, OSError.
    """
    values = dataset.layer(name)
    dataset.check_split(split)
    layer = values.layer
    form: Form
    sentences = sentence_votes(dataset, values) if values.detects else {}
    if values.detects:
        form, units = "sentences", _sentences(dataset, values, split, sentences)
    elif layer.unit == "block":
        form, units = "blocks", _blocks(dataset, layer, split)
    elif given:
        form, units = "given", _spans_by_uid(dataset, layer, split)
    else:
        form, units = "spans", _spans(dataset, layer, split)
    by_key = {unit_key(unit.unit): unit for unit in units}
    groups = {doc_id: document.group for doc_id, document in dataset.documents.items()}
    if form in ("given", "blocks"):
        annotators = _annotators(dataset, layer, by_key)
    else:
        annotators = by_annotator({k: v for k, v in sentences.items() if k in by_key})
    shares = block_shares(dataset, layer) if form == "spans" else {}
    return Gold(scored_layer(values), form, by_key, groups, annotators, shares)


def scored_layer(values: LayerValues) -> GoldLayer:
    """What the columns of the dataset say about a layer."""
    layer = values.layer
    asked = [] if values.detects else [a for a in layer.columns if a.type != "text"]
    labels = set(layer.label_ids)
    several = [a.name for a in asked if a.many and layer.unit == "block" and _ids(a) == labels]
    identity = tuple(a.name for a in asked if a.name in layer.identity)
    return GoldLayer(
        name=values.name,
        labels=values.labels,
        identity=identity if layer.unit == "span" else (),
        several=several[0] if several else None,
        target=layer.detect_by,
        attributes=tuple(a.name for a in asked if a.name not in several),
        no_label=NONE,
    )


def _ids(attribute: Any) -> set[str]:
    return {value.id for value in attribute.values}


def span_rows(dataset: GoldDataset, layer: Layer, split: str) -> Iterator[tuple[_Row, _Row]]:
    """The row of a block or span, and the columns of each span in it."""
    names = tuple(a.name for a in layer.columns)
    own = (layer.uid_column, *_SPAN, layer.column, *names, "votes")
    if layer.rows == "nested":
        for _, row in dataset.rows(layer.name, ("doc_id", "block_id", layer.name), split):
            yield from ((row, span) for span in row[layer.name])
    else:
        for _, row in dataset.rows(layer.name, ("doc_id", "block_id", *own), split):
            yield row, row


def _spans(dataset: GoldDataset, layer: Layer, split: str) -> Iterator[GoldUnit]:
    inside: defaultdict[tuple[str, str], list[PredictedSpan]] = defaultdict(list)
    for row, span in span_rows(dataset, layer, split):
        inside[row["doc_id"], row["block_id"]].append(
            PredictedSpan(
                span["start"],
                span["end"],
                span[layer.column],
                span["text"],
                _attributes(layer, span),
            )
        )
    labelled = {doc_id for doc_id, _ in inside}
    for doc_id, document in dataset.documents.items():
        if split not in (document.split, ALL_SPLITS):
            continue
        if layer.name in document.finished or doc_id in labelled:
            for block_id in document.blocks:
                spans = tuple(inside.get((doc_id, block_id), ()))
                yield GoldUnit(doc_id, BlockSpans(doc_id, block_id, spans))


def _spans_by_uid(dataset: GoldDataset, layer: Layer, split: str) -> Iterator[GoldUnit]:
    for row, span in span_rows(dataset, layer, split):
        label = span[layer.column]
        unit = GivenSpan(
            span[layer.uid_column], label, _attributes(layer, span), _shares(span["votes"], label)
        )
        yield GoldUnit(row["doc_id"], unit)


def _blocks(dataset: GoldDataset, layer: Layer, split: str) -> Iterator[GoldUnit]:
    names = tuple(a.name for a in layer.columns)
    columns = ("doc_id", "block_id", layer.column, *names, "votes")
    for _, row in dataset.rows(layer.name, columns, split):
        label = row[layer.column]
        soft = _shares(row["votes"], label)
        unit = BlockLabel(row["doc_id"], row["block_id"], label, _attributes(layer, row), soft)
        yield GoldUnit(row["doc_id"], unit)


def _sentences(
    dataset: GoldDataset,
    values: LayerValues,
    split: str,
    votes: Mapping[UnitKey, Mapping[str, str]],
) -> Iterator[GoldUnit]:
    target = str(values.layer.detect_by)
    columns = ("doc_id", "sentence_id", target, "label")
    for _, row in dataset.rows(values.name, columns, split):
        key = (row["doc_id"], row["sentence_id"], row[target])
        soft = shares_of(votes.get(key, {}))
        yield GoldUnit(row["doc_id"], SentenceLabel(*key, row["label"], soft))


def _attributes(layer: Layer, row: _Row) -> dict[str, str | list[str] | None]:
    """The values that are there; free texts are not compared."""
    return {a.name: row[a.name] for a in layer.columns if a.type != "text" and row[a.name]}


def _shares(votes: list[dict[str, Any]], label: str) -> dict[str, float]:
    """The share of each label among the votes for the label; all for the final one without any.

    The first versions of the tool wrote votes for the label only, without a question.
    """
    asked = (v for v in votes if v.get("question", LABEL) == LABEL)
    counts = {str(v.get("value", v.get("label"))): int(v["count"]) for v in asked}
    counts.pop(ABSENT, None)
    whole = sum(counts.values())
    return {value: n / whole for value, n in counts.items()} if whole else {label: 1.0}


def _annotators(
    dataset: GoldDataset, layer: Layer, units: Mapping[UnitKey, GoldUnit]
) -> dict[str, dict[UnitKey, str]]:
    labels: defaultdict[str, dict[UnitKey, str]] = defaultdict(dict)
    for vote in dataset.votes(layer.name):
        place = (vote["doc_id"], vote["block_id"])
        key = place if layer.unit == "block" else (vote["decision_uid"],)
        if key in units and vote["label"]:
            labels[vote["annotator"]][key] = vote["label"]
    return {who: labels[who] for who in sorted(labels)}


def read_uids(dataset: GoldDataset, name: str) -> dict[str, str]:
    """The uid of every span of a layer, with its split."""
    layer = dataset.layer(name).layer
    if layer.unit != "span":
        return {}
    columns = (layer.name,) if layer.rows == "nested" else (layer.uid_column,)
    splits: dict[str, str] = {}
    for split, row in dataset.rows(layer.name, columns):
        spans = row[layer.name] if layer.rows == "nested" else [row]
        splits |= {span[layer.uid_column]: split for span in spans}
    return splits
