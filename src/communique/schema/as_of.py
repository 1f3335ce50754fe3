"""A layer as one version of its guideline had it: the labels, the attributes and the values that
annotators could give at that time.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel

from communique.schema.attribute import Attribute, Lasting
from communique.schema.layer import Layer
from communique.schema.model import Schema

_Model = TypeVar("_Model", bound=BaseModel)
_Lasting = TypeVar("_Lasting", bound=Lasting)


def layer_as_of(schema: Schema, layer: Layer, version: str | None = None) -> tuple[Schema, Layer]:
    """The schema and its layer as that version of the layer's guideline had them.

    Without a version: as the current one has them. What is given back is what came in where every
    version has the same, or where the version is not made of numbers.
    """
    if _is_the_same_in_all_versions(schema, layer):
        return schema, layer
    version = version or layer.guideline_version
    kept = _with(
        layer,
        labels=_of(layer.labels, version),
        relations=_of(layer.relations, version),
        attributes=tuple(
            _attribute_of(a, version) for a in layer.attributes if a.is_asked_in(version)
        ),
    )
    lists = {name: _of(entries, version) for name, entries in schema.all_vocabularies.items()}
    layers = tuple(kept if x is layer else x for x in schema.layers)
    own = dict.fromkeys(("actors", "targets", "registry"), ())
    return _with(schema, layers=layers, vocabularies=lists, **own), kept


def _of(items: Iterable[_Lasting], version: str) -> tuple[_Lasting, ...]:
    return tuple(item for item in items if item.is_part_of(version))


def _attribute_of(attribute: Attribute, version: str) -> Attribute:
    required = attribute.required if attribute.is_required_in(version) else False
    return _with(attribute, values=_of(attribute.values, version), required=required)


def _is_the_same_in_all_versions(schema: Schema, layer: Layer) -> bool:
    listed: list[Iterable[Lasting]] = [layer.labels, layer.relations, layer.attributes]
    listed += [a.values for a in layer.attributes]
    listed += list(schema.all_vocabularies.values())
    return all(item.is_lasting for items in listed for item in items)


def _with(model: _Model, **changes: Any) -> _Model:
    """A copy with other values; nothing that the model has derived from the old is kept."""
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return model.model_construct(**{**fields, **changes})
