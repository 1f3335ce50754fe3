"""The shipped model of markup: two tables of words and a forest, in one file of plain arrays."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned import model_sha256
from communique.cleaning.learned.trees import Forest
from communique.cleaning.learned.words import WordTable

NAME: Final = "communique-html"
VERSION: Final = "1"
WEIGHTS: Final = Path(__file__).with_name("weights.npz")
WORDS: Final = "words"
NAMES: Final = "names"
FOREST: Final = "html"
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class MarkupModel:
    """The weights of words in the text and in the names of elements, and the forest."""

    words: WordTable
    names: WordTable
    forest: Forest


@cache
def load_markup_model(path: Path = WEIGHTS) -> MarkupModel:
    """Read a model. The file contains only arrays and no pickle, so no code is run from it."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    columns, bounds, values = (arrays[f"{FOREST}/{k}"] for k in ("columns", "bounds", "values"))
    step, bias = float(arrays[f"{FOREST}/step"]), int(arrays[f"{FOREST}/bias"])
    forest = Forest(columns.astype(np.int64), bounds, values, step, bias)
    return MarkupModel(_table(arrays, WORDS), _table(arrays, NAMES), forest)


def _table(arrays: dict[str, NDArray[Any]], name: str) -> WordTable:
    keys, weights, constant = (arrays[f"{name}/{k}"] for k in ("keys", "weights", "constant"))
    return WordTable(keys, weights.astype(np.float32), constant)


@cache
def markup_version() -> str:
    """Return the version of the code with the start of the hash of the weights."""
    return f"{VERSION}+{model_sha256(WEIGHTS)[:_SHOWN]}"
