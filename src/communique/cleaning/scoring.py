"""Verdicts of the learned line model: what no rule names and is not content by its context.

On a whole page the units below a threshold go, a lower one where nearly nothing would stay or
the language is not English. Of an extracted text the units go whose going is worth it (see
`choose`), and all from where the content surely ends, such as readers' comments (see
`end_of_content`): a text without boilerplate should stay whole.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from communique.cleaning.language import is_english
from communique.cleaning.learned import Scores
from communique.cleaning.lines import Unit
from communique.cleaning.matching import Verdict, Verdicts

THRESHOLD: Final = 0.0
CONTENT_COST: Final = 0.01
MIN_GAIN: Final = 0.1
LIKELY_CONTENT: Final = 0.5
END_THRESHOLD: Final = 1.5
FEWEST_UNITS: Final = 6
_SHORT_TEXT: Final = 20
_MOST_OF_SHORT: Final = 0.5
_COLUMNS_A_WORD: Final = 6
_BY_LENGTH: Final = 0.6
_SURE: Final = 1.0
_NOT_ENGLISH: Final = 1.0
_CONTENT_COST_NOT_ENGLISH: Final = 8.0
_END_THRESHOLD_NOT_ENGLISH: Final = 3.0
_STEP: Final = 1.0
_STEPS: Final = 4
_LEAST_SHARE: Final = 0.1
_LEAST_COLUMNS: Final = 400


@dataclass(frozen=True, slots=True)
class Scored:
    """A page's scores, the units that go by them, and where its content ends, if it does."""

    scores: Sequence[float]
    going: frozenset[int]
    sure_below: float = -math.inf
    end: tuple[int, float] | None = None

    def low(self) -> Verdicts:
        """The units that go, each with the score that says so."""
        low: Verdicts = {}
        if self.end is not None:
            ended = Verdict("boilerplate", f"ending-model:{self.end[1]:.2f}")
            low = dict.fromkeys(range(self.end[0], len(self.scores)), ended)
        for i in sorted(self.going):
            low[i] = Verdict("boilerplate", f"line-model:{self.scores[i]:.2f}")
        return low

    def content(self) -> list[int]:
        """The units that are surely content; none in a text too short to tell."""
        if len(self.scores) < FEWEST_UNITS:
            return []
        return [i for i, score in enumerate(self.scores) if score > _SURE]

    def sure(self, low: Verdicts) -> Verdicts:
        """Those of the units that go for which no rule need be asked to say why."""
        return {i: verdict for i, verdict in low.items() if self.scores[i] < self.sure_below}


def scored(units: Sequence[Unit], found: Scores, policy: str) -> Scored:
    """The scores of a page, and what goes by the policy."""
    scores: list[float] = found.content.tolist()
    if policy == "extracted":
        english = is_english(unit.text for unit in units)
        content_cost = CONTENT_COST * (1 if english else _CONTENT_COST_NOT_ENGLISH)
        going = choose(scores, [unit.width for unit in units], content_cost)
        threshold = END_THRESHOLD if english else _END_THRESHOLD_NOT_ENGLISH
        end = end_of_content(found.ending.tolist(), (unit.is_prose for unit in units), threshold)
        return Scored(scores, going, end=end)
    threshold = page_threshold(units, scores)
    low = frozenset(i for i, score in enumerate(scores) if score < threshold)
    return Scored(scores, low, threshold - _SURE)


def end_of_content(
    ending: Sequence[float], is_prose: Iterable[bool], threshold: float = END_THRESHOLD
) -> tuple[int, float] | None:
    """The first unit of an extracted text from which surely all is boilerplate, and its score.

    Never before a unit of prose: there is no article yet that could have come to its end. Nor
    the last unit by itself: what it is the line model knows. Nor in a text of few units.
    """
    if len(ending) < FEWEST_UNITS:
        return None
    first = next((i + 1 for i, prose in enumerate(is_prose) if prose), len(ending))
    after = range(first, len(ending) - 1)
    return next(((i, ending[i]) for i in after if ending[i] > threshold), None)


def choose(
    scores: Sequence[float], widths: Sequence[int], content_cost: float = CONTENT_COST
) -> frozenset[int]:
    """The units of an extracted text that are worth removing: most expected gain less loss.

    Gain is the F1 score that removing the k likeliest units would have, expected from the
    scores, times the chance that the text has any boilerplate; loss is the expected number of
    words of content that go with them, at `content_cost` each. Nothing goes where the gain is
    small, in a text of few units, or where most of a short text would go: there is no context to
    judge by. After Nan et al. 2012, "Optimizing F-measure: a tale of two approaches"
    (expected F1 by sorted probabilities).
    """
    if len(scores) < FEWEST_UNITS:
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


def page_threshold(units: Sequence[Unit], scores: Sequence[float]) -> float:
    """The score below which units of a whole page go; minus infinity where none should."""
    threshold = THRESHOLD
    if not is_english(unit.text for unit in units):
        threshold -= _NOT_ENGLISH
    widths = [unit.width for unit in units]
    if not widths or min(scores) >= threshold:
        return threshold
    least = max(_LEAST_COLUMNS, _LEAST_SHARE * sum(widths))
    for _ in range(_STEPS + 1):
        kept = sum(w for w, score in zip(widths, scores, strict=True) if score >= threshold)
        if kept >= least:
            return threshold
        threshold -= _STEP
    return -math.inf
