"""Counts by figure, document and label. All figures and intervals come from these alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from communique.scoring.counts import Counts, total

_Cells = dict[str, dict[str, list[int]]]  # document -> label -> tp, fp, fn


class Tally:
    """Adds up counts. Its memory grows with documents and labels, not with predictions."""

    def __init__(self) -> None:
        self._cells: dict[str, _Cells] = {}
        self._sums: dict[str, list[float]] = {}

    def add(self, figure: str, document: str, label: str, counts: Counts) -> None:
        """Add counts."""
        by_label = self._cells.setdefault(figure, {}).setdefault(document, {})
        cell = by_label.setdefault(label, [0, 0, 0])
        cell[0] += counts.tp
        cell[1] += counts.fp
        cell[2] += counts.fn

    def add_value(self, name: str, value: float) -> None:
        """Add a value, of which only the mean is asked."""
        summed = self._sums.setdefault(name, [0.0, 0])
        summed[0] += value
        summed[1] += 1

    def mean(self, name: str) -> float | None:
        """The mean of the values; None without any."""
        summed = self._sums.get(name)
        return summed[0] / summed[1] if summed else None

    def size(self, name: str) -> int:
        """How many values were added."""
        return int(self._sums.get(name, (0, 0))[1])

    @property
    def figures(self) -> list[str]:
        """Every figure that something was added to."""
        return list(self._cells)

    def whole(self, figure: str) -> Counts:
        """The counts of all documents and labels."""
        return total(counts for _, _, counts in self.cells(figure))

    def by_label(self, figure: str) -> dict[str, Counts]:
        """The counts of all documents, by label."""
        return _summed((label, counts) for _, label, counts in self.cells(figure))

    def by_document(self, figure: str) -> dict[str, Counts]:
        """The counts of all labels, by document."""
        return _summed((document, counts) for document, _, counts in self.cells(figure))

    def cells(self, figure: str) -> Iterator[tuple[str, str, Counts]]:
        """Document, label and counts."""
        for document, by_label in self._cells.get(figure, {}).items():
            for label, cell in by_label.items():
                yield document, label, Counts(*cell)


def _summed(cells: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    sums: defaultdict[str, Counts] = defaultdict(Counts)
    for key, counts in cells:
        sums[key] = sums[key].plus(counts)
    return dict(sums)
