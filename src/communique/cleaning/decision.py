"""Decide about each line of texts: by rules, by the line model, and by hand."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np

from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.by_hand import ByHand, decide_by_hand
from communique.cleaning.by_structure import by_structure
from communique.cleaning.decided import Decided
from communique.cleaning.described import shapes_of
from communique.cleaning.grouping import grouped, score_input
from communique.cleaning.kept import BYLINE, CAPTION, REFERENCE, TITLE
from communique.cleaning.learned import Model, line_scores
from communique.cleaning.learned.arrays import Flags
from communique.cleaning.lines import Ranges
from communique.cleaning.matching import judge
from communique.cleaning.page import pages_of
from communique.cleaning.rule import Rule, policy_name
from communique.cleaning.scoring import Scored, scored
from communique.cleaning.shapes import Shapes
from communique.cleaning.structure import classify
from communique.cleaning.trust import trusted
from communique.cleaning.verdict import ENDING_MODEL, LINE_MODEL, Verdicts

_SPARED: Final = (BYLINE, CAPTION, REFERENCE)
_NO_TITLE: Final = -1.0

# A text, the shapes of its groups, and their scores.
ScoredText: TypeAlias = tuple[str, Shapes, Scored]


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
    shapes = shapes_of(all_groups)
    scored_groups = scored(shapes, scores, policy)
    verdicts = _by_structure(shapes, scored_groups, _verdicts(shapes, used, scored_groups, policy))
    if by_hand:
        pairs = zip(all_groups, verdicts, strict=True)
        verdicts = [decide_by_hand(groups, some, by_hand) for groups, some in pairs]
    return _decided(texts, shapes, scored_groups, verdicts)


def decide_scored(pages: Sequence[ScoredText]) -> list[Decided]:
    """Decide about whole pages whose groups have been scored, and apply the rules to them."""
    decided: list[Decided] = []
    for text, shapes, some in pages:
        verdicts = _page_verdicts(shapes, rules_of("page", ()), some, some.going)
        decided += _decided([text], shapes, some, _by_structure(shapes, some, verdicts))
    return decided


def _decided(
    texts: Sequence[str], shapes: Shapes, scored_groups: Scored, verdicts: Sequence[Verdicts]
) -> list[Decided]:
    types = classify(shapes, verdicts).tobytes()
    return [
        Decided(
            *(text, groups, some, types[start:end], scored_groups.scores[start:end]),
            stop[1] if stop else 0.0,
        )
        for text, groups, some, (start, end), stop in zip(
            *(texts, shapes.texts, verdicts, shapes.bounds, scored_groups.ends), strict=True
        )
    ]


def _verdicts(
    shapes: Shapes, rules: Sequence[Rule], scored_groups: Scored, policy: str
) -> list[Verdicts]:
    """Combine the verdicts of the rules and of the line model. The reason of a rule comes first.

    On a whole page, rules are tried only where the model is not sure. In an extracted text,
    bylines, captions and references stay whatever their score, because the pages that the model
    was trained on have only bodies. A group in the place of a title stays unless the model is
    sure that it is not content.
    """
    low = scored_groups.low(shapes) & ~shapes.is_code
    if policy == "page":
        return _page_verdicts(shapes, rules, scored_groups, low)
    by_rules = _by_rules(shapes, rules, scored_groups, scored_groups.sure)
    low = trusted(shapes, scored_groups, low, by_rules)
    if low.any():
        low &= ~_spared(shapes, scored_groups, by_rules)
    return _joined(shapes, scored_groups, low, by_rules)


def _by_structure(
    shapes: Shapes, scored_groups: Scored, verdicts: Sequence[Verdicts]
) -> list[Verdicts]:
    dated = shapes.split(shapes.may_be_stamp)
    parts = zip(shapes.texts, verdicts, shapes.bounds, dated, strict=True)
    return [
        by_structure(groups, some, scored_groups.scores[start:end], places)
        for groups, some, (start, end), places in parts
    ]


def _page_verdicts(
    shapes: Shapes, rules: Sequence[Rule], scored_groups: Scored, low: Flags
) -> list[Verdicts]:
    by_rules = _by_rules(shapes, rules, scored_groups, scored_groups.sure & low)
    return _joined(shapes, scored_groups, low, by_rules)


def _by_rules(
    shapes: Shapes, rules: Sequence[Rule], scored_groups: Scored, settled: Flags
) -> list[Verdicts]:
    content, likely = scored_groups.content(shapes), scored_groups.likely(shapes)
    return [judge(page, rules) for page in pages_of(shapes, content, likely, settled)]


def _spared(shapes: Shapes, scored_groups: Scored, by_rules: Sequence[Verdicts]) -> Flags:
    types = classify(shapes, by_rules, with_headings=False)
    return np.isin(types, _SPARED) | ((types == TITLE) & (scored_groups.scores > _NO_TITLE))


def _joined(
    shapes: Shapes, scored_groups: Scored, low: Flags, by_rules: Sequence[Verdicts]
) -> list[Verdicts]:
    """Return the verdicts of the model and of the rules; those of the rules come first."""
    by_model = shapes.split(low & scored_groups.going)
    after_end = shapes.split(low & ~scored_groups.going)
    return [
        dict.fromkeys(ended, ENDING_MODEL) | dict.fromkeys(going, LINE_MODEL) | verdicts
        for ended, going, verdicts in zip(after_end, by_model, by_rules, strict=True)
    ]


@lru_cache(maxsize=16)
def rules_of(policy: str, extra: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules of a policy: those of the catalogue, then `extra`."""
    return tuple(rule for rule in (*BOILERPLATE_RULES, *extra) if policy in rule.policies)
