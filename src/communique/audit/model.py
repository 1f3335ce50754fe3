"""Cross-validated probabilities of values, from features (needs scikit-learn).

Every probability of an item comes from a model that has not seen the item's group, as in
confident learning (Northcutt, Jiang and Chuang 2021, JAIR 70).
"""

import importlib.util
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FOLDS: Final = 5
_MANY: Final = 24  # classes; above, a faster model
_UNKNOWN: Final = 0.02  # how much the shares of the classes count beside the model
_STRICT: Final = (3e-4, 3e-3, 2e-2)  # how much a model is held back: weak cues need a strict one
Floats = NDArray[np.float64]
Model = Callable[[], Any]


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

    vectorizer: Any = CountVectorizer
    try:
        made = vectorizer(analyzer=_same, min_df=min(2, len(features)), binary=True)
        return made.fit_transform(features)
    except ValueError:  # no feature is shared
        return None


def _same(features: Sequence[str]) -> Sequence[str]:
    return features


def models_of(classes: int) -> list[Model]:
    """The models that are asked about a question with so many answers."""
    from sklearn.naive_bayes import MultinomialNB

    if classes > _MANY:
        return [lambda: MultinomialNB(alpha=0.05)]
    linear: list[Model] = [lambda alpha=alpha: _linear(alpha, 15) for alpha in _STRICT]
    return [*linear, lambda: MultinomialNB(alpha=0.5)]


def probabilities(
    x: Any, y: NDArray[np.int64], fold: NDArray[np.int64], classes: int, make: Model
) -> Floats:
    """The probability of each class (columns) for each item (rows). `make` makes a model."""
    counts = np.bincount(y, minlength=classes).astype(np.float64)
    base = (counts + 0.5) / (len(y) + 0.5 * classes)
    floor = 1 / (2.0 * len(y))
    p = np.tile(base, (len(y), 1))
    for k in range(int(fold.max()) + 1):
        train, test = fold != k, fold == k
        if not train.any() or len(set(y[train].tolist())) < 2:
            continue
        model = make()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x[train], y[train])
        p[test] = floor
        p[np.ix_(test, model.classes_)] = np.maximum(_predicted(model, x[test], base), floor)
    return np.minimum(p, 1 - floor)


def _predicted(model: Any, x: Any, base: Floats) -> Floats:
    """Probabilities by class. Where no class fits, they are the shares of all items."""
    if len(model.classes_) == 2 or not hasattr(model, "decision_function"):
        return model.predict_proba(x)
    fits = 1 / (1 + np.exp(-np.clip(model.decision_function(x), -30, 30)))
    p = fits + _UNKNOWN * base[model.classes_]
    return p / p.sum(axis=1, keepdims=True)


def _linear(alpha: float, rounds: int) -> Any:
    """A logistic regression by averaged gradient descent, always with the same result."""
    from sklearn.linear_model import SGDClassifier

    classifier: Any = SGDClassifier
    return classifier(
        loss="log_loss", alpha=alpha, max_iter=rounds, tol=None, average=True, random_state=0
    )


def yes_probabilities(
    x: Any, yes: NDArray[np.bool_], fold: NDArray[np.int64], alpha: float = 2e-5
) -> Floats:
    """The probability of `yes` for each row, by a faster linear model."""
    p = np.full(len(yes), max(float(yes.mean()), 1e-4))
    for k in range(int(fold.max()) + 1):
        train, test = fold != k, fold == k
        if not yes[train].any() or yes[train].all():
            continue
        model = _linear(alpha, 6)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(x[train], yes[train])
        p[test] = model.predict_proba(x[test])[:, 1]
    return np.clip(p, 1e-4, 1 - 1e-4)
