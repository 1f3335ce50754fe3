"""The schema file of a corpus as a typed model; nothing of the corpus is named in code."""

from pathlib import Path

from communique.schema.attribute import Attribute, Label, Value
from communique.schema.layer import RELATIONS, Layer
from communique.schema.model import Actor, Alias, Annotator, Entity, Schema
from communique.schema.yaml_file import Fault, YamlError, read_model, read_yaml

__all__ = [
    "RELATIONS",
    "Actor",
    "Alias",
    "Annotator",
    "Attribute",
    "Entity",
    "Fault",
    "Label",
    "Layer",
    "Schema",
    "Value",
    "YamlError",
    "load_schema",
    "read_model",
    "read_yaml",
]


def load_schema(path: str | Path) -> Schema:
    """Read `schema/corpus.yaml`. Raises YamlError (line, key, expectation) and OSError."""
    return read_model(Path(path), Schema)
