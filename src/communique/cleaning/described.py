"""Describe lines as numbers: the shapes of the groups of texts."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from communique.cleaning.core_functions import core_of
from communique.cleaning.lines import LONGEST_MATCHED, NARROWEST_PROSE, SAMPLE, LineGroup
from communique.cleaning.shapes import FIELDS, SHORT, Shape, Shapes
from communique.cleaning.stamps import WIDEST

_DIGIT: Final = re.compile(r"\d")

# As plain numbers, because Python looks up a member of an enumeration slowly.
_ENDS_SENTENCE, _PROSE, _AFTER_BLANK, _VISIBLE, _CODE, *_DIGITS = map(int, Shape)
_SHORT_WITH_DIGIT, _WITH_DIGIT = _DIGITS


def shapes_of(texts: Sequence[Sequence[LineGroup]]) -> Shapes:
    """Return the shapes of the groups of texts, from the compiled core if it made the groups."""
    numbers = np.empty((sum(map(len, texts)), FIELDS), np.int32)
    place = 0
    for groups in texts:
        rows = numbers[place : place + len(groups)]
        if (module := core_of(groups)) is not None:
            module.describe(groups, rows)
        else:
            flat = [number for group in groups for number in _numbers(group)]
            rows[:] = np.array(flat, np.int32).reshape(-1, FIELDS)
        place += len(groups)
    return Shapes(texts, numbers)


def _numbers(group: LineGroup) -> tuple[int, ...]:
    text, line = group.text, group.lines[0]
    size, is_ascii = len(text), text.isascii()
    width = min(size, SAMPLE) if is_ascii else group.width
    flags = _AFTER_BLANK * line.after_blank
    if not text[-1].isalnum() and group.ends_sentence:
        flags |= _ENDS_SENTENCE
    if width >= NARROWEST_PROSE and group.is_prose:
        flags |= _PROSE
    if text[0].isalnum() or group.is_visible:
        flags |= _VISIBLE
    if line.is_code and group.is_code:
        flags |= _CODE
    if size <= WIDEST and not text.isalpha() and _DIGIT.search(text):
        flags |= _WITH_DIGIT | _SHORT_WITH_DIGIT if size <= SHORT else _WITH_DIGIT
    plain = text if is_ascii and size <= LONGEST_MATCHED else group.plain
    if len(plain) < 2:
        only = ord(plain or "\0")
        return width, flags, only, 0, only, 0
    return width, flags, ord(plain[0]), ord(plain[1]), ord(plain[-1]), ord(plain[-2])
