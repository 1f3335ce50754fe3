"""Decide about each line of a text: by rules, by the line model, and by hand."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.by_hand import ByHand, decide_by_hand
from communique.cleaning.by_structure import by_structure
from communique.cleaning.grouping import grouped, score_input
from communique.cleaning.learned import Model, Scores, line_scores
from communique.cleaning.lines import LineGroup, Ranges
from communique.cleaning.matching import judge
from communique.cleaning.rule import Rule, policy_name
from communique.cleaning.scoring import Scored, scored
from communique.cleaning.structure import Kept, captioned, classify
from communique.cleaning.trust import trusted
from communique.cleaning.verdict import Verdicts

_SPARED: Final = frozenset({"byline", "caption", "reference"})
_NO_TITLE: Final = -1.0


class Decided(NamedTuple):
    """A text, its groups, why groups go, and the kept groups with their types."""

    text: str
    groups: Sequence[LineGroup]
    verdicts: Verdicts
    items: Sequence[Kept]


def decide_many(
    texts: Sequence[str],
    policy: str = "extracted",
    rules: Sequence[Rule] = (),
    by_hand: Sequence[ByHand] = (),
    model: Model | None = None,
    codes: Sequence[Ranges] | None = None,
) -> list[Decided]:
    """Decide about all lines of several texts; the arguments are those of `clean_many`.

    With a `model`, the compiled core is not used.
    """
    policy = policy_name(policy)
    used = rules_of(policy, tuple(rules))
    compiled = model is None
    all_groups = grouped(texts, codes or [()] * len(texts), compiled=compiled)
    pages = [score_input(groups, compiled=compiled) for groups in all_groups]
    scores = line_scores(pages, policy, model)
    decided: list[Decided] = []
    for text, groups, page_scores in zip(texts, all_groups, scores, strict=True):
        verdicts = _verdicts(groups, used, page_scores, policy)
        verdicts = by_structure(groups, verdicts, page_scores.content.tolist())
        verdicts = decide_by_hand(groups, verdicts, by_hand)
        decided.append(Decided(text, groups, verdicts, _classified(groups, verdicts)))
    return decided


def decide_scored(text: str, groups: Sequence[LineGroup], scored_groups: Scored) -> Decided:
    """Decide about a whole page whose groups have been scored, and apply the rules to it."""
    low = scored_groups.low()
    content = frozenset(scored_groups.content())
    likely = frozenset(scored_groups.likely(groups))
    sure = scored_groups.sure(low)
    verdicts = low | judge(groups, rules_of("page", ()), sure, content, likely)
    return Decided(text, groups, verdicts, _classified(groups, verdicts))


def _verdicts(
    groups: Sequence[LineGroup], rules: Sequence[Rule], scores: Scores, policy: str
) -> Verdicts:
    """Combine the verdicts of the rules and of the line model. The reason of a rule comes first.

    On a whole page, rules are tried only where the model is not sure. In an extracted text,
    bylines, captions and references stay whatever their score, because the pages that the model
    was trained on have only bodies. A group in the place of a title stays unless the model is
    sure that it is not content.
    """
    scored_groups = scored(groups, scores, policy)
    low = {i: v for i, v in scored_groups.low().items() if not groups[i].is_code}
    content = frozenset(scored_groups.content())
    likely = frozenset(scored_groups.likely(groups))
    if policy == "page":
        return low | judge(groups, rules, scored_groups.sure(low), content, likely)
    verdicts = judge(groups, rules, content=content, likely=likely)
    low = trusted(groups, scored_groups, low, verdicts)
    if not low:
        return verdicts
    kept = _classified(groups, verdicts)
    spared = {item.index for item in kept if _is_spared(item, scored_groups)}
    return {i: v for i, v in low.items() if i not in spared} | verdicts


def _is_spared(item: Kept, scored_groups: Scored) -> bool:
    if item.type == "title":
        return scored_groups.scores[item.index] > _NO_TITLE
    return item.type in _SPARED


def _classified(groups: Sequence[LineGroup], verdicts: Verdicts) -> list[Kept]:
    kept = [i for i in range(len(groups)) if i not in verdicts]
    return classify(groups, kept, captioned(groups, verdicts))


@lru_cache(maxsize=16)
def rules_of(policy: str, extra: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules of a policy: those of the catalogue, then `extra`."""
    return tuple(rule for rule in (*BOILERPLATE_RULES, *extra) if policy in rule.policies)
