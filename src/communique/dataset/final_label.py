"""The label that a dataset gives to a span, a block or a document, and the votes on it."""

from collections.abc import Mapping

import msgspec

from communique.records import Values

Range = tuple[int, int]


class VoteCount(msgspec.Struct, frozen=True, gc=False):
    """How many annotators gave a value to one question of an item.

    The value of the question `span` is a range of the document's text.
    """

    question: str
    value: str | Range
    count: int


class FinalRelation(msgspec.Struct, frozen=True, gc=False):
    """A relation that leads from a span to another, by its uid; votes by label."""

    label: str
    to_uid: str
    decision: str
    votes: tuple[tuple[str, int], ...]


class FinalLabel(msgspec.Struct, frozen=True, gc=False):
    """The label of an item. Offsets count code points of the document's text, half-open.

    `disagreement` names the questions on which the votes differ. `reason` and `decided_by` are
    those of the adjudicator. An item whose `outcome` is `rejected` has no row in its layer.
    """

    uid: str | None
    layer: str
    doc_id: str
    kind: str
    start: int | None
    end: int | None
    label: str
    attributes: Mapping[str, Values]
    decision: str
    n_annotators: int
    candidates: tuple[str, ...]
    votes: tuple[VoteCount, ...] = ()
    disagreement: tuple[str, ...] = ()
    outcome: str = "kept"
    reason: str | None = None
    decided_by: str | None = None
    relations: tuple[FinalRelation, ...] = ()
