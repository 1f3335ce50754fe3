"""Boilerplate rules, and how they are matched against a line group."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from communique.cleaning.lines import LONGEST_MATCHED, LineGroup
from communique.cleaning.openings import OPENING, opening

POLICIES: Final = ("extracted", "page")
_FORMER_NAMES: Final = {"conservative": "extracted"}
PLACES: Final = ("anywhere", "edge")
_REMEMBERED: Final = 16_384
REASONS: Final = (
    "advertisement",
    "boilerplate",
    "captcha",
    "comment_widget",
    "contact",
    "cookie",
    "copyright",
    "credit",
    "disclaimer",
    "duplicate",
    "invisible",
    "media_widget",
    "metadata",
    "navigation",
    "newsletter",
    "promotion",
    "share",
    "subscription",
    "tags",
    "teaser",
    "voting",
)


def policy_name(name: str) -> str:
    """Return the policy with this present or former name. Raises ValueError if there is none."""
    policy = _FORMER_NAMES.get(name, name)
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {name!r}; choose one of {', '.join(POLICIES)}")
    return policy


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern of boilerplate lines.

    `pattern` must match the whole `core` of a group (see `LineGroup`). It ignores letter case
    unless `cased` is set. `limit` is the length of the longest core that is tried, in code points.
    With `place="edge"` the rule applies only before the first or after the last paragraph. `near`
    lists reasons: the rule applies only within three groups of a group that was removed for one of
    them. An `open_ended` rule does not apply to a line that ends like a sentence. A rule with
    `defer_to_model` may match an article's own words. It yields, like every rule that takes any
    words, if the line model takes the line for content. A `sure` rule does not: no article has its
    words.
    """

    id: str
    reason: str
    pattern: str
    family: str = ""
    policies: tuple[str, ...] = POLICIES
    place: str = "anywhere"
    near: tuple[str, ...] = ()
    limit: int = 200
    cased: bool = False
    open_ended: bool = False
    defer_to_model: bool = False
    sure: bool = False

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            reasons = ", ".join(REASONS)
            raise ValueError(
                f"rule {self.id}: unknown reason {self.reason!r}; choose one of {reasons}"
            )
        if self.place not in PLACES:
            raise ValueError(
                f"rule {self.id}: unknown place {self.place!r}; choose one of {', '.join(PLACES)}"
            )
        if not 0 < self.limit <= LONGEST_MATCHED:
            raise ValueError(
                f"rule {self.id}: limit is {self.limit}, expected 1 to {LONGEST_MATCHED}"
            )
        try:
            _compiled(self.pattern, self.cased)
        except re.error as error:
            raise ValueError(
                f"rule {self.id}: pattern {self.pattern!r} is not a valid expression: {error}"
            ) from error

    @property
    def is_open(self) -> bool:
        """Whether the pattern takes any words, so that it can match the words of an article."""
        return self.defer_to_model or (".{" in self.pattern and not self.sure)

    def matches(self, group: LineGroup) -> bool:
        """Whether the pattern matches the group; the place of the group is ignored."""
        core = group.core
        if not 0 < len(core) <= self.limit or (self.open_ended and group.ends_sentence):
            return False
        return _compiled(self.pattern, self.cased).fullmatch(core) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str, cased: bool) -> re.Pattern[str]:
    return re.compile(pattern, 0 if cased else re.IGNORECASE)


class RuleSet:
    """Rules in order. A line is tried only against rules that can match its first characters.

    A rule whose pattern has capturing groups or flags is tried on every line.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._starting = _by_head(tuple(rules))

    def first(self, group: LineGroup) -> Rule | None:
        """Return the first rule that matches the group; None if no rule matches."""
        core = group.core
        size = len(core)
        for limit, fullmatch, rule in self._starting(core[:OPENING]):
            if size <= limit and fullmatch(core) and rule.matches(group):
                return rule
        return None


_Tried: TypeAlias = list[tuple[int, Callable[[str], object], Rule]]


def _by_head(rules: Sequence[Rule]) -> Callable[[str], _Tried]:
    """Return a function from the first characters of a text to the rules that can match it."""
    opened = [(rule, _opening(rule.pattern, rule.cased)) for rule in rules]

    @lru_cache(maxsize=_REMEMBERED)
    def starting(head: str) -> _Tried:
        return [
            (rule.limit, _compiled(rule.pattern, rule.cased).fullmatch, rule)
            for rule, begins in opened
            if begins.match(head)
        ]

    return starting


@lru_cache(maxsize=1024)
def _opening(pattern: str, cased: bool) -> re.Pattern[str]:
    begins = opening(pattern) if _is_plain(pattern, cased) else ""
    return re.compile(begins, 0 if cased else re.IGNORECASE)


def _is_plain(pattern: str, cased: bool) -> bool:
    return _compiled(pattern, cased).groups == 0 and "(?" not in pattern.replace("(?:", "")
