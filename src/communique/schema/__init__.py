"""The schema file of a corpus as a typed model; nothing of the corpus is named in code."""

from pathlib import Path

import yaml

from communique.schema.as_of import layer_as_of
from communique.schema.attribute import Attribute, Label, Value, former_names
from communique.schema.card_texts import CardTexts, is_address
from communique.schema.former_keys import FormerKey, rename_former_keys
from communique.schema.layer import RELATIONS, SPANS, Layer
from communique.schema.model import Annotator, Schema
from communique.schema.vocabulary import Actor, Alias, Entity, Entry
from communique.schema.yaml_file import Fault, YamlError, line_of, misplaced, read_model, read_yaml

__all__ = [
    "RELATIONS",
    "SPANS",
    "Actor",
    "Alias",
    "Annotator",
    "Attribute",
    "CardTexts",
    "Entity",
    "Entry",
    "Fault",
    "FormerKey",
    "Label",
    "Layer",
    "Schema",
    "Value",
    "YamlError",
    "former_names",
    "is_address",
    "layer_as_of",
    "line_of",
    "load_schema",
    "misplaced",
    "read_model",
    "read_schema",
    "read_yaml",
]


def load_schema(path: str | Path) -> Schema:
    """Read `schema/corpus.yaml`. Raises YamlError (line, key, expectation) and OSError."""
    return read_schema(Path(path))[0]


def read_schema(path: Path) -> tuple[Schema, list[FormerKey]]:
    """Read `schema/corpus.yaml`, with the keys that it names by a former name. Raises as above."""
    former: list[FormerKey] = []

    def rename(root: yaml.Node) -> None:
        former.extend(rename_former_keys(root))

    return read_model(path, Schema, rename), former
