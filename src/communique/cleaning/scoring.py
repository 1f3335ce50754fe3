"""Verdicts of the line model, for boilerplate that only its context shows.

On a whole page, groups below a threshold are removed (see `page_scoring`). In an extracted text,
groups are removed if the expected gain is larger than the expected loss (see `choose`), and so is
everything after the content surely ends, such as readers' comments (see `end_of_content`). A text
without boilerplate should stay whole (see `trust`).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from communique.cleaning.language import is_english
from communique.cleaning.learned import Scores
from communique.cleaning.lines import LineGroup
from communique.cleaning.page_scoring import below, page_threshold
from communique.cleaning.verdict import Verdict, Verdicts

CONTENT_COST: Final = 0.007
MIN_GAIN: Final = 0.1
LIKELY_CONTENT: Final = 0.5
END_THRESHOLD: Final = 1.5
FEWEST_GROUPS: Final = 6
_SHORT_TEXT: Final = 20
_MOST_OF_SHORT: Final = 0.5
_COLUMNS_A_WORD: Final = 6
_BY_LENGTH: Final = 0.6
_SURE: Final = 1.0
_CONTENT_COST_NOT_ENGLISH: Final = 8.0
_END_THRESHOLD_NOT_ENGLISH: Final = 3.0


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of a page, the groups that are removed, and where its content ends, if known."""

    scores: Sequence[float]
    going: frozenset[int]
    sure_below: float = -math.inf
    end: tuple[int, float] | None = None

    def low(self) -> Verdicts:
        """Return a verdict with its score for each group that is removed."""
        ended: Verdicts = {}
        if self.end is not None:
            verdict = Verdict("boilerplate", f"ending-model:{self.end[1]:.2f}")
            ended = dict.fromkeys(range(self.end[0], len(self.scores)), verdict)
        scores = self.scores
        going = sorted(self.going)
        return ended | {i: Verdict("boilerplate", f"line-model:{scores[i]:.2f}") for i in going}

    def content(self) -> list[int]:
        """Return the groups that are surely content; none if the text is too short to know."""
        if len(self.scores) < FEWEST_GROUPS:
            return []
        return [i for i, score in enumerate(self.scores) if score > _SURE]

    def likely(self, groups: Sequence[LineGroup]) -> list[int]:
        """Return the groups that are likely content. For a sentence, less is enough."""
        sentence = 0.0 if len(self.scores) >= FEWEST_GROUPS else _SURE
        unsure = [i for i, score in enumerate(self.scores) if sentence < score]
        if sentence < _SURE:
            unsure = [i for i in unsure if self.scores[i] <= _SURE]
        likely = [i for i in unsure if groups[i].ends_sentence]
        return [*self.content(), *likely]

    def sure(self, low: Verdicts) -> Verdicts:
        """Return the verdicts in `low` with so low a score that no rule needs to be tried."""
        return {i: verdict for i, verdict in low.items() if self.scores[i] < self.sure_below}


def scored(groups: Sequence[LineGroup], page_scores: Scores, policy: str) -> Scored:
    """Decide by the scores of a page and the policy which groups are removed."""
    scores: list[float] = page_scores.content.tolist()
    if policy == "extracted":
        english = is_english(groups)
        content_cost = CONTENT_COST * (1 if english else _CONTENT_COST_NOT_ENGLISH)
        going = choose(scores, [group.width for group in groups], content_cost)
        threshold = END_THRESHOLD if english else _END_THRESHOLD_NOT_ENGLISH
        is_prose = (group.is_prose for group in groups)
        end = end_of_content(page_scores.ending.tolist(), is_prose, threshold)
        return Scored(scores, going, end=end)
    threshold = page_threshold(groups, scores)
    return Scored(scores, below(groups, scores, threshold), threshold - _SURE)


def end_of_content(
    ending: Sequence[float], is_prose: Iterable[bool], threshold: float = END_THRESHOLD
) -> tuple[int, float] | None:
    """Return the group from which an extracted text is surely all boilerplate, and its score.

    It is never before the first group of prose, because no article has begun there. It is never
    the last group, which the line model decides alone. In a text of few groups there is none.
    """
    if len(ending) < FEWEST_GROUPS:
        return None
    first = next((i + 1 for i, prose in enumerate(is_prose) if prose), len(ending))
    after = range(first, len(ending) - 1)
    return next(((i, ending[i]) for i in after if ending[i] > threshold), None)


def choose(
    scores: Sequence[float], widths: Sequence[int], content_cost: float = CONTENT_COST
) -> frozenset[int]:
    """Choose the groups of an extracted text whose removal has the largest expected gain less loss.

    The gain is the expected F1 score if the k likeliest groups are removed, times the chance that
    the text has any boilerplate. The loss is the expected number of words of content in these
    groups, at `content_cost` each. Nothing is removed if the gain is small, if the text has few
    groups, or if most of a short text would be removed, because then there is too little context.
    After Nan et al. 2012, "Optimizing F-measure: a tale of two approaches"
    (expected F1 by sorted probabilities).
    """
    if len(scores) < FEWEST_GROUPS:
        return frozenset()
    going = _worth(scores, widths, content_cost)
    if len(scores) < _SHORT_TEXT and len(going) > _MOST_OF_SHORT * len(scores):
        return frozenset()
    return going


def _worth(scores: Sequence[float], widths: Sequence[int], content_cost: float) -> frozenset[int]:
    score = np.asarray(scores, np.float64)
    words = np.asarray(widths, np.float64) / _COLUMNS_A_WORD
    order = np.argsort(score + _BY_LENGTH * np.log1p(words), kind="stable")
    chance = 1 / (1 + np.exp(score[order]))
    number = np.arange(1, order.size + 1)
    all_chances = chance.sum()
    gain = 2 * np.cumsum(chance) / (number + all_chances) * -np.expm1(-all_chances)
    worth = gain - content_cost * np.cumsum((1 - chance) * words[order])
    best = int(worth.argmax())
    if worth[best] <= MIN_GAIN:
        return frozenset()
    return frozenset(i for i in order[: best + 1].tolist() if scores[i] < LIKELY_CONTENT)
