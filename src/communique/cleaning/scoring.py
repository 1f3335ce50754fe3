"""Verdicts of the learned line model: what no rule names and is not content by its context.

The model's log odds are compared with a threshold of the policy. Where the model is less sure
(no English text, a page of which nearly nothing would stay) the threshold falls: it keeps.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from communique.cleaning.lines import Unit
from communique.cleaning.matching import Verdict, Verdicts

KIND: Final = {"conservative": "extracted", "page": "page"}
THRESHOLD: Final = {"conservative": -2.2, "page": -0.25}
_SURE: Final = 2.0
_NOT_ENGLISH: Final = 0.5
_STEP: Final = 1.0
_STEPS: Final = 4
_LEAST_SHARE: Final = 0.1
_LEAST_COLUMNS: Final = 400
_SAMPLED: Final = 6000
_FEWEST_WORDS: Final = 20
_ENGLISH_SHARE: Final = 0.18
_ENGLISH_WORDS: Final = (
    "the of and to in a is that for it on with as was at by be this are or from an have not has "
    "i you we he she they his her their its which will can but were been if more all about when "
    "who what there our your my"
)
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())


@dataclass(frozen=True, slots=True)
class Scored:
    """A page's scores, and the score below which its units go."""

    scores: Sequence[float]
    threshold: float

    def low(self) -> Verdicts:
        """The units that go."""
        low = ((i, score) for i, score in enumerate(self.scores) if score < self.threshold)
        return {i: Verdict("boilerplate", f"line-model:{score:.2f}") for i, score in low}

    def sure(self, low: Verdicts) -> Verdicts:
        """Those of the units that go for which no rule need be asked to say why."""
        bound = self.threshold - _SURE
        return {i: verdict for i, verdict in low.items() if self.scores[i] < bound}


def page_threshold(units: Sequence[Unit], scores: Sequence[float], policy: str) -> float:
    """The score below which units go; minus infinity where none should."""
    threshold = THRESHOLD[policy]
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
    return sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)
