"""Verdicts of the line model, for boilerplate that only its context shows.

On a whole page, groups below a threshold are removed (see `page_scoring`). In an extracted text,
groups are removed if the expected gain is larger than the expected loss (see `choose`), and so is
everything after the content surely ends, such as readers' comments (see `end_of_content`). A text
without boilerplate should stay whole (see `trust`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.language import is_english
from communique.cleaning.learned import Scores
from communique.cleaning.learned.arrays import Flags, Floats, Indices
from communique.cleaning.page_scoring import Odds, below, page_thresholds
from communique.cleaning.shapes import Shapes

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
_NONE: Final = np.zeros(0, np.int64)
_NO_SCORES: Final = np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of the groups of texts; which groups are removed, and which surely, so that no rule
    needs to be tried; and for each text where its content ends, as a place and a score, if known.
    """

    scores: Odds
    going: Flags
    sure: Flags
    ends: Sequence[tuple[int, float] | None]

    def low(self, shapes: Shapes) -> Flags:
        """Return the groups that are removed, for their own score or after the end of content."""
        low = self.going.copy()
        for (_, stop), end in zip(shapes.bounds, self.ends, strict=True):
            if end is not None:
                low[end[0] : stop] = True
        return low

    def content(self, shapes: Shapes) -> Flags:
        """Return the groups that are surely content; none in a text that is too short to know."""
        return (self.scores > _SURE) & (shapes.sizes >= FEWEST_GROUPS)[shapes.text]

    def likely(self, shapes: Shapes) -> Flags:
        """Return the groups that are likely content. For a sentence, less is enough."""
        sentence = np.where(shapes.sizes >= FEWEST_GROUPS, 0.0, _SURE)[shapes.text]
        return ((self.scores > sentence) & shapes.ends_sentence) | self.content(shapes)


def scored(shapes: Shapes, page_scores: Sequence[Scores], policy: str) -> Scored:
    """Decide by the scores of texts and the policy which groups are removed."""
    scores = _joined([some.content for some in page_scores])
    if policy == "page":
        thresholds = page_thresholds(shapes, scores)
        going = below(shapes, scores, thresholds)
        sure = going & (scores < (thresholds - _SURE)[shapes.text])
        return Scored(scores, going, sure, [None] * len(page_scores))
    english = np.array([is_english(groups) for groups in shapes.texts], np.bool_)
    ending = _joined([some.ending for some in page_scores])
    ends = _ends(shapes, ending, np.where(english, END_THRESHOLD, _END_THRESHOLD_NOT_ENGLISH))
    going = np.zeros(scores.size, np.bool_)
    for (start, stop), is_known in zip(shapes.bounds, english, strict=True):
        cost = CONTENT_COST * (1 if is_known else _CONTENT_COST_NOT_ENGLISH)
        chosen = choose(scores[start:stop], shapes.width[start:stop], cost)
        going[start + chosen] = True
    return Scored(scores, going, np.zeros_like(going), ends)


def _joined(parts: Sequence[Floats]) -> Odds:
    return np.concatenate([_NO_SCORES, *parts]).astype(np.float64, copy=False)


def _ends(
    shapes: Shapes, ending: Odds, thresholds: NDArray[np.float64]
) -> list[tuple[int, float] | None]:
    """Return where the content of each text ends, as a place among all groups."""
    may_end = shapes.total(ending > thresholds[shapes.text]) > 0
    out: list[tuple[int, float] | None] = [None] * len(may_end)
    limits: list[float] = thresholds.tolist()
    places: list[int] = np.flatnonzero(may_end).tolist()
    for k in places:
        start, stop = shapes.bounds[k]
        scores: list[float] = ending[start:stop].tolist()
        end = end_of_content(scores, shapes.is_prose[start:stop].tolist(), limits[k])
        out[k] = None if end is None else (start + end[0], end[1])
    return out


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


def choose(scores: Odds, widths: Indices, content_cost: float = CONTENT_COST) -> Indices:
    """Choose the groups of an extracted text whose removal has the largest expected gain less loss.

    The gain is the expected F1 score if the k likeliest groups are removed, times the chance that
    the text has any boilerplate. The loss is the expected number of words of content in these
    groups, at `content_cost` each. Nothing is removed if the gain is small, if the text has few
    groups, or if most of a short text would be removed, because then there is too little context.
    After Nan et al. 2012, "Optimizing F-measure: a tale of two approaches"
    (expected F1 by sorted probabilities).
    """
    if len(scores) < FEWEST_GROUPS:
        return _NONE
    going = _worth(scores, widths, content_cost)
    if len(scores) < _SHORT_TEXT and len(going) > _MOST_OF_SHORT * len(scores):
        return _NONE
    return going


def _worth(scores: Odds, widths: Indices, content_cost: float) -> Indices:
    score = scores.astype(np.float64, copy=False)
    words = widths / _COLUMNS_A_WORD
    order = np.argsort(score + _BY_LENGTH * np.log1p(words), kind="stable")
    chance = 1 / (1 + np.exp(score[order]))
    number = np.arange(1, order.size + 1)
    all_chances = chance.sum()
    gain = 2 * np.cumsum(chance) / (number + all_chances) * -np.expm1(-all_chances)
    worth = gain - content_cost * np.cumsum((1 - chance) * words[order])
    best = int(worth.argmax())
    if worth[best] <= MIN_GAIN:
        return _NONE
    going = order[: best + 1]
    return going[score[going] < LIKELY_CONTENT]
