"""The map of an import: which of their labels, attributes and relations are which of ours.

A file names one layer, or several under `layers`. A label that is mapped to null is left out.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from communique.schema import Layer, Schema
from communique.schema.attribute import Attribute, Strict
from communique.schema.yaml_file import read_model, read_yaml

Names = Mapping[str, str | None]


class AttributeMap(Strict):
    """Our name of an attribute. Without `values`, the values have the same names."""

    name: str
    values: Names | None = None


def _attribute(value: object) -> object:
    """The name alone stands for an attribute with the same values."""
    return {"name": value} if isinstance(value, str) else value


Attributes = Mapping[str, Annotated[AttributeMap | None, BeforeValidator(_attribute)]]


class LayerMap(Strict):
    """What becomes of annotations in one layer.

    `type`: only annotations of this type or column of theirs. `label`: their feature with the
    label. `document`: our attribute of the document that their labels of whole texts are values of.
    Without `labels` or `relations`, the names are the same.
    """

    layer: str
    type: str | None = None
    label: str | None = None
    document: str | None = None
    labels: Names | None = None
    attributes: Attributes = Field(default_factory=dict)
    relations: Names | None = None

    def is_for(self, type_: str | None) -> bool:
        """Whether it names a type, by the whole name or its last part."""
        return self.type is not None and self.type in (type_, (type_ or "").rsplit(".", 1)[-1])


class LabelMap(Strict):
    """All layers of a map."""

    layers: tuple[LayerMap, ...] = Field(min_length=1)


def read_map(path: Path) -> LabelMap:
    """Read a map from YAML or JSON. Raises YamlError, with lines; OSError."""
    data, _ = read_yaml(path)
    if isinstance(data, dict) and "layers" in data:
        return read_model(path, LabelMap)
    return LabelMap(layers=(read_model(path, LayerMap),))


def map_faults(label_map: LabelMap, schema: Schema) -> Iterator[str]:
    """What a map names that the schema does not have."""
    layers = {layer.name: layer for layer in schema.layers}
    for entry in label_map.layers:
        layer = layers.get(entry.layer)
        if layer is None:
            yield f"the schema has no layer {entry.layer!r}; expected {_listed(layers)}"
        else:
            yield from _entry_faults(entry, layer, schema)


def _entry_faults(entry: LayerMap, layer: Layer, schema: Schema) -> Iterator[str]:
    labels = layer.label_ids
    if entry.document is not None or layer.unit == "document":
        attribute = document_attribute(entry, layer)
        if attribute is None:
            known = [a.name for a in layer.document_attributes]
            yield f"{layer.name} has no document attribute {entry.document!r}; {_expected(known)}"
            return
        labels = schema.values(layer, attribute.name)
    yield from _unknown(f"{layer.name}: label", entry.labels, labels)
    relations = tuple(label.id for label in layer.relations)
    yield from _unknown(f"{layer.name}: relation", entry.relations, relations)
    known = {a.name: a for a in layer.region_attributes}
    for theirs, ours in entry.attributes.items():
        if ours is None:
            continue
        if ours.name not in known:
            yield f"{layer.name} has no attribute {ours.name!r} ({theirs}); {_expected(known)}"
        elif known[ours.name].type != "text":
            values = schema.values(layer, ours.name)
            yield from _unknown(f"{layer.name}.{ours.name}: value", ours.values, values)


def document_attribute(entry: LayerMap, layer: Layer) -> Attribute | None:
    """The attribute of the document that an entry fills; of a document layer, its label."""
    name = entry.document or (layer.control if layer.unit == "document" else None)
    return next((a for a in layer.document_attributes if a.name == name), None)


def _unknown(what: str, names: Names | None, known: tuple[str, ...]) -> Iterator[str]:
    for theirs, ours in (names or {}).items():
        if ours is not None and ours not in known:
            yield f"{what} {ours!r} ({theirs}) is not in the schema; {_expected(known)}"


def _expected(known: object) -> str:
    return f"expected {_listed(known)}"


def _listed(known: Any) -> str:
    listed = list(known)
    return ", ".join(listed[:12]) + (" …" if len(listed) > 12 else "") or "none"
