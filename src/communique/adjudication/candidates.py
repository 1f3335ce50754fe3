"""What an adjudicator is presented with: candidates by id, and what they were at the time."""

import json
from dataclasses import dataclass

from communique.records import Record
from communique.records.items import stated_key
from communique.schema import Layer
from communique.text import sha256_text


@dataclass(frozen=True, slots=True)
class PresentedItems:
    """The items of a document as an adjudicator saw them: fingerprints of the votes on them, the
    ids of the regions that stood for them, when the task was answered, and which of these regions
    the answer has left. `reopened`: the fingerprints of unanimous items that could be changed.
    """

    doc_id: str
    votes_fingerprints: frozenset[str]
    candidates: frozenset[str]
    at: str | None
    left: frozenset[str] = frozenset()
    reopened: frozenset[str] = frozenset()


def candidate_id(layer: Layer, record: Record) -> str:
    """The region id of a variant: the same for all who gave the same answer."""
    content = json.dumps([record.doc_id, record.layer, stated_key(layer, record)])
    return f"c{sha256_text(content)[:10]}"
