"""The rows of `decisions`: every item that was voted on, kept or rejected, with the votes."""

from collections.abc import Iterator

from communique.corpus import Source
from communique.dataset.arrays import Row
from communique.dataset.content import ByDocument, CorpusData
from communique.dataset.final_label import FinalLabel
from communique.dataset.votes import votes_row


def decision_rows(content: CorpusData, found: ByDocument, source: Source) -> Iterator[Row]:
    """The items of a document, by layer and place, without their `group`.

    Offsets count from the start of the document's text. Free notes are left out.
    """
    document = content.documents[source.doc_id]
    for layer in content.schema.layers:
        free = {a.name for a in layer.columns if a.type == "text"}
        items = found.items.get((layer.name, source.doc_id), ())
        for item in sorted(items, key=_place):
            block = None
            if item.start is not None and item.end is not None:
                block = document.block_at(item.start, item.end)
            yield {
                "decision_uid": item.uid,
                "layer": layer.name,
                "doc_id": source.doc_id,
                "block_id": block.block_id if block else None,
                "kind": item.kind,
                "start": item.start,
                "end": item.end,
                "text": None if item.start is None else document.text[item.start : item.end],
                "outcome": item.outcome,
                "label": item.label,
                "attributes": list(_pairs(item, free)),
                "reason": item.reason,
                "candidates": list(item.candidates),
                **votes_row(item),
            }


def _place(item: FinalLabel) -> tuple[int, int, str]:
    """Text order, the longer span first; document values at the end."""
    if item.start is None or item.end is None:
        return (2**62, 0, item.uid or "")
    return (item.start, -item.end, item.uid or "")


def _pairs(item: FinalLabel, without: set[str]) -> Iterator[tuple[str, str]]:
    for name, value in item.attributes.items():
        if name not in without:
            for one in (value,) if isinstance(value, str) else value:
                yield name, one
