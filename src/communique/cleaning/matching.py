"""Decide which groups are removed, and why. A group is named by its index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.cleaning.bare_credits import drop_bare_credits
from communique.cleaning.copies import drop_copies
from communique.cleaning.core_functions import core_of
from communique.cleaning.page import Page
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
from communique.cleaning.verdict import LINE_MODEL, Verdict, Verdicts

_NEIGHBOURHOOD: Final = 3
_BESIDE: Final = 2
_LONG: Final = 120
_INVISIBLE: Final = Verdict("invisible", "no-visible-character")


@dataclass(frozen=True, slots=True)
class _Tried:
    """A page with the groups that a rule may match, and those that are a phrase."""

    page: Page
    places: Sequence[int]
    phrases: dict[int, PhraseMatch]

    def match(self, i: int, rules: RuleSet, verdicts: Verdicts) -> Verdict | None:
        rule = rules.first(self.page.groups[i])
        if rule is None or (rule.is_open and self._is_text(i, verdicts)):
            return None
        return Verdict(rule.reason, rule.id)

    def _is_text(self, i: int, verdicts: Verdicts) -> bool:
        """Whether a rule with an open end may not remove the group: likely content goes only
        beside a group that has gone.
        """
        group = self.page.groups[i]
        if group.ends_sentence and is_reported(group.plain):
            return True
        return bool(self.page.likely[i]) and not _beside(i, verdicts)


def judge(page: Page, rules: Sequence[Rule]) -> Verdicts:
    """Return the verdicts of rules and phrases, those for invisible lines and copies, and those of
    the line model for `page.settled`.

    A group without a verdict stays.
    """
    verdicts: Verdicts = dict.fromkeys(page.settled, LINE_MODEL)
    verdicts |= dict.fromkeys(page.invisible, _INVISIBLE)
    by_place = rules_by_place(tuple(rules))
    tried = _Tried(page, _worth_a_try(page, by_place), _phrases(page))
    _apply(tried, by_place.anywhere, tried.places, verdicts)
    _say(tried, "anywhere", tried.phrases, verdicts)
    tried, verdicts = _supported(tried, verdicts)
    _apply(tried, by_place.anywhere, tried.places, verdicts)
    _apply_near(tried, by_place.near, verdicts)
    _say(tried, None, runs(tried.phrases), verdicts)
    _remove_outside(tried, by_place.edge, verdicts)
    _apply_near(tried, by_place.near, verdicts)
    verdicts |= teasers(page, verdicts)
    drop_copies(page, verdicts)
    drop_bare_credits(page, verdicts)
    return verdicts


def _worth_a_try(page: Page, by_place: RulesByPlace) -> list[int]:
    """Return the groups that a rule matches, if its place is ignored."""
    groups, places = page.groups, page.tried
    if by_place.is_catalogue and (module := core_of(groups)) is not None:
        places = module.may_match(groups, places)  # what its automaton of all rules accepts
    first = by_place.every.first
    return [i for i in places if first(groups[i])]


def _phrases(page: Page) -> dict[int, PhraseMatch]:
    """Return the matches of the phrases. Content can only be a whole phrase that goes anywhere."""
    matched: dict[int, PhraseMatch] = {}
    content = page.content
    for i in likely_phrases(page.groups, page.open):
        group = page.groups[i]
        size = len(group.text)
        if size > (_LONG if content[i] else LONGEST_LINE) or group.is_code:
            continue
        if (match := match_phrase(group)) is None:
            continue
        is_part = not (match.is_whole or match.is_label)
        if is_part and (content if match.is_sure else page.likely)[i]:
            continue
        if match.is_label or match.place == "anywhere" or not content[i]:
            matched[i] = match
    return matched


def _supported(tried: _Tried, verdicts: Verdicts) -> tuple[_Tried, Verdicts]:
    """Return the verdicts that hold, and the page without the groups of the others."""
    held = supported(tried.page, verdicts)
    lone = verdicts.keys() - held.keys() if len(held) < len(verdicts) else frozenset[int]()
    if not lone:
        return tried, verdicts
    places = [i for i in tried.places if i not in lone]
    phrases = {i: match for i, match in tried.phrases.items() if i not in lone}
    return replace(tried, places=places, phrases=phrases), held


def _apply(tried: _Tried, rules: RuleSet, places: Iterable[int], out: Verdicts) -> None:
    for i in places:
        if i not in out and (verdict := tried.match(i, rules, out)):
            out[i] = verdict


def _beside(i: int, verdicts: Verdicts) -> bool:
    return any(j in verdicts for j in range(i - _BESIDE, i + _BESIDE + 1))


def _say(tried: _Tried, place: str | None, places: Iterable[int], out: Verdicts) -> None:
    """Remove the phrases among `places` that go at this kind of place; None means any."""
    for i in places:
        match = tried.phrases.get(i)
        if match is not None and i not in out and place in (None, match.place):
            out[i] = Verdict(match.family.reason, match.rule)


def _remove_outside(tried: _Tried, rules: RuleSet, verdicts: Verdicts) -> None:
    """Remove what goes before the first and after the last paragraph. In a text without one, these
    are the first two groups and the last two, if any group has gone.
    """
    prose = tried.page.prose
    first = next((i for i in prose if i not in verdicts), None)
    last = next((i for i in reversed(prose) if i not in verdicts), None)
    if first is None or last is None:
        if not verdicts:
            return
        first, last = _BESIDE, len(tried.page.groups) - _BESIDE - 1
    places = [i for i in tried.places if not first <= i <= last]
    _apply(tried, rules, places, verdicts)
    _say(tried, "edge", [i for i in tried.phrases if not first <= i <= last], verdicts)


def _apply_near(tried: _Tried, rules: Sequence[Rule], verdicts: Verdicts) -> None:
    """Apply `near` rules downwards and then upwards, so that one removal can lead to the next."""
    by_reasons: dict[frozenset[str], RuleSet] = {}
    places = sorted({*tried.places, *tried.phrases})
    for order in (places, places[::-1]):
        for i in order:
            if i in verdicts:
                continue
            around = range(i - _NEIGHBOURHOOD, i + _NEIGHBOURHOOD + 1)
            reasons = frozenset(verdicts[j].reason for j in around if j in verdicts)
            if reasons not in by_reasons:
                by_reasons[reasons] = RuleSet(r for r in rules if not reasons.isdisjoint(r.near))
            if verdict := tried.match(i, by_reasons[reasons], verdicts):
                verdicts[i] = verdict
            elif i in tried.phrases and not reasons.isdisjoint(tried.phrases[i].family.near):
                _say(tried, None, (i,), verdicts)
