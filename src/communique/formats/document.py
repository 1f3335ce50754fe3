"""A document with its annotations, as every writer takes it. Offsets are code points, half-open."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from communique.dataset.tokens import Tokens, tokenize
from communique.formats.losses import Losses
from communique.records import RecordKind, Values
from communique.schema import Layer, Schema
from communique.text import Block

Chunk = tuple[str, bytes]  # the name of a file, and bytes to add to its end


@dataclass(frozen=True, slots=True)
class Annotation:
    """A labelled span or block, or a value of a document.

    Offsets index the document's text; they are None for a value of a document, whose
    `attributes["attribute"]` names what was decided. `relations` are pairs of a label and the uid
    of the other span. `details` tell how the label came about.
    """

    uid: str
    layer: str
    kind: RecordKind
    start: int | None
    end: int | None
    label: str
    attributes: Mapping[str, Values]
    relations: tuple[tuple[str, str], ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def range(self) -> tuple[int, int]:
        """The range in the document's text; (0, 0) for a value of a document."""
        return self.start or 0, self.end or 0


@dataclass(frozen=True)
class ExportedDocument:
    """A document. `sentences` are ids and ranges; `blocks` are those that are part of the text."""

    doc_id: str
    title: str | None
    language: str | None
    split: str
    text: str
    text_sha256: str
    blocks: Sequence[Block]
    sentences: Sequence[tuple[str, int, int]]
    annotations: Sequence[Annotation]

    @cached_property
    def tokens(self) -> Tokens:
        """The tokens of all blocks, with starts in the document's text."""
        texts: list[str] = []
        starts: list[int] = []
        for block in self.blocks:
            begin, end = block.range
            tokens = tokenize(self.text[begin:end])
            texts += tokens.texts
            starts += [begin + start for start in tokens.starts]
        return Tokens(texts, starts)

    def of_layer(self, layer: Layer) -> Iterator[Annotation]:
        """The annotations of a layer, in order."""
        return (a for a in self.annotations if a.layer == layer.name)

    def spans(self, layer: Layer) -> list[Annotation]:
        """The spans of a layer, in order."""
        return [a for a in self.of_layer(layer) if a.kind == "span"]


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: the schema, the layers chosen, and where losses are counted.

    `has_texts`: the files may hold the texts of the documents. `with_tokens`: tokens are wanted
    where the format does not need them.
    """

    schema: Schema
    layers: Sequence[Layer]
    losses: Losses
    has_texts: bool = True
    with_tokens: bool = False

    @property
    def span_layers(self) -> list[Layer]:
        """The layers that label spans."""
        return [layer for layer in self.layers if layer.unit == "span"]


def entity_of(layer: Layer, annotation: Annotation) -> str | None:
    """The registry entry that an annotation names, in its first attribute of the type `entity`."""
    names = (a.name for a in layer.region_attributes if a.type == "entity" and not a.many)
    values = (annotation.attributes.get(name) for name in names)
    return next((v for v in values if isinstance(v, str) and v), None)
