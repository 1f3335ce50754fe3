"""The share of a text that was removed, and whether it is unusual."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from communique.cleaning.rule import policy_name
from communique.text import Removed

UNUSUAL: Final = {"extracted": 0.3, "page": 0.9}
_FEWEST: Final = 200


@dataclass(frozen=True, slots=True)
class RemovedShare:
    """The share of the characters that were removed, 0 to 1, and what removed most of them.

    `rule` has no score: it is the id of a rule, `line-model` or `ending-model`. It is empty if
    nothing was removed.
    """

    share: float
    rule: str
    policy: str
    is_unusual: bool

    def __str__(self) -> str:
        return f"{self.share:.0%} removed (policy {self.policy}, most of it by {self.rule})"


def removed_share(kept: int, removed: Sequence[Removed], policy: str) -> RemovedShare:
    """Return the share of a text of which `kept` characters stayed. Raises ValueError for an
    unknown policy.

    A share is unusual above 30 % for extracted text and above 90 % for a page; of a text of fewer
    than 200 characters, none is.
    """
    policy = policy_name(policy)
    by_rule: Counter[str] = Counter()
    for gone in removed:
        by_rule[gone.rule.partition(":")[0]] += gone.raw_end - gone.raw_start
    size = sum(by_rule.values())
    share = size / (kept + size) if size else 0.0
    rule = by_rule.most_common(1)[0][0] if by_rule else ""
    return RemovedShare(share, rule, policy, is_unusual(kept, size, policy))


def is_unusual(kept: int, gone: int, policy: str) -> bool:
    """Whether an unusual share is removed if `kept` characters stay and `gone` characters go."""
    return kept + gone >= _FEWEST and gone / (kept + gone) > UNUSUAL[policy]
