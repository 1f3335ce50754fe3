"""The shipped model: tables of words and forests, in one file of plain arrays."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.categories import CategoryTable
from communique.cleaning.learned.columns import WordEvidence
from communique.cleaning.learned.trees import Forest
from communique.cleaning.learned.vectors import WordVectors
from communique.cleaning.learned.words import WordTable

KINDS: Final = ("page", "extracted")
ENDING: Final = "ending"
FORESTS: Final = {"page": ("page",), "extracted": ("extracted", ENDING)}
# For each kind of text: the columns that come from tables of words, and the table of each.
TABLES: Final = {
    "page": {"page": "page"},
    "extracted": {"page": "page_for_extracted", "extracted": "extracted"},
}
WEIGHTS: Final = Path(__file__).with_name("weights.npz")


@dataclass(frozen=True, slots=True)
class Model:
    """Word tables by name, word vectors, categories, and the forests.

    The forests for extracted text have a table of whole pages of their own, because they were
    trained on fewer pages.
    """

    tables: dict[str, WordTable]
    vectors: WordVectors
    categories: CategoryTable
    forests: dict[str, Forest]

    def word_evidence(self, kind: str) -> WordEvidence:
        """Return the word tables, vectors and categories for one kind of text."""
        tables = {column: self.tables[name] for column, name in TABLES[kind].items()}
        if kind == "page":
            return WordEvidence(tables, vectors=self.vectors)
        return WordEvidence(tables, categories=self.categories)


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """Read a model. The file contains only arrays and no pickle, so no code is run from it."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    categories = (arrays[f"purposes/{k}"] for k in ("keys", "weights", "constants"))
    return Model(
        {name: _table(arrays, name) for kind in KINDS for name in TABLES[kind].values()},
        WordVectors(arrays["vectors/keys"], arrays["vectors/vectors"]),
        _categories(*categories),
        {name: _forest(arrays, name) for kind in KINDS for name in FORESTS[kind]},
    )


def _table(arrays: dict[str, NDArray[Any]], name: str) -> WordTable:
    keys, weights, constant = (arrays[f"{name}/{k}"] for k in ("keys", "weights", "constant"))
    return WordTable(keys, weights.astype(np.float32), constant)


def _categories(
    keys: NDArray[Any], weights: NDArray[Any], constants: NDArray[Any]
) -> CategoryTable:
    return CategoryTable(keys, weights.astype(np.float32), constants)


def _forest(arrays: dict[str, NDArray[Any]], name: str) -> Forest:
    columns, bounds, values = (arrays[f"{name}/{k}"] for k in ("columns", "bounds", "values"))
    step, bias = float(arrays[f"{name}/step"]), int(arrays[f"{name}/bias"])
    return Forest(columns.astype(np.int64), bounds, values, step, bias)


@cache
def model_sha256(path: Path = WEIGHTS) -> str:
    """Return the hash of the model file."""
    return sha256(path.read_bytes()).hexdigest()
