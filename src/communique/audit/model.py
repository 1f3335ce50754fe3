"""Cross-validated probabilities of values, from features (needs scikit-learn).

Every probability of an item comes from a model that has not seen the item's group, as in
confident learning (Northcutt, Jiang and Chuang 2021, JAIR 70).
"""

import importlib.util
import warnings
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FOLDS: Final = 5
_MANY: Final = 24  # classes; above, a faster model
_UNKNOWN: Final = 0.2  # how much the shares of the classes count beside the model
Floats = NDArray[np.float64]


def has_models() -> bool:
    """Whether scikit-learn is installed."""
    return importlib.util.find_spec("sklearn") is not None


def folds_of(groups: Sequence[str], documents: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each item: by group, or by document where there are fewer than five groups."""
    keys = groups if len(set(groups)) >= FOLDS else documents
    sizes = Counter(keys)
    loads = [0] * min(FOLDS, len(sizes))
    fold: dict[str, int] = {}
    for key, size in sorted(sizes.items(), key=lambda x: (-x[1], x[0])):
        fold[key] = loads.index(min(loads))
        loads[fold[key]] += size
    return np.array([fold[key] for key in keys], np.int64)


def matrix(features: Sequence[Sequence[str]]) -> Any:
    """A sparse matrix of features that two or more items have."""
    from sklearn.feature_extraction.text import CountVectorizer

    try:
        vectorizer: Any = CountVectorizer
        made = vectorizer(analyzer=_same, min_df=min(2, len(features)), binary=True)
        return made.fit_transform(features)
    except ValueError:  # no feature is shared
        return None


def _same(features: Sequence[str]) -> Sequence[str]:
    return features


def probabilities(
    x: Any, y: Sequence[str], fold: NDArray[np.int64], names: Sequence[str]
) -> Floats:
    """The probability of each of the values `names` (columns) for each item (rows)."""
    column = {name: i for i, name in enumerate(names)}
    target = np.array([column[v] for v in y])
    found = np.full((len(y), len(names)), 1.0 / max(len(names), 1))
    for k in range(int(fold.max()) + 1):
        train, test = fold != k, fold == k
        if not train.any() or len(set(target[train])) < 2:
            continue
        model = _classifier(len(names))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x[train], target[train])
        floor = 1 / (2.0 * len(y))
        found[test] = floor
        found[np.ix_(test, model.classes_)] = np.maximum(
            _predicted(model, x[test], target[train]), floor
        )
    return found


def _predicted(model: Any, x: Any, seen: NDArray[np.int64]) -> Floats:
    """Probabilities by class. Where no class fits, they are the shares that were seen."""
    if len(model.classes_) == 2 or not hasattr(model, "decision_function"):
        return model.predict_proba(x)
    fits = 1 / (1 + np.exp(-np.clip(model.decision_function(x), -30, 30)))
    shares = np.array([(seen == k).mean() for k in model.classes_])
    found = fits + _UNKNOWN * shares
    return found / found.sum(axis=1, keepdims=True)


def _classifier(classes: int) -> Any:
    from sklearn.naive_bayes import MultinomialNB

    return MultinomialNB(alpha=0.05) if classes > _MANY else _linear(1e-3, 15)


def _linear(alpha: float, rounds: int) -> Any:
    """A logistic regression by averaged gradient descent, always with the same result."""
    from sklearn.linear_model import SGDClassifier

    classifier: Any = SGDClassifier
    return classifier(
        loss="log_loss", alpha=alpha, max_iter=rounds, tol=None, average=True, random_state=0
    )


def yes_probabilities(x: Any, yes: NDArray[np.bool_], fold: NDArray[np.int64]) -> Floats:
    """The probability of `yes` for each row, by a faster linear model."""
    found = np.full(len(yes), max(float(yes.mean()), 1e-4))
    for k in range(int(fold.max()) + 1):
        train, test = fold != k, fold == k
        if not yes[train].any() or yes[train].all():
            continue
        model = _linear(2e-5, 6)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x[train], yes[train])
        found[test] = model.predict_proba(x[test])[:, 1]
    return np.clip(found, 1e-4, 1 - 1e-4)
