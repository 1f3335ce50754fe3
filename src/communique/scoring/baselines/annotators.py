"""The readings of the annotators as systems: how close a careful reader comes to the gold.

Annotators who voted have made the gold together, so their figures are too high. A reading that did
not vote is the honest one.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from communique.dataset.names import ANNOTATIONS
from communique.records.predictions import BlockLabel, BlockSpans, PredictedSpan, Unit
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import Gold

_COLUMNS = (
    *("layer", "doc_id", "block_id", "annotator", "pass_number", "is_vote", "kind", "label"),
    *("start_in_block", "end_in_block", "attributes"),
)


class Reading(NamedTuple):
    """One pass of an annotator over a layer."""

    annotator: str
    pass_number: int
    is_vote: bool


def readings(dataset: GoldDataset, gold: Gold) -> Iterator[tuple[Reading, list[Unit]]]:
    """Every pass with its units; only of the documents that it finished."""
    layer = dataset.layer(gold.layer.name).layer
    made: defaultdict[Reading, dict[tuple[str, str], list[Any]]] = defaultdict(dict)
    for _, row in dataset.rows(ANNOTATIONS, _COLUMNS):
        if row["layer"] == layer.name and row["kind"] == layer.unit and row["label"]:
            reading = Reading(row["annotator"], row["pass_number"], bool(row["is_vote"]))
            made[reading].setdefault((row["doc_id"], row["block_id"]), []).append(row)
    finished = dict(_finished(dataset, layer.name))
    for reading in sorted(made):
        documents = finished.get(reading[:2], set[str]())
        keys = [k for k, unit in gold.units.items() if unit.doc_id in documents]
        by_block = made[reading]
        if layer.unit == "span":
            units = [_spans(k[0], k[1], by_block.get((k[0], k[1]), [])) for k in keys]
        else:
            units = [
                _label(k[0], k[1], by_block[k[0], k[1]][0])
                for k in keys
                if (k[0], k[1]) in by_block
            ]
        yield reading, units


def _finished(dataset: GoldDataset, layer: str) -> Iterator[tuple[tuple[str, int], set[str]]]:
    documents: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for _, row in dataset.rows("documents", ("doc_id", "passes")):
        for own in row["passes"]:
            if own["layer"] == layer and own["status"] in ("done", "empty"):
                documents[own["annotator"], own["pass_number"]].add(row["doc_id"])
    yield from documents.items()


def _spans(doc_id: str, block_id: str, rows: list[Any]) -> Unit:
    return BlockSpans(
        doc_id,
        block_id,
        tuple(
            PredictedSpan(
                row["start_in_block"], row["end_in_block"], row["label"], None, _attributes(row)
            )
            for row in rows
        ),
    )


def _label(doc_id: str, block_id: str, row: Any) -> Unit:
    return BlockLabel(doc_id, block_id, row["label"], _attributes(row))


def _attributes(row: Any) -> dict[str, str | list[str] | None]:
    values: defaultdict[str, list[str]] = defaultdict(list)
    for entry in row["attributes"]:
        values[entry["name"]].append(entry["value"])
    return dict(values)
