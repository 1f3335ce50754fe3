"""Addresses of labels, values and guidelines, whatever characters their names have."""

import re
from pathlib import PurePosixPath
from typing import Final

CODEBOOK: Final = "codebook.html"
GUIDELINES: Final = "guidelines.html"
LABEL: Final = "label"
_OTHER: Final = re.compile(r"[^A-Za-z0-9_-]")


def safe(name: str) -> str:
    """A name as a part of an id or a path: letters, digits, `_` and `-` stay, every other
    character is its number between points. Two names are never the same.

    >>> safe("per:ann"), safe("PERSON")
    ('per.3a.ann', 'PERSON')
    """
    return _OTHER.sub(lambda match: f".{ord(match[0]):x}.", name)


def value_anchor(layer: str, attribute: str, value: str) -> str:
    """The id of a value in the codebook; `label` is the attribute of a layer's labels."""
    return f"{safe(layer)}--{safe(attribute)}--{safe(value)}"


def label_link(layer: str, label: str) -> str:
    """Where the codebook defines a label."""
    return value_link(layer, LABEL, label)


def value_link(layer: str, attribute: str, value: str) -> str:
    """Where the codebook defines a value of an attribute."""
    return f"{CODEBOOK}#{value_anchor(layer, attribute, value)}"


def guideline_path(file: str) -> str:
    """The page of a guideline, by the name of its file."""
    return f"guidelines/{safe(PurePosixPath(file).name.removesuffix('.md'))}.html"
