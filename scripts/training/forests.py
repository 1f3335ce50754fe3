"""Fit a forest of oblivious trees with CatBoost and lay it out as `predict` takes it."""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool

from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.trees import DEPTH, Forest, in_steps

_SETTINGS: dict[str, Any] = {
    "depth": DEPTH,
    "l2_leaf_reg": 10,
    "border_count": 63,
    "rsm": 0.2,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.5,
    "boosting_type": "Plain",
    "leaf_estimation_iterations": 1,
    "thread_count": 1,
    "random_seed": 1,
    "verbose": False,
    "allow_writing_files": False,
}
TREES = {"page": (500, 0.08), "extracted": (600, 0.06), "ending": (300, 0.06), "html": (400, 0.07)}


def fit_forest(x: Floats, y: Floats, weight: Floats, name: str) -> Forest:
    """A forest that says the log odds of y; rows without weight are left out."""
    used = weight > 0
    data = Pool(x[used], y[used], weight=weight[used] / weight[used].mean())
    trees, rate = TREES[name]
    model = CatBoostClassifier(iterations=trees, learning_rate=rate, **_SETTINGS)
    model.fit(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "forest.json")
        model.save_model(str(path), format="json")
        return _laid_out(json.loads(path.read_text()))


def _laid_out(model: dict[str, Any]) -> Forest:
    """Trees with six questions each, with leaf values in whole steps."""
    trees = model["oblivious_trees"]
    scale, (constant,) = model["scale_and_bias"]
    columns, bounds = np.zeros((len(trees), DEPTH), np.int64), np.full((len(trees), DEPTH), np.inf)
    values = np.zeros((len(trees), 2**DEPTH))
    for tree, columns_of, bounds_of, values_of in zip(trees, columns, bounds, values, strict=True):
        splits = tree["splits"] or []
        columns_of[: len(splits)] = [split["float_feature_index"] for split in splits]
        bounds_of[: len(splits)] = [split["border"] for split in splits]
        values_of[: len(tree["leaf_values"])] = scale * np.array(tree["leaf_values"])
    return Forest(columns, bounds.astype(np.float32), *in_steps(values, constant))
