"""The agreement of two states of a corpus, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communique.assessment.markdown import number
from communique.assessment.summary import Agreement


@dataclass(frozen=True, slots=True)
class ComparedAgreement:
    """The figures of a question in the base and now; None where it has none."""

    layer: str
    question: str
    before: Agreement | None
    after: Agreement | None

    def to_json(self) -> dict[str, Any]:
        """Return the figures as a JSON object."""
        before, after = self.before and _figures(self.before), self.after and _figures(self.after)
        return {"layer": self.layer, "question": self.question, "before": before, "after": after}

    def row(self, arrow: str, *, has_base: bool) -> Sequence[str]:
        """Return layer, question, alpha (also that of the base), and what was compared."""
        sides = (self.before, self.after) if has_base else (self.after,)
        compared = dict.fromkeys(side.compared for side in sides if side)
        return self.layer, self.question, *map(_alpha, sides), arrow.join(compared)


def compare_agreement(
    before: Iterable[Agreement], after: Iterable[Agreement]
) -> list[ComparedAgreement]:
    """Return each question of one side or both, those of `after` first."""
    old, new = ({(a.layer, a.question): a for a in side} for side in (before, after))
    keys = dict.fromkeys([*new, *old])
    return [ComparedAgreement(*key, old.get(key), new.get(key)) for key in keys]


def _alpha(one: Agreement | None) -> str:
    return number(one.alpha, (one.reason or "").replace("_", " ")) if one else ""


def _figures(one: Agreement) -> dict[str, Any]:
    return {
        "alpha": one.alpha,
        "reason": one.reason,
        "observed": one.observed,
        "compared": one.compared,
    }
