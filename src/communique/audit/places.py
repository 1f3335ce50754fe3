"""Places where a span might begin or end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.audit.features import token_features
from communique.audit.item import AuditItem, Text
from communique.audit.model import folds_of, matrix

_REACH: Final = 3  # tokens
Words = tuple[int, int]  # first token, and the one after the last


@dataclass(frozen=True)
class Places:
    """All places before a token, of all texts in order: `first[doc_id]` is the row of the first,
    and `x` their features (None without models).
    """

    first: Mapping[str, int]
    fold: NDArray[np.int64]
    x: object


def places(texts: Sequence[Text], *, with_model: bool) -> Places:
    """The places of some texts. A text of n tokens has n + 1."""
    rows = [(text, i) for text in texts for i in range(len(text.lower) + 1)]
    first: dict[str, int] = {}
    for n, (text, _) in enumerate(rows):
        first.setdefault(text.doc_id, n)
    fold = folds_of([t.group for t, _ in rows], [t.doc_id for t, _ in rows])
    x = matrix([token_features(t, i) for t, i in rows]) if with_model and rows else None
    return Places(first, fold, x)


def words_of(item: AuditItem, text: Text) -> Words:
    """The tokens of a span as first and stop."""
    words = item.words(text)
    return words.start, words.stop


def surface_of(words: Words, text: Text) -> str:
    """The characters of some tokens."""
    return text.text[slice(*text.edge(*words))]


def lower_of(words: Words, text: Text) -> str:
    """Some tokens without case."""
    return " ".join(text.lower[slice(*words)])


def moved(item: AuditItem, words: Words, text: Text) -> AuditItem:
    """The item with other borders."""
    start, end = text.edge(*words)
    return replace(item, start=start, end=end)


def neighbours(words: Words, text: Text, taken: set[Words]) -> list[Words]:
    """Other ranges of tokens that begin or end near, in the same block, and are no span."""
    first, stop = words
    if first >= len(text.lower):
        return []
    begin, end, _ = text.block_of[first]
    starts = range(max(begin, first - _REACH), min(stop, first + _REACH + 1))
    stops = range(max(first + 1, stop - _REACH), min(end, stop + _REACH) + 1)
    near = [(s, stop) for s in starts if s != first] + [(first, e) for e in stops if e != stop]
    return [w for w in near if w not in taken and not _runs_into(words, w, taken)]


def shifted(words: Words, text: Text) -> list[Words]:
    """The same number of tokens, one token before or after, in the same block."""
    first, stop = words
    if first >= len(text.lower) or stop - first < 2:
        return []
    begin, end, _ = text.block_of[first]
    near = ((first - 1, stop - 1), (first + 1, stop + 1))
    return [(a, b) for a, b in near if begin <= a and b <= end]


def _runs_into(words: Words, other: Words, taken: set[Words]) -> bool:
    """Whether the change takes words of a span beside this one."""
    apart = ((a, b) for a, b in taken if b <= words[0] or words[1] <= a)
    return any(a < other[1] and other[0] < b for a, b in apart)
