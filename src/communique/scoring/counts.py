"""Counts of right, wrong and missed answers, and what is computed from them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

Figure = dict[str, Any]


class Counts(NamedTuple):
    """Numbers of right (`tp`), wrong (`fp`) and missed (`fn`) answers. `plus` adds them.

    >>> Counts(tp=1).plus(Counts(fp=1, fn=1))
    Counts(tp=1, fp=1, fn=1)
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def plus(self, other: "Counts") -> "Counts":
        """The sum of both."""
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def support(self) -> int:
        """How many answers the gold has."""
        return self.tp + self.fn

    @property
    def is_empty(self) -> bool:
        """Whether neither side has an answer."""
        return not any(self)


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of all."""
    summed = Counts()
    for each in counts:
        summed = summed.plus(each)
    return summed


def figure(counts: Counts) -> Figure:
    """Precision, recall and F1 (0 to 1), and the counts.

    A share with nothing to count is 0. All three are None if neither side has an answer.

    >>> figure(Counts(tp=1, fp=1, fn=0))["f1"]
    0.6666666666666666
    """
    tp, fp, fn = counts
    if counts.is_empty:
        values = (None, None, None)
    else:
        values = (_share(tp, tp + fp), _share(tp, tp + fn), 2 * tp / (2 * tp + fp + fn))
    return {**dict(zip(("precision", "recall", "f1"), values, strict=True)), **counts._asdict()}


def macro(by_label: Mapping[str, Counts], labels: Iterable[str]) -> Figure:
    """The mean over labels of precision, recall and F1; the counts are summed.

    A label that neither side has counts as 0, never as 1.

    >>> macro({"a": Counts(tp=1), "b": Counts(fp=1, fn=1)}, ["a", "b"])["f1"]
    0.5
    """
    chosen = [by_label.get(label, Counts()) for label in labels]
    figures = [figure(counts) for counts in chosen]
    means = {
        name: sum(f[name] or 0.0 for f in figures) / len(figures) if figures else None
        for name in ("precision", "recall", "f1")
    }
    return {**means, **total(chosen)._asdict()}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
