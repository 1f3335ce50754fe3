"""Rules by the place where they remove a group."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.rule import Rule, RuleSet

_MOST_KNOWN: Final = 16


@dataclass(frozen=True, slots=True)
class RulesByPlace:
    """All rules; those for anywhere, for the edges, and for places near a group that has gone."""

    every: RuleSet
    anywhere: RuleSet
    edge: RuleSet
    near: tuple[Rule, ...]
    is_catalogue: bool  # whether the catalogue has all these rules


_LAST: dict[int, tuple[tuple[Rule, ...], RulesByPlace]] = {}


def rules_by_place(rules: tuple[Rule, ...]) -> RulesByPlace:
    """Return the rules by place. The same tuple is found by its identity, which is quick."""
    last = _LAST.get(id(rules))
    if last is None or last[0] is not rules:
        if len(_LAST) >= _MOST_KNOWN:
            _LAST.clear()
        last = _LAST[id(rules)] = rules, _divided(rules)
    return last[1]


@lru_cache(maxsize=_MOST_KNOWN)
def _divided(rules: tuple[Rule, ...]) -> RulesByPlace:
    independent = [rule for rule in rules if not rule.near]
    return RulesByPlace(
        every=RuleSet(rules),
        anywhere=RuleSet(rule for rule in independent if rule.place == "anywhere"),
        edge=RuleSet(rule for rule in independent if rule.place == "edge"),
        near=tuple(rule for rule in rules if rule.near),
        is_catalogue=set(rules) <= set(BOILERPLATE_RULES),
    )
