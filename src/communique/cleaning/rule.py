"""What a rule is, and how one is tried on a unit."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import LONGEST_MATCHED, Unit

POLICIES: Final = ("conservative", "page")
PLACES: Final = ("anywhere", "edge")
_TIERS: Final = (0, 60, 120, 200, 300)
_REMEMBERED: Final = 4096
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


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of boilerplate lines.

    `pattern` must match the whole of a unit's `core` (see `Unit`), letter case aside unless
    `cased`. `limit` is the longest core, in code points, that is tried. `place` "edge" means
    before the first or after the last paragraph. `near` lists reasons: the rule holds only
    within three units of one that was removed for such a reason. `open_ended` lines only:
    a line that ends as a sentence ends is left alone. What an `unsure` rule matches may be an
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
    unsure: bool = False

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
    """Rules in order, behind one expression that rejects most lines at once.

    A rule with groups or flags of its own cannot be part of it and is tried on every line.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._longest = max((rule.limit for rule in self._rules), default=0)
        plain = [rule for rule in self._rules if _is_plain(rule)]
        self._screens = tuple(
            (upto, _screen([rule for rule in plain if rule.limit > above]))
            for above, upto in pairwise((*_TIERS, LONGEST_MATCHED))
        )
        self._others = tuple(rule for rule in self._rules if not _is_plain(rule))

    def first(self, unit: Unit) -> Rule | None:
        """The first rule that matches the unit."""
        rules = self._rules if self.may_match(unit) else self._others
        return next((rule for rule in rules if rule.matches(unit)), None)

    def may_match(self, unit: Unit) -> bool:
        """Whether any rule that is part of the expression can match the unit."""
        core = unit.core
        return 0 < len(core) <= self._longest and self._passes(core)

    def _passes(self, core: str) -> bool:
        screen = next(screen for upto, screen in self._screens if len(core) <= upto)
        return screen(core)

    @property
    def others(self) -> tuple[Rule, ...]:
        """The rules that are not part of the expression."""
        return self._others


def _screen(rules: Sequence[Rule]) -> Callable[[str], bool]:
    """All patterns as one; menus repeat from page to page, so the last answers are kept."""
    parts = [f"(?{'' if rule.cased else 'i'}:{rule.pattern})" for rule in rules]
    pattern = re.compile("|".join(parts) or r"(?!)")

    @lru_cache(maxsize=_REMEMBERED)
    def passes(core: str) -> bool:
        return pattern.fullmatch(core) is not None

    return passes


def _is_plain(rule: Rule) -> bool:
    compiled = _compiled(rule.pattern, rule.cased)
    return compiled.groups == 0 and "(?" not in rule.pattern.replace("(?:", "")
