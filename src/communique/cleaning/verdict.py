"""A verdict: why a group is removed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a group is removed: the reason (closed list) and the id of the rule."""

    reason: str
    rule: str


Verdicts = dict[int, Verdict]
