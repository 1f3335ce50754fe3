"""The UIMA type system of a schema: one type for each layer, its relations and its document values.

Sentences, tokens and the document's metadata have the types of DKPro Core, which INCEpTION knows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.formats.document import Export
from communique.formats.safe_names import safe_names
from communique.schema import Layer

if TYPE_CHECKING:
    from cassis import TypeSystem

_CUSTOM: Final = "webanno.custom."
_DKPRO: Final = "de.tudarmstadt.ukp.dkpro.core.api."
SENTENCE: Final = f"{_DKPRO}segmentation.type.Sentence"
TOKEN: Final = f"{_DKPRO}segmentation.type.Token"
METADATA: Final = f"{_DKPRO}metadata.type.DocumentMetaData"
_ANNOTATION: Final = "uima.tcas.Annotation"
_STRING: Final = "uima.cas.String"
_STRINGS: Final = "uima.cas.StringArray"
_NOT_FEATURES: Final = ("begin", "end", "sofa", "self", "type", "id", "uid", "label", "layer")


@dataclass(frozen=True, slots=True)
class LayerTypes:
    """The names of a layer's types, and of its features by the name of the attribute."""

    region: str
    relation: str
    value: str
    features: dict[str, str]


def types_of(layer: Layer) -> LayerTypes:
    """The names of the types of a layer."""
    base = _CUSTOM + "".join(part.capitalize() for part in layer.name.split("_"))
    names = [a.name for a in layer.region_attributes]
    features = safe_names([*_NOT_FEATURES, *names], "A-Za-z0-9_")
    own = {
        name: f"{features[name]}_value" if name in _NOT_FEATURES else features[name]
        for name in names
    }
    return LayerTypes(base, f"{base}Relation", f"{base}Value", own)


def type_system(export: Export) -> "TypeSystem":
    """The type system of the chosen layers."""
    from cassis import TypeSystem

    made = TypeSystem()
    made.create_type(SENTENCE, _ANNOTATION)
    made.create_type(TOKEN, _ANNOTATION)
    metadata = made.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in ("documentTitle", "documentId"):
        made.create_feature(metadata, name, _STRING)
    for layer in export.layers:
        _add_layer(made, layer)
    return made


def _add_layer(made: "TypeSystem", layer: Layer) -> None:
    names = types_of(layer)
    if layer.unit != "document":
        region = made.create_type(names.region, _ANNOTATION)
        for name in ("uid", "label"):
            made.create_feature(region, name, _STRING)
        for attribute in layer.region_attributes:
            kind = _STRINGS if attribute.many else _STRING
            made.create_feature(region, names.features[attribute.name], kind)
    if layer.relations:
        relation = made.create_type(names.relation, _ANNOTATION)
        for name in ("Governor", "Dependent"):
            made.create_feature(relation, name, names.region)
        made.create_feature(relation, "label", _STRING)
    if layer.document_attributes:
        value = made.create_type(names.value, "uima.cas.TOP")
        for name in ("uid", "attribute", "key", "value"):
            made.create_feature(value, name, _STRING)
