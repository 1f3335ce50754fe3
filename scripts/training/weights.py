"""Models as uncompressed arrays; equal models give equal bytes."""

from io import BytesIO

import numpy as np

from communique.cleaning.learned import Model
from communique.cleaning.learned.trees import Forest
from communique.cleaning.learned.words import WordTable
from communique.cleaning.markup.model import FOREST, NAMES, WORDS, MarkupModel

_Arrays = dict[str, np.ndarray]


def to_bytes(model: Model | MarkupModel) -> bytes:
    """The file of a model."""
    arrays = _of_markup(model) if isinstance(model, MarkupModel) else _of_lines(model)
    buffer = BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def _of_lines(model: Model) -> _Arrays:
    arrays: _Arrays = {}
    for kind, table in model.tables.items():
        arrays |= _of_table(kind, table)
    arrays |= {"vectors/keys": model.vectors.keys, "vectors/vectors": model.vectors.vectors}
    arrays["purposes/keys"] = model.categories.keys
    arrays["purposes/weights"] = model.categories.weights.astype(np.float16)
    arrays["purposes/constants"] = model.categories.constants
    for name, forest in model.forests.items():
        arrays |= _of_forest(name, forest)
    return arrays


def _of_markup(model: MarkupModel) -> _Arrays:
    tables = _of_table(WORDS, model.words) | _of_table(NAMES, model.names)
    return tables | _of_forest(FOREST, model.forest)


def _of_table(name: str, table: WordTable) -> _Arrays:
    return {
        f"{name}/keys": table.keys,
        f"{name}/weights": table.weights.astype(np.float16),
        f"{name}/constant": table.constant,
    }


def _of_forest(name: str, forest: Forest) -> _Arrays:
    return {
        f"{name}/columns": forest.columns.astype(np.int16),
        f"{name}/bounds": forest.bounds,
        f"{name}/values": forest.values,
        f"{name}/step": np.array(forest.step, np.float32),
        f"{name}/bias": np.array(forest.bias, np.int32),
    }
