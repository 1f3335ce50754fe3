"""Evidence against the label or an attribute of items: counts, and a cross-validated model."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.audit.evidence import Evidence, limited
from communique.audit.features import item_features
from communique.audit.item import AuditItem, Text, shown, values_of
from communique.audit.model import folds_of, matrix, probabilities
from communique.audit.rules import rule_evidence
from communique.audit.variation import variation

_KINDS_OF_MANY = 40  # values of a set that a model is made of


def value_evidence(
    question: str,
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    *,
    is_set: bool,
    with_model: bool,
) -> list[list[Evidence]]:
    """For each item the same kinds of evidence, in the same order."""
    found = variation(question, items, texts)
    for row, rule in zip(found, rule_evidence(question, items), strict=True):
        row.append(rule)
    if with_model:
        for row, modelled in zip(found, _model(question, items, texts, is_set), strict=True):
            row.append(modelled)
    return found


def _model(
    question: str, items: Sequence[AuditItem], texts: Mapping[str, Text], is_set: bool
) -> list[Evidence]:
    groups = [texts[item.doc_id].group for item in items]
    fold = folds_of(groups, [item.doc_id for item in items])
    x = matrix([item_features(item, texts[item.doc_id], question) for item in items])
    if x is None:
        return [Evidence("model", 0.0, "", "") for _ in items]
    values = [item.values[question] for item in items]
    return _of_sets(x, values, fold) if is_set else _of_values(x, values, fold)


def _of_values(x: Any, values: Sequence[Any], fold: NDArray[np.int64]) -> list[Evidence]:
    now = [shown(value) for value in values]
    names = sorted(set(now))
    p = probabilities(x, now, fold, names)
    found: list[Evidence] = []
    for i, value in enumerate(now):
        own = names.index(value)
        others = p[i].copy()
        others[own] = 0
        best = int(others.argmax())
        found.append(_told(float(p[i, own]), float(others[best]), value, names[best]))
    return found


def _told(own: float, other: float, now: str, best: str) -> Evidence:
    strength = limited(log((other + 1e-4) / (own + 1e-4)))
    why = f"a model of the other documents expects {best} ({other:.2f}), not {now} ({own:.2f})"
    return Evidence("model", strength, why, best)


def _of_sets(x: Any, values: Sequence[Any], fold: NDArray[np.int64]) -> list[Evidence]:
    """The value of the set that the models find strangest, in it or missing from it."""
    counts = Counter(v for value in values for v in values_of(value))
    found = [Evidence("model", -6.0, "", "") for _ in values]
    for name, _ in counts.most_common(_KINDS_OF_MANY):
        has = ["yes" if name in values_of(value) else "no" for value in values]
        if len(set(has)) < 2:
            continue
        p = probabilities(x, has, fold, ["no", "yes"])
        for i, answer in enumerate(has):
            own = float(p[i, int(answer == "yes")])
            strength = limited(log((1 - own + 1e-4) / (own + 1e-4)))
            if strength > found[i].strength:
                verb = "not expect" if answer == "yes" else "expect"
                why = f"a model of the other documents does {verb} {name} ({1 - own:.2f})"
                found[i] = Evidence("model", strength, why, _toggled(values[i], name))
    return found


def _toggled(value: Any, name: str) -> str:
    now = values_of(value)
    return shown(tuple(v for v in now if v != name) if name in now else (*now, name))
