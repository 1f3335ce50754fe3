"""Documents of other tools under the names of the schema."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from communique.formats.foreign import (
    ForeignAnnotation,
    ForeignDocument,
    ForeignRelation,
    Reading,
)
from communique.formats.label_map import LabelMap, LayerMap, document_attribute
from communique.formats.mapped_values import ValueMapper
from communique.schema import Attribute, Layer, Schema


@dataclass(frozen=True, slots=True)
class MappedAnnotation:
    """An annotation under our names. `attribute` and `key` are set for a value of a document."""

    id: str
    layer: str
    start: int | None
    end: int | None
    label: str
    attributes: Mapping[str, tuple[str, ...]]
    attribute: str | None = None
    key: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class MappedDocument:
    """A document with mapped annotations. Its relations link annotations of one layer each."""

    source: ForeignDocument
    annotations: Sequence[MappedAnnotation]
    relations: Sequence[tuple[str, ForeignRelation]]  # with the layer

    def piece(self, start: int, end: int) -> "MappedDocument":
        """The document of a range of the text, with the annotations that begin in it."""
        inside = {a.id for a in self.annotations if a.start is None or start <= a.start < end}
        return replace(
            self,
            source=replace(self.source, text=self.source.text[start:end]),
            annotations=[
                replace(a, start=a.start - start, end=min(a.end, end) - start)
                for a in self.annotations
                if a.id in inside and a.start is not None and a.end is not None
            ],
            relations=[r for r in self.relations if {r[1].from_id, r[1].to_id} <= inside],
        )


@dataclass(slots=True)
class Mapper:
    """Applies a map. `unmapped` counts what it does not name; losses go to the reading."""

    schema: Schema
    label_map: LabelMap | None
    reading: Reading
    unmapped: Counter[str] = field(default_factory=Counter[str])

    @property
    def values(self) -> ValueMapper:
        """Maps the values of attributes."""
        return ValueMapper(self.schema, self.reading, self.unmapped)

    @property
    def layers(self) -> dict[str, Layer]:
        """The layers of the schema by name."""
        return {layer.name: layer for layer in self.schema.layers}

    def documents(self, documents: Iterable[ForeignDocument]) -> list[MappedDocument]:
        """All documents under our names."""
        return [self._document(document) for document in documents]

    def _document(self, document: ForeignDocument) -> MappedDocument:
        annotations = [m for a in document.annotations for m in self._annotation(a)]
        layer_of = {a.id: a.layer for a in annotations}
        own = {a.id: a.layer for a in document.annotations}
        relations = [m for r in document.relations for m in self._relation(r, layer_of, own)]
        return MappedDocument(document, annotations, relations)

    def _annotation(self, given: ForeignAnnotation) -> Iterator[MappedAnnotation]:
        if given.layer in self.layers:
            yield from self._own(given, self.layers[given.layer])
            return
        entry = self._entry(given)
        if entry is None:
            if given.is_extra:
                self.reading.lose("type")
            else:
                kind = f" of {given.type}" if given.type else ""
                self._missing("label", f"{given.label}{kind}")
            return
        given = given.labelled_by(entry.label)
        label, attributes = given.label, given.attributes
        layer = self.layers[entry.layer]
        ours = label if entry.labels is None else entry.labels.get(label)
        if ours is None:
            if entry.labels is None or label in entry.labels:
                self.reading.lose("label")
            else:
                self._missing("label", label)
            return
        if entry.document or (given.start is None and layer.unit != "block"):
            attribute = document_attribute(entry, layer)
            yield from self._value(given, layer, attribute, ours, None)
        elif ours not in layer.label_ids:
            self._missing("label", ours)
        else:
            values = self.values.mapped(entry, layer, attributes)
            yield MappedAnnotation(
                given.id, layer.name, given.start, given.end, ours, values, place=given.place
            )

    def _entry(self, given: ForeignAnnotation) -> LayerMap | None:
        """The entry for an annotation: by its type, else by its label."""
        entries = self.label_map.layers if self.label_map else ()
        fitting = [e for e in entries if self._fits(e, given)]
        typed = [e for e in fitting if e.is_for(given.type)]
        if given.is_extra and not typed:
            return None
        listed = typed or [e for e in fitting if e.type is None]
        named = [
            e for e in listed if e.labels is None or given.labelled_by(e.label).label in e.labels
        ]
        return next(iter(named or listed), None)

    def _fits(self, entry: LayerMap, given: ForeignAnnotation) -> bool:
        unit = self.layers[entry.layer].unit
        if given.start is None:
            return entry.document is not None or unit != "span"
        return entry.document is None and unit != "document"

    def _own(self, given: ForeignAnnotation, layer: Layer) -> Iterator[MappedAnnotation]:
        """An annotation of our own export."""
        if given.start is None:
            name = next(iter(given.attributes.get("attribute", ())), None)
            key = next(iter(given.attributes.get("key", ())), None)
            attribute = next((a for a in layer.document_attributes if a.name == name), None)
            yield from self._value(given, layer, attribute, given.label, key)
        elif given.label not in layer.label_ids:
            self._missing("label", given.label)
        else:
            values = self.values.known(layer, given.attributes)
            yield MappedAnnotation(
                given.id, layer.name, given.start, given.end, given.label, values, place=given.place
            )

    def _value(
        self,
        given: ForeignAnnotation,
        layer: Layer,
        attribute: Attribute | None,
        label: str,
        key: str | None,
    ) -> Iterator[MappedAnnotation]:
        if attribute is None:
            self.reading.lose("attribute")
        elif attribute.type != "text" and label not in self.schema.values(layer, attribute.name):
            self._missing("label", label)
        else:
            yield MappedAnnotation(
                given.id, layer.name, None, None, label, {}, attribute.name, key, given.place
            )

    def _relation(
        self, given: ForeignRelation, layer_of: Mapping[str, str], own: Mapping[str, str | None]
    ) -> Iterator[tuple[str, ForeignRelation]]:
        layer = layer_of.get(given.from_id)
        known = [r.id for r in self.layers[layer].relations] if layer else []
        if layer is None or layer_of.get(given.to_id) != layer or not known:
            self.reading.lose("relation")
            return
        entries = [e for e in self.label_map.layers if e.layer == layer] if self.label_map else []
        maps = [e.relations for e in entries if e.relations is not None]
        if own.get(given.from_id) == layer or not maps:
            label: str | None = given.label
        else:
            names = next((m for m in maps if given.label in m), None)
            label = given.label if names is None else names[given.label]
        if label is None:
            self.reading.lose("relation")
        elif label not in known:
            self._missing("relation", label)
        else:
            yield layer, replace(given, label=label)

    def _missing(self, kind: str, name: str) -> None:
        self.unmapped[f"{kind} {name!r}"] += 1
