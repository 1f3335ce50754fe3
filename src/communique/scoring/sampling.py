"""How much a figure depends on the documents: intervals, groups left out, and paired comparison.

Documents are drawn, never spans, because the spans of one document are not independent.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.scoring.tally import Tally

LEAST: Final = 6  # documents; below, no interval and no p-value
ROUNDS: Final = 1000
TURNS: Final = 9999  # rounds of the paired comparison
LEVEL: Final = 0.95
SEED: Final = 0
_AT_ONCE: Final = 20  # rounds computed together, to limit memory
Cells = NDArray[np.float64]  # documents x labels x (tp, fp, fn)
F1 = Callable[[Cells], NDArray[np.float64]]  # samples x labels x 3 -> samples


def cells(
    tally: Tally, figure: str, documents: Sequence[str], labels: Sequence[str] | None = None
) -> Cells:
    """The counts of a figure; with `labels` by label, else all labels together."""
    rows = {document: i for i, document in enumerate(documents)}
    columns = {label: i for i, label in enumerate(labels or ())}
    summed = np.zeros((len(documents), len(columns) or 1, 3))
    for document, label, counts in tally.cells(figure):
        if labels is None or label in columns:
            summed[rows[document], columns.get(label, 0)] += counts
    return summed


def mean_f1(summed: Cells) -> NDArray[np.float64]:
    """The mean of F1 over the labels that the gold of a sample has, for each sample.

    With one column, it is the F1 itself.
    """
    doubled = 2 * summed[..., 0]
    whole = doubled + summed[..., 1] + summed[..., 2]
    f1 = np.divide(doubled, whole, out=np.zeros_like(whole), where=whole > 0)
    is_there = (summed[..., 0] + summed[..., 2]) > 0
    return (f1 * is_there).sum(axis=-1) / np.maximum(is_there.sum(axis=-1), 1)


def interval(by_document: Cells, seed: int = SEED) -> tuple[float, float] | None:
    """A percentile interval of F1 over documents; None below six documents.

    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    size = len(by_document)
    if size < LEAST:
        return None
    random, flat = np.random.default_rng(seed), by_document.reshape(size, -1)
    values: list[float] = []
    for _ in range(ROUNDS // _AT_ONCE):
        picked = random.integers(0, size, (_AT_ONCE, size))
        times = np.stack([np.bincount(row, minlength=size) for row in picked])
        values += mean_f1((times @ flat).reshape(_AT_ONCE, *by_document.shape[1:])).tolist()
    tail = (1 - LEVEL) / 2 * 100
    low, high = np.percentile(values, [tail, 100 - tail]).tolist()
    return low, high


def left_out(by_document: Cells, groups: Sequence[str]) -> dict[str, float]:
    """F1 without each group of documents; {} if there is only one group."""
    names = list(dict.fromkeys(groups))
    if len(names) < 2:
        return {}
    whole = by_document.sum(axis=0)
    member = np.array(groups)
    without = {name: whole - by_document[member == name].sum(axis=0) for name in names}
    return {name: float(mean_f1(rest[None])[0]) for name, rest in without.items()}


def randomised(first: Cells, second: Cells, seed: int = SEED) -> float | None:
    """The p-value of a difference in F1, by exchanging whole documents; None below six documents.

    All exchanges are tried where there are at most 9,999, else as many at random. The rule of a
    difference at least as large counts the observed one too, so that p is never 0.
    Source: Noreen (1989), Computer-intensive methods for testing hypotheses, chapter 2.
    """
    size = len(first)
    if size < LEAST:
        return None
    difference = (first - second).reshape(size, -1)
    both = (first.sum(axis=0), second.sum(axis=0))
    observed = abs(float(mean_f1(both[0][None])[0] - mean_f1(both[1][None])[0]))
    larger = turns = 0
    for exchanged in _exchanges(size, seed):
        moved = (exchanged @ difference).reshape(len(exchanged), *first.shape[1:])
        apart = np.abs(mean_f1(both[0] - moved) - mean_f1(both[1] + moved))
        larger += int((apart >= observed - 1e-12).sum())
        turns += len(exchanged)
    is_whole = turns <= TURNS and turns == 2**size
    return larger / turns if is_whole else (larger + 1) / (turns + 1)


def _exchanges(size: int, seed: int) -> Iterator[NDArray[np.float64]]:
    """Which documents are exchanged: rounds x documents, 0 or 1."""
    if 2**size <= TURNS:
        yield np.array(list(product((0.0, 1.0), repeat=size)))
        return
    random, left = np.random.default_rng(seed), TURNS
    while left:
        rounds = min(left, _AT_ONCE)
        yield random.integers(0, 2, (rounds, size)).astype(np.float64)
        left -= rounds


def describe(ends: tuple[float, float] | None) -> Mapping[str, Any] | None:
    """An interval as JSON."""
    return None if ends is None else {"low": ends[0], "high": ends[1]}
