"""Evidence of each line that can be added up, and what sums of it say of a group of lines."""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Columns, Floats, Indices
from communique.cleaning.learned.page import MOST_PROSE, Pages, log
from communique.cleaning.learned.words import WordTable, find, tokens

Evidence: TypeAlias = dict[str, Floats]
Sums: TypeAlias = dict[str, NDArray[np.float64]]
_SHORT: Final = 30
_FARTHEST: Final = 30


def word_score(pages: Pages, table: WordTable) -> Floats:
    """Return the log odds that each line is content by its words."""
    found = tokens(pages.lines)
    weight = table.weights_or_none.take(find(table, found.key))
    root = np.sqrt(np.maximum(found.number, 1))
    return (np.bincount(found.line, weight, found.n) / root + table.constant).astype(np.float32)


def evidence_of(
    pages: Pages, link_share: NDArray[Any], score: NDArray[Any], named: NDArray[Any]
) -> Evidence:
    """Return columns of each line: its width, its prose, its links, how likely it is content.

    `gain` is positive for text outside links whose words and names are likely content.
    """
    width = np.minimum(pages.lines.width, MOST_PROSE).astype(np.float32)
    by_words, by_names = _chance(score), _chance(named)
    return {
        "width": width,
        "prose": pages.prose * (1 - link_share),
        "link": width * link_share,
        "likely": width * by_words,
        "named": width * by_names,
        "gain": width * (1 - link_share) * (by_words + by_names - 1),
        "short": (width < _SHORT).astype(np.float32),
    }


def _chance(odds: NDArray[Any]) -> Floats:
    return (1 / (1 + np.exp(-np.clip(odds, -_FARTHEST, _FARTHEST)))).astype(np.float32)


def shares(sums: Sums, at: Indices, lines: NDArray[Any]) -> Columns:
    """Return what the groups `at` are like, from the sums over all groups and their sizes."""
    width = np.maximum(sums["width"][at], 1)
    number = np.maximum(lines[at], 1)
    out: Columns = {f"{k}_share": sums[k][at] / width for k in ("prose", "link", "likely", "named")}
    out["short_share"] = sums["short"][at] / number
    out["mean_width"] = log(sums["width"][at] / number)
    out["lines"] = log(lines[at])
    return {name: values.astype(np.float32) for name, values in out.items()}
