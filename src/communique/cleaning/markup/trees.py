"""The elements of several pages as arrays, with the lines that each contains.

An element contains lines that follow one another. So what is inside it is a range, and a sum over
it is the difference of two running sums.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from communique.cleaning.learned.arrays import Flags, Floats, Indices
from communique.cleaning.learned.page import running
from communique.cleaning.markup.dump import Dump

FAR = 15


@dataclass(frozen=True)
class Trees:
    """Elements of pages, in order; `parent`, `depth` have a value for each element.

    `element` is the innermost element around each line; `lines` is the number of all lines.
    """

    dumps: Sequence[Dump]

    @cached_property
    def offsets(self) -> Indices:
        return np.concatenate([[0], np.cumsum([len(dump.tag) for dump in self.dumps])])

    @cached_property
    def parent(self) -> Indices:
        return self._moved([dump.parent for dump in self.dumps])

    @cached_property
    def element(self) -> Indices:
        return self._moved([dump.element for dump in self.dumps])

    def _moved(self, numbers: Sequence[Sequence[int]]) -> Indices:
        own = [np.array(part, np.int64) for part in numbers]
        moved = [a + b for a, b in zip(own, self.offsets[:-1], strict=True)]
        return np.concatenate([np.zeros(0, np.int64), *moved])

    @cached_property
    def depth(self) -> Indices:
        return np.concatenate([np.array(dump.depth, np.int64) for dump in self.dumps])

    @cached_property
    def levels(self) -> list[Indices]:
        """The elements of each depth below the roots that contain lines."""
        order = np.argsort(self.depth, kind="stable")
        bounds = np.searchsorted(self.depth[order], np.arange(1, int(self.depth.max()) + 2))
        return np.split(order, bounds)[1:-1]

    @cached_property
    def ranges(self) -> tuple[Indices, Indices]:
        """The first line of each element and the line after its last; equal if it has none."""
        n = self.element.size
        first = np.full(self.parent.size, n)
        end = np.zeros(self.parent.size, np.int64)
        np.minimum.at(first, self.element, np.arange(n))
        np.maximum.at(end, self.element, np.arange(n) + 1)
        for level in reversed(self.levels):
            np.minimum.at(first, self.parent[level], first[level])
            np.maximum.at(end, self.parent[level], end[level])
        return np.minimum(first, end), end

    @cached_property
    def size(self) -> Indices:
        """The number of lines in each element."""
        first, end = self.ranges
        return end - first

    def around(self, least: int) -> Indices:
        """The innermost element around each line that contains so many lines; else the root."""
        chosen = self.size >= least
        return self.nearest(chosen)[self.element]

    def nearest(self, chosen: Flags) -> Indices:
        """For each element, itself if it is chosen, else its nearest chosen ancestor or root."""
        out = np.arange(self.parent.size)
        for level in self.levels:
            out[level] = np.where(chosen[level], level, out[self.parent[level]])
        return out

    def wider(self) -> Indices:
        """For each element, its nearest ancestor that contains more lines; the root for itself."""
        out = np.arange(self.parent.size)
        for level in self.levels:
            parent = self.parent[level]
            out[level] = np.where(self.size[parent] > self.size[level], parent, out[parent])
        return out

    def distances(self, own: Flags) -> NDArray[np.uint8]:
        """Levels up to the nearest element of each kind, shape (k, elements); 15 at most."""
        out = np.where(own, 0, FAR).astype(np.uint8)
        for level in self.levels:
            up = np.minimum(out[:, self.parent[level]] + 1, FAR)
            out[:, level] = np.where(own[:, level], 0, up)
        return out

    def below(self, values: Floats) -> Floats:
        """The sum of values of each element and all elements around it; values (…, elements)."""
        out = values.copy()
        for level in self.levels:
            out[..., level] += out[..., self.parent[level]]
        return out

    def sums(self, values: Floats) -> NDArray[np.float64]:
        """The sum over the lines in each element."""
        total = running(values)
        first, end = self.ranges
        return total[end] - total[first]

    def each(self) -> Iterator[tuple[str, str]]:
        """Tag and names of each element."""
        for dump in self.dumps:
            yield from zip(dump.tag, dump.names, strict=True)
