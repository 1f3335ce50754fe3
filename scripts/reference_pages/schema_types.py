"""Types and defaults of the keys of the schema in words."""

import types
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator
from pydantic.fields import FieldInfo

from communique.schema import CardTexts
from communique.schema.attribute import Attribute, Computed, Label, Value
from communique.schema.derived import Derived
from communique.schema.expectations import FORMS
from communique.schema.layer import Layer
from communique.schema.model import Annotator
from communique.schema.vocabulary import Actor, Alias, Entity, Entry

MODELS: Final[Mapping[type[BaseModel], tuple[str, str]]] = {
    Annotator: ("annotator", "annotators"),
    Actor: ("entry", "entries"),
    Entity: ("entry", "entries"),
    Entry: ("entry", "entries"),
    Alias: ("alias", "aliases"),
    Value: ("value", "values"),
    Label: ("label", "labels"),
    Layer: ("layer", "layers"),
    Attribute: ("attribute", "attributes"),
    Computed: ("mapping", "mappings"),
    Derived: ("mapping", "mappings"),
    CardTexts: ("mapping", "mappings"),
}
PLURALS: Final[Mapping[str, str]] = {"text": "texts", "whole number": "whole numbers"}
PLURALS_OF_MODELS: Final = dict(MODELS.values())


def type_words(field: FieldInfo) -> str:
    """The type of a key in words. Raises KeyError for a type or a pattern without words."""
    patterns = [m.pattern for m in field.metadata if getattr(m, "pattern", None)]
    words = FORMS[patterns[0]].removeprefix("a ") if patterns else _words(field.annotation)
    is_one_allowed = any(isinstance(m, BeforeValidator) for m in field.metadata)
    return f"{words}, or one text" if words == "list of texts" and is_one_allowed else words


def _words(kind: Any) -> str:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _words(inner[0])
    if origin in (Union, types.UnionType):
        return _words(next(part for part in inner if part is not type(None)))
    if origin is Literal:
        *first, last = (f"`{value}`" for value in inner)
        return f"{', '.join(first)} or {last}"
    if origin is tuple:
        one = _words(inner[0])
        return f"list of {({**PLURALS, **PLURALS_OF_MODELS})[one]}"
    if origin is Mapping:
        return f"mapping of names to {_several(inner[1])}"
    if kind in MODELS:
        return MODELS[kind][0]
    return {str: "text", bool: "`true` or `false`", int: "whole number", float: "number"}[kind]


def _several(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        return _several(get_args(kind)[0])
    if get_origin(kind) is Mapping:
        return "mappings of names to numbers"
    one = _words(kind)
    return f"lists of {one.removeprefix('list of ')}" if one.startswith("list of ") else f"{one}s"


def default_words(field: FieldInfo) -> str:
    """The default of a key in words."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return f"default: `{str(value).lower()}`"
    if isinstance(value, tuple) and value:
        return f"default: `[{', '.join(map(str, value))}]`"
    return f"default: `{value}`" if isinstance(value, str | int) and value != "" else "optional"
