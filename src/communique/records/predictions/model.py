"""The lines of a file of predictions as typed values."""

from collections.abc import Mapping
from typing import Final

import msgspec

FORMAT: Final = "predictions/1"
AttributeValues = Mapping[str, str | list[str] | None]
Shares = Mapping[str, float]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line. `layer` is a layer of the schema, or the config of a layer's sentences;
    `split` a split of the schema or `all`; `system` names what made the predictions.
    """

    communique: str
    layer: str
    data_version: str
    split: str
    system: str


class PredictedSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A span inside a block. Offsets are code points of the block's text, half-open.

    >>> span = PredictedSpan(start=0, end=7, label="person", attributes={"reading": "literal"})
    >>> span.label, span.text, span.attributes
    ('person', None, {'reading': 'literal'})
    """

    start: int
    end: int
    label: str
    text: str | None = None
    attributes: AttributeValues = msgspec.field(default_factory=dict[str, str | list[str] | None])
    soft: Shares | None = None


class BlockSpans(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All spans of one block in a span layer; an empty list says that there is none."""

    doc_id: str
    block_id: str
    spans: tuple[PredictedSpan, ...]


class GivenSpan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label of a span of the dataset, which its uid names."""

    uid: str
    label: str
    attributes: AttributeValues = msgspec.field(default_factory=dict[str, str | list[str] | None])
    soft: Shares | None = None


class BlockLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label of one block in a block layer."""

    doc_id: str
    block_id: str
    label: str
    attributes: AttributeValues = msgspec.field(default_factory=dict[str, str | list[str] | None])
    soft: Shares | None = None


class SentenceLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The label of one sentence for one value of the layer's `detect_by`."""

    doc_id: str
    sentence_id: str
    target: str
    label: str
    soft: Shares | None = None


Unit = BlockSpans | GivenSpan | BlockLabel | SentenceLabel


class Prediction(msgspec.Struct, frozen=True):
    """One unit, with the number of its line in the file (from 1)."""

    line: int
    unit: Unit
