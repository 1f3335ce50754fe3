"""The tasks of an annotator: documents, or for an adjudicator the open items in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from communique.adjudication.standing_decisions import StandingDecisions, standing_decisions
from communique.corpus import Document
from communique.label_studio.writing.adjudication_tasks import adjudication_task
from communique.label_studio.writing.predicted import Offered
from communique.label_studio.writing.tasks import Task, reading_order, task
from communique.records import PassStatus, Record
from communique.records.decision import AdjudicatedLayer
from communique.records.items import ComparedItem, items
from communique.schema import Annotator, Layer, Schema

_NOTHING: Final[Mapping[str, Offered]] = {}
_UNDECIDED: Final[Mapping[str, AdjudicatedLayer]] = {}


def assignment(
    schema: Schema,
    annotator: Annotator,
    documents: Sequence[Document],
    records: Sequence[Record],
    passes: Sequence[PassStatus],
    *,
    settled_too: bool = False,
    predictions: Mapping[str, Offered] = _NOTHING,
    decisions: Mapping[str, AdjudicatedLayer] = _UNDECIDED,
    reopened: Collection[str] = (),
) -> dict[str, list[Task]]:
    """Tasks by layer, in the annotator's own reading order.

    There are none of the layers that the annotator does not work on. With `settled_too`, an
    adjudicator also gets what is unanimous or decided. `decisions`, by layer, are those that
    adjudicators made so far; `reopened` are the uids of decisions that are open again.
    `predictions`, by layer, are offered to annotators only.
    """
    compared = items(schema, records, passes) if annotator.adjudicates else []
    by_layer: dict[str, list[Task]] = {}
    for layer in schema.layers:
        ordered = reading_order(documents, layer, annotator.id)
        if not annotator.works_on(layer.name):
            ordered = []
        if annotator.adjudicates:
            layer_items = [i for i in compared if i.layer == layer.name and i.is_shared]
            former = decisions.get(layer.name)
            decided = None
            if former is not None and (reopened or not settled_too):
                decided = standing_decisions(layer, layer_items, former, reopened)
            by_layer[layer.name] = _open(schema, layer, ordered, layer_items, settled_too, decided)
        else:
            earlier = _earlier(layer, records)
            offered = predictions.get(layer.name)
            by_layer[layer.name] = [
                task(schema, layer, d, earlier[d.doc_id], offered, (n, len(ordered)))
                for n, d in enumerate(ordered, start=1)
            ]
    return by_layer


def _open(
    schema: Schema,
    layer: Layer,
    documents: Sequence[Document],
    compared: Sequence[ComparedItem],
    settled_too: bool,
    decided: StandingDecisions | None,
) -> list[Task]:
    by_document = defaultdict[str, list[ComparedItem]](list)
    for item in compared:
        by_document[item.doc_id].append(item)
    tasks = (
        adjudication_task(
            schema, layer, d, document_items, settled_too=settled_too, decided=decided
        )
        for d in documents
        if (document_items := by_document[d.doc_id])
    )
    return [task for task in tasks if task is not None]


def _earlier(layer: Layer, records: Sequence[Record]) -> defaultdict[str, list[Record]]:
    """By document, the records of pass 1 of the annotator in the layer's `preannotate`, if any."""
    wanted = (layer.name, layer.preannotate.annotator, 1)
    by_document = defaultdict[str, list[Record]](list)
    for record in records:
        if (record.layer, record.annotator, record.pass_) == wanted:
            by_document[record.doc_id].append(record)
    return by_document
