"""A verdict: why a group is removed."""

from typing import NamedTuple


class Verdict(NamedTuple):
    """Why a group is removed: the reason (closed list) and the id of the rule."""

    reason: str
    rule: str


Verdicts = dict[int, Verdict]
