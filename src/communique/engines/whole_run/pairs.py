"""Pairs of two 64-bit numbers, a key and a value, sorted by key in files.

A file is an array of two rows. A range of keys of all files is read at once; the ranges are so
small that it fits into memory.
"""

import json
import os
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.util.atomic_write import json_text, write_atomic

Numbers: TypeAlias = NDArray[np.uint64]
MOST_PAIRS: Final = 1 << 22  # of a file, and about of a range: 64 MB


class PairsWriter:
    """Writes the pairs of one part. They count only when `finish` was called."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder, self._number = folder, number
        self._keys: list[Numbers] = []
        self._values: list[Numbers] = []
        self._waiting = self._files = self._pairs = 0

    def add(self, keys: Numbers, value: int) -> None:
        """Add keys with the same value."""
        self._keys.append(keys)
        self._values.append(np.full(len(keys), value, np.uint64))
        self._waiting += len(keys)
        if self._waiting >= MOST_PAIRS:
            self._flush()

    def _flush(self) -> None:
        pairs = _distinct(np.stack([np.concatenate(self._keys), np.concatenate(self._values)]))
        save_array(self._folder / f"part-{self._number:05d}.{self._files:05d}.npy", pairs)
        self._files += 1
        self._pairs += pairs.shape[1]
        self._keys, self._values, self._waiting = [], [], 0

    def finish(self) -> None:
        """Write what is left, and the mark. Raises OSError."""
        if self._waiting:
            self._flush()
        counts = {"files": self._files, "pairs": self._pairs}
        write_atomic(_mark(self._folder, self._number), json_text(counts))


class PairFiles:
    """The pairs of all parts of a run, in ranges of their keys."""

    def __init__(self, folder: Path, n_parts: int) -> None:
        marks = [json.loads(_mark(folder, n).read_bytes()) for n in range(n_parts)]
        self._paths = [
            folder / f"part-{number:05d}.{file:05d}.npy"
            for number, mark in enumerate(marks)
            for file in range(mark["files"])
        ]
        self.n_ranges = max(1, -(-sum(mark["pairs"] for mark in marks) // MOST_PAIRS))

    def read(self, number: int) -> Numbers:
        """The pairs of a range, each once, sorted by key and then by value."""
        first = number * 2**64 // self.n_ranges
        end = (number + 1) * 2**64 // self.n_ranges
        slices = [_slice(path, first, end) for path in self._paths]
        return _distinct(np.concatenate([np.empty((2, 0), np.uint64), *slices], axis=1))


def has_pairs(folder: Path, number: int) -> bool:
    """Whether the pairs of a part are written."""
    return _mark(folder, number).is_file()


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array to a file, in one step. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        np.save(file, array)
    beside.replace(path)


def _slice(path: Path, first: int, end: int) -> Numbers:
    pairs: Numbers = np.load(path, mmap_mode="r")
    start = int(np.searchsorted(pairs[0], np.uint64(first)))
    stop = int(np.searchsorted(pairs[0], np.uint64(end))) if end < 2**64 else pairs.shape[1]
    return np.array(pairs[:, start:stop])


def _distinct(pairs: Numbers) -> Numbers:
    """Sort pairs by key and then by value, and keep each once."""
    pairs = pairs[:, np.lexsort((pairs[1], pairs[0]))]
    is_new = np.ones(pairs.shape[1], np.bool_)
    is_new[1:] = (pairs[:, 1:] != pairs[:, :-1]).any(axis=0)
    return pairs[:, is_new]


def _mark(folder: Path, number: int) -> Path:
    return folder / f"part-{number:05d}.json"
