"""Detect English text. In other languages the model is less sure, so more is kept."""

from collections.abc import Sequence
from typing import Final

from communique.cleaning.core_functions import core_of
from communique.cleaning.lines import LineGroup

_SAMPLED: Final = 6000
_FEWEST_WORDS: Final = 20
_ENGLISH_SHARE: Final = 0.12
_ENGLISH_WORDS: Final = (
    "the of and to in a is that for it on with as was at by be this are or from an have not has "
    "i you we he she they his her their its which will can but were been if more all about when "
    "who what there our your my"
)
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())


def is_english(groups: Sequence[LineGroup]) -> bool:
    """Whether common English words are frequent; of fewer than 20 words, whether all are ASCII."""
    if (module := core_of(groups)) is not None:
        words, english, is_ascii = module.english(groups)
    else:
        words, english, is_ascii = _count([group.text for group in groups])
    if words < _FEWEST_WORDS:
        return is_ascii
    return english >= _ENGLISH_SHARE * words


def _count(texts: Sequence[str]) -> tuple[int, int, bool]:
    """Count words, and English ones, of the longest texts; of few, tell whether all are ASCII."""
    words: list[str] = []
    size = 0
    for text in sorted(texts, key=len, reverse=True):
        words.extend(text[:_SAMPLED].lower().split())
        size += len(text)
        if size > _SAMPLED:
            break
    english = sum(map(_ENGLISH.__contains__, words))
    is_ascii = len(words) < _FEWEST_WORDS and all(word.isascii() for word in words)
    return len(words), english, is_ascii
