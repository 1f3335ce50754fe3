"""Decide which units go, and why. Units are addressed by their index."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import Unit
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
    """Why a unit goes: the reason (closed list) and the id of the rule."""

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
    alone = [rule for rule in rules if not rule.near]
    return _ByPlace(
        every=RuleSet(rules),
        anywhere=RuleSet(rule for rule in alone if rule.place == "anywhere"),
        edge=RuleSet(rule for rule in alone if rule.place == "edge"),
        near=tuple(rule for rule in rules if rule.near),
    )


def judge(
    units: Sequence[Unit],
    rules: Sequence[Rule],
    settled: Verdicts | None = None,
    content: Collection[int] = (),
) -> Verdicts:
    """`settled` and the verdicts of the rules, of invisible lines and of copies.

    What is not in it stays. Rules are not tried on what is settled, nor on what is known to be
    content.
    """
    verdicts = dict(settled or {})
    for i, unit in enumerate(units):
        if not unit.is_visible:
            verdicts[i] = Verdict("invisible", "no-visible-character")
    by_place = _by_place(tuple(rules))
    places = _worth_a_try(units, by_place.every, {*verdicts, *content})
    _apply(units, by_place.anywhere, places, verdicts)
    _apply_near(units, by_place.near, places, verdicts)
    outside = _outside(units, verdicts)
    _apply(units, by_place.edge, [i for i in places if i in outside], verdicts)
    _apply_near(units, by_place.near, places, verdicts)
    _drop_copies(units, verdicts)
    _drop_bare_credits(units, verdicts)
    return verdicts


def _worth_a_try(units: Sequence[Unit], rules: RuleSet, known: Collection[int]) -> list[int]:
    """The units that some rule matches, wherever it has to stand; none of those that are known."""
    return [i for i, unit in enumerate(units) if i not in known and rules.first(unit)]


def body_range(units: Sequence[Unit], verdicts: Verdicts) -> tuple[int, int] | None:
    """Indices of the first and the last kept paragraph; None if nothing reads as a paragraph."""
    prose = [i for i, unit in enumerate(units) if i not in verdicts and unit.is_prose]
    return (prose[0], prose[-1]) if prose else None


def _match(unit: Unit, rules: RuleSet) -> Verdict | None:
    rule = rules.first(unit)
    return Verdict(rule.reason, rule.id) if rule else None


def _apply(units: Sequence[Unit], rules: RuleSet, places: Iterable[int], out: Verdicts) -> None:
    for i in places:
        if i not in out and (verdict := _match(units[i], rules)):
            out[i] = verdict


def _outside(units: Sequence[Unit], verdicts: Verdicts) -> frozenset[int]:
    body = body_range(units, verdicts)
    if not body:
        return frozenset()
    return frozenset((*range(body[0]), *range(body[1] + 1, len(units))))


def _apply_near(
    units: Sequence[Unit], rules: Sequence[Rule], places: Sequence[int], verdicts: Verdicts
) -> None:
    """Twice, down and up, so that a label can vouch for the one beside it."""
    by_reasons: dict[frozenset[str], RuleSet] = {}
    for order in (places, places[::-1]):
        for i in order:
            if i in verdicts:
                continue
            around = range(i - _NEIGHBOURHOOD, i + _NEIGHBOURHOOD + 1)
            reasons = frozenset(verdicts[j].reason for j in around if j in verdicts)
            if reasons not in by_reasons:
                by_reasons[reasons] = RuleSet(r for r in rules if not reasons.isdisjoint(r.near))
            if verdict := _match(units[i], by_reasons[reasons]):
                verdicts[i] = verdict


def _drop_copies(units: Sequence[Unit], verdicts: Verdicts) -> None:
    """A long sentence that stood before, or a shorter line that stood just before, is a copy.

    In the shorter one there must be words enough: code and tables repeat themselves.
    """
    seen: dict[str, int] = {}
    place = 0
    for i, unit in enumerate(units):
        if i in verdicts:
            continue
        place += 1
        if unit.width < _NEAR_COPY_WIDTH:
            continue
        before = seen.setdefault(unit.text, place)
        near = 0 < place - before <= _NEAR_COPY_DISTANCE
        far = unit.width >= _COPY_WIDTH and unit.ends_sentence
        if before != place and (far or (near and _is_wordy(unit.text))):
            verdicts[i] = Verdict("duplicate", "line-repeated")


def _is_wordy(text: str) -> bool:
    """Whether nearly all of a text are letters, marks of sentences and blanks."""
    odd = sum(c in "{}[]<>=|_;/\\#$%^*~" for c in text)
    return not odd and sum(c.isalpha() for c in text) >= _WORDY * len(text)


def _drop_bare_credits(units: Sequence[Unit], verdicts: Verdicts) -> None:
    """ "NAME AGENCY" right under a sentence, no empty line between them, is a credit."""
    for i, (above, unit) in enumerate(pairwise(units), 1):
        if i in verdicts or unit.after_blank or not above.ends_sentence:
            continue
        if BARE_CREDIT.matches(unit):
            verdicts[i] = Verdict(BARE_CREDIT.reason, BARE_CREDIT.id)
