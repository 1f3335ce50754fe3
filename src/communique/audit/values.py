"""Evidence against the label or an attribute of items."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.audit.coding import Coding, coding_of
from communique.audit.evidence import Evidence, Weighed
from communique.audit.item import AuditItem, Text, shown
from communique.audit.opinions import Opinion, opinions
from communique.records import Values


def value_evidence(
    question: str,
    items: Sequence[AuditItem],
    texts: Mapping[str, Text],
    changed: Sequence[Sequence[AuditItem]],
    *,
    is_set: bool,
    with_model: bool,
) -> Iterator[Weighed]:
    """Every kind of evidence about a question of the items. `changed`: rounds of the same items
    with another answer.
    """
    values = [item.values[question] for item in items]
    coding = coding_of(values, is_set=is_set)
    rounds = [coding.rows([item.values[question] for item in each]) for each in changed]
    now = coding.rows(values)
    for opinion in opinions(question, items, texts, coding, with_model=with_model):
        present = _told(opinion, values, coding, now)
        yield Weighed(present, np.array([coding.against(opinion.beliefs, r)[0] for r in rounds]))


def _told(
    opinion: Opinion, values: Sequence[Values | None], coding: Coding, now: NDArray[Any]
) -> list[Evidence]:
    strengths, others = coding.against(opinion.beliefs, now)
    evidence: list[Evidence] = []
    for i, (value, strength, other) in enumerate(
        zip(values, strengths.tolist(), others.tolist(), strict=True)
    ):
        why = opinion.words(i, shown(value), other) if strength > 0 else ""
        suggestion = coding.suggestion(value, other) if why else ""
        evidence.append(Evidence(opinion.kind, strength, why, suggestion))
    return evidence
