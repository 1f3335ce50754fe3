"""What an annotator is given to do: documents, or for an adjudicator what is open in them."""

from collections import defaultdict
from collections.abc import Sequence

from communique.corpus import Document
from communique.label_studio.writing.adjudication_tasks import adjudication_task
from communique.label_studio.writing.tasks import Task, reading_order, task
from communique.records import PassStatus, Record
from communique.records.items import ComparedItem, items
from communique.schema import Annotator, Layer, Schema


def assignment(
    schema: Schema,
    annotator: Annotator,
    documents: Sequence[Document],
    records: Sequence[Record],
    passes: Sequence[PassStatus],
    *,
    settled_too: bool = False,
) -> dict[str, list[Task]]:
    """Tasks by layer, in a reading order of the annotator's own; with `settled_too` an
    adjudicator also gets what all agree on.
    """
    compared = items(schema, records, passes) if annotator.adjudicates else []
    found: dict[str, list[Task]] = {}
    for layer in schema.layers:
        ordered = reading_order(documents, layer, annotator.id)
        if annotator.adjudicates:
            own = [i for i in compared if i.layer == layer.name and i.is_shared]
            found[layer.name] = _open(schema, layer, ordered, own, settled_too)
        else:
            earlier = _earlier(layer, records)
            found[layer.name] = [task(schema, layer, d, earlier[d.doc_id]) for d in ordered]
    return found


def _open(
    schema: Schema,
    layer: Layer,
    documents: Sequence[Document],
    compared: Sequence[ComparedItem],
    settled_too: bool,
) -> list[Task]:
    by_document = defaultdict[str, list[ComparedItem]](list)
    for item in compared:
        by_document[item.doc_id].append(item)
    made = (
        adjudication_task(schema, layer, d, own, settled_too=settled_too)
        for d in documents
        if (own := by_document[d.doc_id])
    )
    return [task for task in made if task is not None]


def _earlier(layer: Layer, records: Sequence[Record]) -> defaultdict[str, list[Record]]:
    """By document, the first pass that the layer's `preannotate` names, if it does."""
    wanted = (layer.name, layer.preannotate.annotator, 1)
    found = defaultdict[str, list[Record]](list)
    for record in records:
        if (record.layer, record.annotator, record.pass_) == wanted:
            found[record.doc_id].append(record)
    return found
