"""A verdict: why a group is removed."""

from typing import Final, NamedTuple


class Verdict(NamedTuple):
    """Why a group is removed: the reason (closed list) and the id of the rule."""

    reason: str
    rule: str


# Verdicts of the line model, by identity. The answer names the score beside the rule.
LINE_MODEL: Final = Verdict("boilerplate", "line-model")
ENDING_MODEL: Final = Verdict("boilerplate", "ending-model")
BY_MODEL: Final = (LINE_MODEL, ENDING_MODEL)  # removed by a score alone

Verdicts = dict[int, Verdict]
