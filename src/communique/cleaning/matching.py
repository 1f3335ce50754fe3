"""Decide which groups are removed, and why. A group is named by its index."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.rule import Rule, RuleSet

_NEIGHBOURHOOD: Final = 3
_COPY_WIDTH: Final = 80
_NEAR_COPY_WIDTH: Final = 40
_NEAR_COPY_DISTANCE: Final = 5
_WORDY: Final = 0.7

BARE_CREDIT: Final = Rule(
    "name-agency-under-caption",
    "credit",
    r"[A-Z][A-Za-z.'\-]*(?: [A-Z][A-Za-z.'\-]*){0,3} (?:AP|AFP|Reuters|EPA|EFE|ANSA|Bloomberg|"
    r"Xinhua|Kyodo|Yonhap|Getty Images|Pool)(?: via (?:AP|AFP|Reuters|Getty Images))?",
    "photographer and agency, without a mark between them",
    cased=True,
    limit=80,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a group is removed: the reason (closed list) and the id of the rule."""

    reason: str
    rule: str


Verdicts = dict[int, Verdict]


@dataclass(frozen=True, slots=True)
class _ByPlace:
    every: RuleSet
    anywhere: RuleSet
    edge: RuleSet
    near: tuple[Rule, ...]


@lru_cache(maxsize=16)
def _by_place(rules: tuple[Rule, ...]) -> _ByPlace:
    independent = [rule for rule in rules if not rule.near]
    return _ByPlace(
        every=RuleSet(rules),
        anywhere=RuleSet(rule for rule in independent if rule.place == "anywhere"),
        edge=RuleSet(rule for rule in independent if rule.place == "edge"),
        near=tuple(rule for rule in rules if rule.near),
    )


def judge(
    groups: Sequence[LineGroup],
    rules: Sequence[Rule],
    settled: Verdicts | None = None,
    content: Collection[int] = (),
) -> Verdicts:
    """Return `settled` with the verdicts of the rules, and those for invisible lines and copies.

    A group without a verdict stays. Rules are not tried on groups in `settled` or in `content`.
    """
    verdicts = dict(settled or {})
    for i, group in enumerate(groups):
        if not group.is_visible:
            verdicts[i] = Verdict("invisible", "no-visible-character")
    by_place = _by_place(tuple(rules))
    places = _worth_a_try(groups, by_place.every, {*verdicts, *content})
    _apply(groups, by_place.anywhere, places, verdicts)
    _apply_near(groups, by_place.near, places, verdicts)
    outside = _outside(groups, verdicts)
    _apply(groups, by_place.edge, [i for i in places if i in outside], verdicts)
    _apply_near(groups, by_place.near, places, verdicts)
    _drop_copies(groups, verdicts)
    _drop_bare_credits(groups, verdicts)
    return verdicts


def _worth_a_try(groups: Sequence[LineGroup], rules: RuleSet, known: Collection[int]) -> list[int]:
    """Return the groups outside `known` that a rule matches, if its place is ignored."""
    return [i for i, group in enumerate(groups) if i not in known and rules.first(group)]


def body_range(groups: Sequence[LineGroup], verdicts: Verdicts) -> tuple[int, int] | None:
    """Return the indices of the first and the last kept paragraph; None if there is none."""
    prose = [i for i, group in enumerate(groups) if i not in verdicts and group.is_prose]
    return (prose[0], prose[-1]) if prose else None


def _match(group: LineGroup, rules: RuleSet) -> Verdict | None:
    rule = rules.first(group)
    return Verdict(rule.reason, rule.id) if rule else None


def _apply(
    groups: Sequence[LineGroup], rules: RuleSet, places: Iterable[int], out: Verdicts
) -> None:
    for i in places:
        if i not in out and (verdict := _match(groups[i], rules)):
            out[i] = verdict


def _outside(groups: Sequence[LineGroup], verdicts: Verdicts) -> frozenset[int]:
    body = body_range(groups, verdicts)
    if not body:
        return frozenset()
    return frozenset((*range(body[0]), *range(body[1] + 1, len(groups))))


def _apply_near(
    groups: Sequence[LineGroup], rules: Sequence[Rule], places: Sequence[int], verdicts: Verdicts
) -> None:
    """Apply `near` rules downwards and then upwards, so that one removal can lead to the next."""
    by_reasons: dict[frozenset[str], RuleSet] = {}
    for order in (places, places[::-1]):
        for i in order:
            if i in verdicts:
                continue
            around = range(i - _NEIGHBOURHOOD, i + _NEIGHBOURHOOD + 1)
            reasons = frozenset(verdicts[j].reason for j in around if j in verdicts)
            if reasons not in by_reasons:
                by_reasons[reasons] = RuleSet(r for r in rules if not reasons.isdisjoint(r.near))
            if verdict := _match(groups[i], by_reasons[reasons]):
                verdicts[i] = verdict


def _drop_copies(groups: Sequence[LineGroup], verdicts: Verdicts) -> None:
    """Remove a long sentence that occurred before, and a shorter line that occurred just before.

    The shorter line must consist mostly of words, because code and tables repeat lines.
    """
    seen: dict[str, int] = {}
    place = 0
    for i, group in enumerate(groups):
        if i in verdicts:
            continue
        place += 1
        if group.width < _NEAR_COPY_WIDTH:
            continue
        before = seen.setdefault(group.text, place)
        near = 0 < place - before <= _NEAR_COPY_DISTANCE
        far = group.width >= _COPY_WIDTH and group.ends_sentence
        if before != place and (far or (near and _is_wordy(group.text))):
            verdicts[i] = Verdict("duplicate", "line-repeated")


def _is_wordy(text: str) -> bool:
    """Whether a text consists almost only of letters, punctuation of sentences and blanks."""
    odd = sum(c in "{}[]<>=|_;/\\#$%^*~" for c in text)
    return not odd and sum(c.isalpha() for c in text) >= _WORDY * len(text)


def _drop_bare_credits(groups: Sequence[LineGroup], verdicts: Verdicts) -> None:
    """Remove a credit "NAME AGENCY" directly below a sentence, with no empty line between."""
    for i, (above, group) in enumerate(pairwise(groups), 1):
        if i in verdicts or group.after_blank or not above.ends_sentence:
            continue
        if BARE_CREDIT.matches(group):
            verdicts[i] = Verdict(BARE_CREDIT.reason, BARE_CREDIT.id)
