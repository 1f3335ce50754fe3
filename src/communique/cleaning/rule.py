"""What a rule is, and how one is tried on a unit."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from communique.cleaning.lines import LONGEST_MATCHED, Unit
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
    """The policy of that name or former name. Raises ValueError."""
    policy = _FORMER_NAMES.get(name, name)
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {name!r}: choose from {', '.join(POLICIES)}")
    return policy


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of boilerplate lines.

    `pattern` must match the whole of a unit's `core` (see `Unit`), letter case aside unless
    `cased`. `limit` is the longest core, in code points, that is tried. `place` "edge" means
    before the first or after the last paragraph. `near` lists reasons: the rule holds only
    within three units of one that was removed for such a reason. `open_ended` lines only:
    a line that ends as a sentence ends is left alone. What an `defer` rule matches may be an
    article's own words: in an extracted text it stays if the line model takes it for content.
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

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"rule {self.id}: reason {self.reason!r}, not one of {REASONS}")
        if self.place not in PLACES:
            raise ValueError(f"rule {self.id}: place {self.place!r}, not one of {PLACES}")
        if not 0 < self.limit <= LONGEST_MATCHED:
            raise ValueError(f"rule {self.id}: limit {self.limit}, not 1 to {LONGEST_MATCHED}")
        try:
            _compiled(self.pattern, self.cased)
        except re.error as error:
            raise ValueError(f"rule {self.id}: pattern {self.pattern!r}: {error}") from error

    def matches(self, unit: Unit) -> bool:
        """Whether the unit's words are of this family; its place is not looked at."""
        core = unit.core
        if not 0 < len(core) <= self.limit or (self.open_ended and unit.ends_sentence):
            return False
        return _compiled(self.pattern, self.cased).fullmatch(core) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str, cased: bool) -> re.Pattern[str]:
    return re.compile(pattern, 0 if cased else re.IGNORECASE)


class RuleSet:
    """Rules in order, of which a line is tried on those alone that may begin as it begins.

    A rule with groups or flags of its own is tried on every line.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._starting = _by_head(tuple(rules))

    def first(self, unit: Unit) -> Rule | None:
        """The first rule that matches the unit."""
        core = unit.core
        size = len(core)
        for limit, fullmatch, rule in self._starting(core[:OPENING]):
            if size <= limit and fullmatch(core) and rule.matches(unit):
                return rule
        return None


_Tried: TypeAlias = list[tuple[int, Callable[[str], object], Rule]]


def _by_head(rules: Sequence[Rule]) -> Callable[[str], _Tried]:
    """By a text's first characters, what may match it: limit, expression and rule."""
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
