"""Decide which groups are removed, and why. A group is named by its index."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.cleaning.bare_credits import drop_bare_credits
from communique.cleaning.copies import drop_copies
from communique.cleaning.core_functions import core_with_functions
from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_match import (
    LONGEST_LINE,
    PhraseMatch,
    likely_phrases,
    match_phrase,
)
from communique.cleaning.rule import Rule, RuleSet
from communique.cleaning.rules_by_place import RulesByPlace, rules_by_place
from communique.cleaning.runs import runs
from communique.cleaning.speech import is_reported
from communique.cleaning.support import supported
from communique.cleaning.teasers import teasers
from communique.cleaning.verdict import Verdict, Verdicts

_NEIGHBOURHOOD: Final = 3
_BESIDE: Final = 2
_LONG: Final = 120
_NOTHING: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class _Page:
    """The groups of a text, those that a rule may match, and those that are a phrase.

    Rules with an open end remove a group in `likely` only beside a group that has gone.
    """

    groups: Sequence[LineGroup]
    places: Sequence[int]
    phrases: dict[int, PhraseMatch]
    likely: Collection[int]

    def match(self, i: int, rules: RuleSet, verdicts: Verdicts) -> Verdict | None:
        rule = rules.first(self.groups[i])
        if rule is None or (rule.is_open and self._is_text(i, verdicts)):
            return None
        return Verdict(rule.reason, rule.id)

    def _is_text(self, i: int, verdicts: Verdicts) -> bool:
        group = self.groups[i]
        if group.ends_sentence and is_reported(group.plain):
            return True
        return i in self.likely and not _beside(i, verdicts)


def judge(
    groups: Sequence[LineGroup],
    rules: Sequence[Rule],
    settled: Verdicts | None = None,
    content: Collection[int] = _NOTHING,
    likely: Collection[int] = _NOTHING,
) -> Verdicts:
    """Return `settled` with the verdicts of rules and phrases, and those for invisible lines and
    copies.

    A group without a verdict stays. Rules are not tried on groups in `settled` or in `content`.
    Rules with an open end remove groups in `likely` only beside a group that has gone.
    """
    verdicts = dict(settled or {})
    for i, group in enumerate(groups):
        if not group.is_visible:
            verdicts[i] = Verdict("invisible", "no-visible-character")
    by_place = rules_by_place(tuple(rules))
    places = _worth_a_try(groups, by_place, {*verdicts, *content})
    page = _Page(groups, places, _phrases(groups, verdicts, content, likely), likely)
    _apply(page, by_place.anywhere, places, verdicts)
    _say(page, "anywhere", page.phrases, verdicts)
    page, verdicts = _supported(page, verdicts)
    _apply(page, by_place.anywhere, page.places, verdicts)
    _apply_near(page, by_place.near, verdicts)
    _say(page, None, runs(page.phrases), verdicts)
    outside = _outside(groups, verdicts)
    _apply(page, by_place.edge, [i for i in page.places if i in outside], verdicts)
    _say(page, "edge", outside, verdicts)
    _apply_near(page, by_place.near, verdicts)
    verdicts |= teasers(groups, verdicts, {*content, *likely})
    drop_copies(groups, verdicts)
    drop_bare_credits(groups, verdicts)
    return verdicts


def _worth_a_try(
    groups: Sequence[LineGroup], by_place: RulesByPlace, known: Collection[int]
) -> list[int]:
    """Return the groups outside `known` that a rule matches, if its place is ignored."""
    first = by_place.every.first
    places = [i for i in range(len(groups)) if i not in known]
    module = core_with_functions() if by_place.is_catalogue else None
    if module is not None and groups and type(groups[0]) is module.Group:
        places = module.may_match(groups, places)  # what its automaton of all rules accepts
    return [i for i in places if first(groups[i])]


def _phrases(
    groups: Sequence[LineGroup],
    known: Collection[int],
    content: Collection[int],
    likely: Collection[int],
) -> dict[int, PhraseMatch]:
    """Return the matches of the phrases. Content can only be a whole phrase that goes anywhere."""
    matched: dict[int, PhraseMatch] = {}
    for i in likely_phrases(groups, [i for i in range(len(groups)) if i not in known]):
        group = groups[i]
        size = len(group.text)
        if size > (_LONG if i in content else LONGEST_LINE) or group.is_code:
            continue
        if (match := match_phrase(group)) is None:
            continue
        if not (match.is_whole or match.is_label) and i in (content if match.is_sure else likely):
            continue
        if match.is_label or match.place == "anywhere" or i not in content:
            matched[i] = match
    return matched


def body_range(groups: Sequence[LineGroup], verdicts: Verdicts) -> tuple[int, int] | None:
    """Return the indices of the first and the last kept paragraph; None if there is none."""
    prose = [i for i, group in enumerate(groups) if i not in verdicts and group.is_prose]
    return (prose[0], prose[-1]) if prose else None


def _supported(page: _Page, verdicts: Verdicts) -> tuple[_Page, Verdicts]:
    """Return the verdicts that hold, and the page without the groups of the others."""
    held = supported(page.groups, verdicts)
    lone = verdicts.keys() - held.keys()
    if not lone:
        return page, verdicts
    places = [i for i in page.places if i not in lone]
    phrases = {i: match for i, match in page.phrases.items() if i not in lone}
    return replace(page, places=places, phrases=phrases), held


def _apply(page: _Page, rules: RuleSet, places: Iterable[int], out: Verdicts) -> None:
    for i in places:
        if i not in out and (verdict := page.match(i, rules, out)):
            out[i] = verdict


def _beside(i: int, verdicts: Verdicts) -> bool:
    return any(j in verdicts for j in range(i - _BESIDE, i + _BESIDE + 1))


def _say(page: _Page, place: str | None, places: Iterable[int], out: Verdicts) -> None:
    """Remove the phrases among `places` that go at this kind of place; None means any."""
    for i in places:
        match = page.phrases.get(i)
        if match is not None and i not in out and place in (None, match.place):
            out[i] = Verdict(match.family.reason, match.rule)


def _outside(groups: Sequence[LineGroup], verdicts: Verdicts) -> frozenset[int]:
    """Return the groups before the first and after the last paragraph. In a text without one, they
    are the first two and the last two, if any group has gone.
    """
    body = body_range(groups, verdicts)
    if not body:
        ends = {*range(_BESIDE), *range(len(groups) - _BESIDE, len(groups))}
        return frozenset(ends if verdicts else ())
    return frozenset((*range(body[0]), *range(body[1] + 1, len(groups))))


def _apply_near(page: _Page, rules: Sequence[Rule], verdicts: Verdicts) -> None:
    """Apply `near` rules downwards and then upwards, so that one removal can lead to the next."""
    by_reasons: dict[frozenset[str], RuleSet] = {}
    places = sorted({*page.places, *page.phrases})
    for order in (places, places[::-1]):
        for i in order:
            if i in verdicts:
                continue
            around = range(i - _NEIGHBOURHOOD, i + _NEIGHBOURHOOD + 1)
            reasons = frozenset(verdicts[j].reason for j in around if j in verdicts)
            if reasons not in by_reasons:
                by_reasons[reasons] = RuleSet(r for r in rules if not reasons.isdisjoint(r.near))
            if verdict := page.match(i, by_reasons[reasons], verdicts):
                verdicts[i] = verdict
            elif i in page.phrases and not reasons.isdisjoint(page.phrases[i].family.near):
                _say(page, None, (i,), verdicts)
