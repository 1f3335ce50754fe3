"""Fit a forest with LightGBM and lay its trees out as the complete trees that `walk` takes."""

from typing import Any

import lightgbm
import numpy as np

from communique.cleaning.learned.measure import Floats
from communique.cleaning.learned.trees import DEPTH, Forest

_SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 31,
    "max_depth": DEPTH,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.5,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "max_bin": 63,
    "boost_from_average": False,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbose": -1,
}
TREES = {"page": (170, 0.08), "extracted": (340, 0.04)}


def fit_forest(x: Floats, y: Floats, weight: Floats, kind: str) -> Forest:
    """A forest that says the log odds of y; rows without weight are left out."""
    used = weight > 0
    own = weight[used] / weight[used].mean()
    data = lightgbm.Dataset(x[used], y[used], weight=own)
    trees, rate = TREES[kind]
    model = lightgbm.train({**_SETTINGS, "learning_rate": rate}, data, trees)
    roots = [tree["tree_structure"] for tree in model.dump_model()["tree_info"]]
    return _complete(roots)


def _complete(nodes: list[dict]) -> Forest:
    columns: list[np.ndarray] = []
    bounds: list[np.ndarray] = []
    for _ in range(DEPTH):
        columns.append(np.array([node.get("split_feature", 0) for node in nodes], np.int64))
        bounds.append(np.array([_bound(node) for node in nodes], np.float32))
        nodes = [branch for node in nodes for branch in _branches(node)]
    values = np.array([node["leaf_value"] for node in nodes], np.float32)
    return Forest(tuple(columns), tuple(bounds), values)


def _branches(node: dict) -> tuple[dict, dict]:
    if "split_feature" not in node:
        return node, node
    return node["left_child"], node["right_child"]


def _bound(node: dict) -> np.float32:
    """The largest single-precision number not above the threshold: "above" means the same."""
    if "split_feature" not in node:
        return np.float32(np.inf)
    bound = np.float32(node["threshold"])
    return bound if bound <= node["threshold"] else np.nextafter(bound, np.float32(-np.inf))
