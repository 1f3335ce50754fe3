"""The predictions of a system, as regions for an annotator to accept or change."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Document
from communique.label_studio.controls import controls
from communique.label_studio.writing.result_rows import Row, labelled_rows
from communique.records import Values
from communique.records.predictions import BlockLabel, BlockSpans, PredictedSpan, Unit
from communique.records.predictions.model import AttributeValues
from communique.records.predictions.units import identity_of
from communique.schema import Layer, Schema
from communique.text import Block, sha256_text


@dataclass(frozen=True, slots=True)
class Offered:
    """What a system says in one layer: its units by document."""

    system: str
    units: Mapping[str, Sequence[Unit]]


@dataclass(frozen=True, slots=True)
class PredictedRegion:
    """A span or a block with its label; offsets are code points of the document's text."""

    region_id: str
    start: int
    end: int
    label: str
    attributes: Mapping[str, Values]
    block_type: str | None = None


def predicted_regions(layer: Layer, document: Document, offered: Offered) -> list[PredictedRegion]:
    """The regions of one document, each with an id of its own, in the order of the file.

    Blanks at the edges of a span are left out: the guideline does not allow them. Of spans that
    are the same without them, the first is taken.
    """
    blocks = {block.block_id: block for block in document.body}
    found: dict[object, PredictedRegion] = {}
    for unit in offered.units.get(document.doc_id, ()):
        match unit:
            case BlockSpans() if layer.unit == "span":
                regions = _spans(document, blocks[unit.block_id], unit)
            case BlockLabel() if layer.unit == "block":
                regions = iter([_block(blocks[unit.block_id], unit)])
            case _:
                continue
        for region in regions:
            identity = identity_of(layer, region.label, region.attributes)
            found.setdefault((region.start, region.end, identity), region)
    return list(found.values())


def predicted_rows(
    schema: Schema, layer: Layer, document: Document, region: PredictedRegion
) -> list[Row]:
    """The rows of one region."""
    start, end = region.start, region.end
    place = {"start": start, "end": end, "text": document.text[start:end]}
    known = controls(schema, layer)
    given = (region.label, region.attributes, region.block_type)
    return labelled_rows(layer, known, region.region_id, place, *given)


def _block(block: Block, unit: BlockLabel) -> PredictedRegion:
    attributes = _values(unit.attributes)
    return PredictedRegion(block.block_id, *block.range, unit.label, attributes, block.type)


def _spans(document: Document, block: Block, unit: BlockSpans) -> Iterator[PredictedRegion]:
    for span in unit.spans:
        start, end = _without_blanks(document.text, block.range[0], span)
        attributes = _values(span.attributes)
        parts = [document.doc_id, start, end, span.label, attributes]
        digest = sha256_text(json.dumps(parts, sort_keys=True))
        yield PredictedRegion(f"p{digest[:16]}", start, end, span.label, attributes)


def _without_blanks(text: str, begin: int, span: PredictedSpan) -> tuple[int, int]:
    start, end = begin + span.start, begin + span.end
    words = text[start:end]
    return end - len(words.lstrip()), start + len(words.rstrip())


def _values(given: AttributeValues) -> dict[str, Values]:
    return {
        name: value if isinstance(value, str) else tuple(value)
        for name, value in given.items()
        if value
    }
