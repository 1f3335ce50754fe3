"""Detect English text. In other languages the model is less sure, so more is kept."""

from collections.abc import Iterable
from typing import Final

_SAMPLED: Final = 6000
_FEWEST_WORDS: Final = 20
_ENGLISH_SHARE: Final = 0.12
_ENGLISH_WORDS: Final = (
    "the of and to in a is that for it on with as was at by be this are or from an have not has "
    "i you we he she they his her their its which will can but were been if more all about when "
    "who what there our your my"
)
_ENGLISH: Final = frozenset(_ENGLISH_WORDS.split())


def is_english(texts: Iterable[str]) -> bool:
    """Whether common English words are frequent; of fewer than 20 words, whether all are ASCII."""
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
