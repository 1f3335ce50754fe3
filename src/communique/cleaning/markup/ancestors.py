"""What each line is in: how far up the nearest element of each kind of tag or name is."""

from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns
from communique.cleaning.markup.families import NAMES, families_of
from communique.cleaning.markup.trees import Trees

_TAGS: Final[dict[str, str]] = {
    "article": "article",
    "main": "main",
    "nav": "nav menu",
    "aside": "aside",
    "footer": "footer",
    "header": "header",
    "section": "section",
    "form": "form fieldset",
    "button": "button input select label option",
    "figure": "figure figcaption",
    "list": "ul ol",
    "item": "li",
    "definition": "dl dt dd",
    "table": "table",
    "cell": "td th tr",
    "quote": "blockquote q",
    "pre": "pre code",
    "p": "p",
    "heading": "h1 h2 h3 h4 h5 h6",
    "h1": "h1",
    "h2": "h2",
    "h3": "h3",
    "link": "a",
    "small": "small sup sub",
    "time": "time",
    "dialog": "dialog details summary",
    "strong": "b strong em i",
    "div": "div",
    "span": "span",
}
_NUMBERS: Final = {
    tag: tuple(k for k, tags in enumerate(_TAGS.values()) if tag in tags.split())
    for tag in " ".join(_TAGS.values()).split()
}
_COLUMNS: Final = (*(f"to_{tag}" for tag in _TAGS), *(f"to_name_{name}" for name in NAMES))


def ancestor_columns(trees: Trees) -> Columns:
    """Return the levels up to the nearest element of each kind, 15 at most, and the depth."""
    own = np.zeros((len(_COLUMNS), trees.parent.size), np.bool_)
    kinds: list[int] = []
    places: list[int] = []
    for place, (tag, names) in enumerate(trees.each()):
        numbers = _NUMBERS.get(tag, ())
        if names:
            numbers = (*numbers, *(len(_TAGS) + family for family in families_of(names)))
        kinds += numbers
        places += [place] * len(numbers)
    own[kinds, places] = True
    away = trees.distances(own)[:, trees.element].astype(np.float32)
    depth = trees.depth[trees.element].astype(np.float32)
    return dict(zip(_COLUMNS, away, strict=True)) | {"depth": depth}
