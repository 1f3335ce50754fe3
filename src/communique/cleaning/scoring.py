"""Verdicts of the learned line model: what no rule names and is not content by its context.

On a whole page the units below a threshold go, a lower one where nearly nothing would stay or
the language is not English. Of an extracted text the units go whose going is worth it (see
`choose`): a text without boilerplate should stay whole.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from communique.cleaning.lines import Unit
from communique.cleaning.matching import Verdict, Verdicts

KIND: Final = {"conservative": "extracted", "page": "page"}
THRESHOLD: Final = 0.0
PRICE: Final = 0.0075
LEAST_GAIN: Final = 0.2
LIKELY_CONTENT: Final = 0.5
FEWEST_UNITS: Final = 6
_SHORT_TEXT: Final = 20
_MOST_OF_SHORT: Final = 0.5
_COLUMNS_A_WORD: Final = 6
_BY_LENGTH: Final = 0.6
_SURE: Final = 1.0
_NOT_ENGLISH: Final = 1.0
_PRICE_NOT_ENGLISH: Final = 4.0
_STEP: Final = 1.0
_STEPS: Final = 4
_LEAST_SHARE: Final = 0.1
_LEAST_COLUMNS: Final = 400
_SAMPLED: Final = 6000
_FEWEST_WORDS: Final = 20
_ENGLISH_SHARE: Final = 0.12
_ENGLISH_WORDS: Final = (
    "the of and to in a is that for it on with as was at by be this are or from an have not has "
    "i you we he she they his her their its which will can but were been if more all about when "
    "who what there our your my"
)
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())


@dataclass(frozen=True, slots=True)
class Scored:
    """A page's scores, and the units that go by them."""

    scores: Sequence[float]
    going: frozenset[int]
    sure_below: float = -math.inf

    def low(self) -> Verdicts:
        """The units that go."""
        return {
            i: Verdict("boilerplate", f"line-model:{self.scores[i]:.2f}")
            for i in sorted(self.going)
        }

    def content(self) -> list[int]:
        """The units that are surely content; none in a text too short to tell."""
        if len(self.scores) < FEWEST_UNITS:
            return []
        return [i for i, score in enumerate(self.scores) if score > _SURE]

    def sure(self, low: Verdicts) -> Verdicts:
        """Those of the units that go for which no rule need be asked to say why."""
        return {i: verdict for i, verdict in low.items() if self.scores[i] < self.sure_below}


def scored(units: Sequence[Unit], scores: Sequence[float], policy: str) -> Scored:
    """The scores of a page, and what goes by the policy."""
    if policy == "conservative":
        price = PRICE * (1 if is_english(unit.text for unit in units) else _PRICE_NOT_ENGLISH)
        return Scored(scores, choose(scores, [unit.width for unit in units], price))
    threshold = page_threshold(units, scores)
    low = frozenset(i for i, score in enumerate(scores) if score < threshold)
    return Scored(scores, low, threshold - _SURE)


def choose(scores: Sequence[float], widths: Sequence[int], price: float = PRICE) -> frozenset[int]:
    """The units of an extracted text that are worth removing: most expected gain less loss.

    Gain is the F1 score that removing the k likeliest units would have, expected from the
    scores, times the chance that the text has any boilerplate; loss is the expected number of
    words of content that go with them, at `price` each. Where the gain is small nothing goes; in
    a text of few units, or a short one of which most would go, none does: there is no context to
    judge them by. After Nan et al. 2012, "Optimizing F-measure: a tale of two approaches"
    (expected F1 by sorted probabilities).
    """
    if len(scores) < FEWEST_UNITS:
        return frozenset()
    going = _worth(scores, widths, price)
    if len(scores) < _SHORT_TEXT and len(going) > _MOST_OF_SHORT * len(scores):
        return frozenset()
    return going


def _worth(scores: Sequence[float], widths: Sequence[int], price: float) -> frozenset[int]:
    score = np.asarray(scores, np.float64)
    words = np.asarray(widths, np.float64) / _COLUMNS_A_WORD
    order = np.argsort(score + _BY_LENGTH * np.log1p(words), kind="stable")
    chance = 1 / (1 + np.exp(score[order]))
    number = np.arange(1, order.size + 1)
    all_chances = chance.sum()
    gain = 2 * np.cumsum(chance) / (number + all_chances) * -np.expm1(-all_chances)
    worth = gain - price * np.cumsum((1 - chance) * words[order])
    best = int(worth.argmax())
    if worth[best] <= LEAST_GAIN:
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


def is_english(texts: Iterable[str]) -> bool:
    """Whether the common words of English are as frequent as in English; few words: yes."""
    words: list[str] = []
    size = 0
    for text in sorted(texts, key=len, reverse=True):
        words.extend(text[:_SAMPLED].lower().split())
        size += len(text)
        if size > _SAMPLED:
            break
    if len(words) < _FEWEST_WORDS:
        return all(text.isascii() for text in words)
    return sum(map(_ENGLISH.__contains__, words)) >= _ENGLISH_SHARE * len(words)
