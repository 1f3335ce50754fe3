"""Records, items and decisions of the mini corpus, made by hand."""

from typing import Any

import mini
from communique.records import Origin, Record
from communique.records.decision import AdjudicatedDecision
from communique.records.items import ComparedItem

LAYER = mini.load_schema_text().layer("names")
VOTERS = ("ann-1", "ann-2", "ann-3")


def record(who: str, label: str = "place", start: int | None = 3, **change: Any) -> Record:
    """A span of the first document that ends at 9; without a start, what has no place.

    `reading`, `region` and any field may be given.
    """
    reading, region = change.pop("reading", None), change.pop("region", None)
    fields: dict[str, Any] = {
        "annotation_id": f"a-{who}",
        "layer": "names",
        "doc_id": "one",
        "annotator": who,
        "annotator_type": "human",
        "pass_": 1,
        "kind": "span",
        "start": start,
        "end": None if start is None else 9,
        "raw_start": None if start is None else start + 1,
        "raw_end": None if start is None else 10,
        "text": "surface",
        "label": label,
        "attributes": {"reading": reading} if reading else {},
        "origin": None,
        "guideline_version": "1.0",
        "text_sha256": "0" * 64,
        "source": Origin("", "", None, None, region),
    }
    return Record(**{**fields, **change})


def item(*records: Record, unanimous: bool = False) -> ComparedItem:
    """What the three voters gave of one thing in the first document."""
    return ComparedItem("names", "one", VOTERS, records, unanimous=unanimous)


def decision(
    start: int | None, end: int | None, label: str = "place", **change: Any
) -> AdjudicatedDecision:
    """A kept span without an id yet, in the text where it is in the raw text."""
    fields: dict[str, Any] = {
        "uid": "",
        "doc_id": "one",
        "candidates": [],
        "votes": [],
        "outcome": "kept",
        "start": start,
        "end": end,
        "raw_start": start,
        "raw_end": end,
        "label": label,
        "attributes": {},
        "decision": "unanimous",
        "reason": None,
        "by": None,
        "at": None,
    }
    return AdjudicatedDecision(**{**fields, **change})
