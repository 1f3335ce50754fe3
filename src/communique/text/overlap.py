"""Runs of seven words that several documents share."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import regex
from numpy.typing import NDArray

RUN: Final = 7  # words
_AT_ONCE: Final = 4_000_000  # hashes that are sorted together
# As `\w` of `re`, but the same under every Python.
WORD: Final = regex.compile(r"[\p{L}\p{N}_]+")
_FACTORS: Final = np.array([pow(0x9E3779B97F4A7C15, i + 1, 2**64) for i in range(RUN)], np.uint64)
Run: TypeAlias = tuple[str, ...]
_Hashes: TypeAlias = NDArray[np.uint64]


def words(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return WORD.findall(text.casefold())


@dataclass(frozen=True, eq=False)
class Words(Mapping[str, Sequence[str]]):
    """The words of texts, by document. They are split each time they are asked for."""

    doc_ids: Sequence[str]
    text_of: Callable[[str], str]

    def __getitem__(self, doc_id: str) -> list[str]:
        return words(self.text_of(doc_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self.doc_ids)

    def __len__(self) -> int:
        return len(self.doc_ids)


def runs(text: Sequence[str], length: int = RUN) -> Iterator[Run]:
    """Every run of seven words, or of another number of words, in order."""
    return (tuple(text[i : i + length]) for i in range(len(text) - length + 1))


def allowed_runs(phrases: Collection[str]) -> set[Run]:
    """The runs of phrases that documents may share."""
    return {run for phrase in phrases for run in runs(words(phrase))}


def shared_runs(
    texts: Mapping[str, Sequence[str]],
    part_of: Mapping[str, Any],
    allowed: Collection[Run] = (),
) -> dict[Run, list[tuple[str, int]]]:
    """The runs that more than one part has: each with its places (document, index of a word).

    `texts` are words by document, `part_of` names the part (document, split) of each document.
    """
    candidates = _candidates(texts, part_of)
    places: defaultdict[Run, list[tuple[str, int]]] = defaultdict(list)
    for doc_id, starts in candidates.items():
        text = texts[doc_id]
        for start in starts:
            places[tuple(text[start : start + RUN])].append((doc_id, start))
    return {
        run: found
        for run, found in places.items()
        if run not in allowed and len({part_of[doc_id] for doc_id, _ in found}) > 1
    }


def _candidates(
    texts: Mapping[str, Sequence[str]], part_of: Mapping[str, Any]
) -> dict[str, list[int]]:
    """Where each document may have a shared run. Hashes keep the memory of a large corpus small."""
    if len({part_of[doc_id] for doc_id in texts}) < 2:
        return {}
    hashes = {doc_id: _hashes(texts[doc_id]) for doc_id in texts}
    buckets = sum(map(len, hashes.values())) // _AT_ONCE + 1
    shared = np.concatenate([_shared(hashes, part_of, n, buckets) for n in range(buckets)])
    shared.sort()  # once: `np.isin` would sort all of them again for each document
    starts = {doc_id: _places(own, shared) for doc_id, own in hashes.items()}
    return {doc_id: own for doc_id, own in starts.items() if own}


def _places(hashes: _Hashes, shared: _Hashes) -> list[int]:
    """Where hashes are that are among the sorted ones."""
    if not len(shared):
        return []
    at = np.minimum(np.searchsorted(shared, hashes), len(shared) - 1)
    return np.flatnonzero(shared[at] == hashes).tolist()


def _shared(
    hashes: Mapping[str, _Hashes], part_of: Mapping[str, Any], bucket: int, buckets: int
) -> _Hashes:
    """The hashes of one bucket that more than one part has."""
    by_part: defaultdict[Any, list[_Hashes]] = defaultdict(list)
    for doc_id, values in hashes.items():
        own = values if buckets == 1 else values[values % np.uint64(buckets) == bucket]
        by_part[part_of[doc_id]].append(own)
    distinct = [np.unique(np.concatenate(arrays)) for arrays in by_part.values()]
    values, counts = np.unique(np.concatenate(distinct), return_counts=True)
    return values[counts > 1]


def _hashes(text: Sequence[str]) -> _Hashes:
    """A hash of each run. It rests on Python's hashes of words, which every process seeds anew."""
    codes = np.array([hash(word) for word in text], np.int64).view(np.uint64)
    length = max(len(text) - RUN + 1, 0)
    total = np.zeros(length, np.uint64)
    for i, factor in enumerate(_FACTORS):
        total += codes[i : i + length] * factor
    return total
