"""Krippendorff's alpha for unitizing: agreement on the boundaries and labels of units."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.agreement.coefficient import Coefficient
from communique.agreement.inputs import listed, whole_number
from communique.agreement.spans import LabelledSpan, read_spans
from communique.agreement.values import natural

Spans = Mapping[Any, Sequence[Sequence[Any]]] | Sequence[Sequence[Sequence[Any]]]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


_GAP: Final = object()  # stands for what nobody marked, among the labels


class _Sections(NamedTuple):
    """One annotator's whole continuum: the end of each section, and the code of its label.

    The code of a gap is 0.
    """

    ends: Whole
    codes: Whole


def unitizing_alpha(spans_by_annotator: Spans, length: int) -> Coefficient:
    """Agreement above chance on spans of a continuum of `length` code points.

    Spans are `(start, end, label)`, half-open, as tuples or lists. Give a list of spans for each
    annotator, or a mapping of annotators to their lists. The value is u-alpha, for boundaries and
    labels. Ingredients: `binary` (unit or gap), `coding` (labels where both annotators have a
    unit), `by_label` (each a Coefficient); `observed` and `expected` coincidences as lengths
    (labels x labels, the gap first); `labels`.

    Chance redistributes whole units, but single code points of gaps. So spans of length one give
    the nominal alpha. The value is None for the reasons `one_annotator`, `overlapping_units` (spans
    of one annotator share code points), `too_few_units` (no annotator marked anything) and
    `no_variation`.
    Source: Krippendorff, Mathet, Bouvry, Widlöcher (2016), On the reliability of unitizing textual
    continua: further developments.
    Raises ValueError for a span outside the continuum, and for what is not a span.

    >>> round(unitizing_alpha([[(0, 3, "person")], [(0, 4, "person")]], 20).value, 3)
    0.833
    """
    passes = _by_annotator(spans_by_annotator)
    sums = UnitizingSums(len(passes))
    sums.add(passes, _length(length))
    return sums.coefficient()


class UnitizingSums:
    """The coincidences of a continuum that is given part by part.

    Each part begins where the last one ended. No span reaches over a border, so the sums of the
    parts are those of the whole.
    """

    def __init__(self, annotators: int) -> None:
        self._annotators = annotators
        self._overlap = False
        self._observed: Counter[tuple[Hashable, Hashable]] = Counter()  # of ordered pairs
        self._self_pairs: Counter[Hashable] = Counter()

    def add(self, passes: Sequence[Sequence[LabelledSpan]], length: int) -> None:
        """Add a part: the spans of each annotator, from the beginning of the part.

        Raises ValueError for a span outside it.
        """
        ordered = [_sorted(spans, length) for spans in passes]
        self._overlap |= any(_overlap(spans) for spans in ordered)
        if self._annotators < 2 or self._overlap:
            return
        labels = natural({label for spans in ordered for _, _, label in spans})
        sections = [_sections(spans, labels, length) for spans in ordered]
        names = [_GAP, *labels]
        for (i, j), n in np.ndenumerate(_observed(sections, len(names))):
            if n:
                self._observed[names[i], names[j]] += int(n)
        for name, n in zip(names, _self_pairs(sections, len(names)).tolist(), strict=True):
            self._self_pairs[name] += n

    def copy(self) -> "UnitizingSums":
        """The same sums, to which other parts can be added."""
        other = UnitizingSums(self._annotators)
        other._overlap = self._overlap
        other._observed, other._self_pairs = self._observed.copy(), self._self_pairs.copy()
        return other

    def coefficient(self) -> Coefficient:
        """The measure of all parts, as `unitizing_alpha` returns it."""
        if self._annotators < 2:
            return Coefficient("u_alpha", None, "one_annotator")
        if self._overlap:
            return Coefficient("u_alpha", None, "overlapping_units")
        labels = natural(set(self._self_pairs) - {_GAP})
        if not labels:
            return Coefficient("u_alpha", None, "too_few_units")
        names = [_GAP, *labels]
        square = np.array([[self._observed[x, y] for y in names] for x in names], np.int64)
        observed = (square + square.T) / (self._annotators - 1)
        own = np.array([self._self_pairs[x] for x in names], np.int64)
        return _coefficient(labels, observed, _expected(own, observed))


def _coefficient(labels: Sequence[Hashable], observed: Floats, expected: Floats) -> Coefficient:
    found = {
        "labels": tuple(labels),
        "observed": observed,
        "expected": expected,
        "binary": _alpha("binary_u_alpha", _two(observed), _two(expected)),
        "coding": _alpha("cu_alpha", observed[1:, 1:], expected[1:, 1:]),
        "by_label": {
            label: _of_label(observed[1:, 1:], expected[1:, 1:], k)
            for k, label in enumerate(labels)
        },
    }
    whole = _alpha("u_alpha", observed, expected)
    return Coefficient("u_alpha", whole.value, whole.reason, {**whole.ingredients, **found})


def _length(given: Any) -> int:
    length = whole_number("length", given)
    if length < 0:
        raise ValueError(f"length is {length}; expected the number of code points")
    return length


def _by_annotator(spans: Spans) -> list[list[LabelledSpan]]:
    """The spans of each annotator. Raises ValueError."""
    if isinstance(spans, Mapping):
        return [read_spans(f"annotator {name}", own) for name, own in spans.items()]
    expected = "annotators, each a list of spans (start, end, label)"
    passes = listed("spans_by_annotator", spans, expected)
    return [read_spans(f"annotator {i}", own) for i, own in enumerate(passes)]


def _sorted(spans: Sequence[LabelledSpan], length: int) -> list[LabelledSpan]:
    for start, end, _ in spans:
        if not 0 <= start < end <= length:
            raise ValueError(f"span [{start}, {end}) is not within a continuum of length {length}")
    return sorted(spans, key=lambda s: (s[0], s[1]))


def _overlap(spans: Sequence[LabelledSpan]) -> bool:
    return any(after[0] < before[1] for before, after in pairwise(spans))


def _sections(spans: Sequence[LabelledSpan], labels: Sequence[Hashable], length: int) -> _Sections:
    index = {label: k for k, label in enumerate(labels, start=1)}
    starts = np.fromiter((s[0] for s in spans), np.int64, len(spans))
    ends = np.fromiter((s[1] for s in spans), np.int64, len(spans))
    codes = np.fromiter((index[s[2]] for s in spans), np.int64, len(spans))
    both = np.stack((starts, ends), axis=1).ravel()  # a gap ends where a span begins
    values = np.stack((np.zeros_like(codes), codes), axis=1).ravel()
    both, values = np.append(both, length), np.append(values, 0)
    real = np.diff(both, prepend=0) > 0
    return _Sections(both[real], values[real])


def _observed(sections: Sequence[_Sections], size: int) -> Whole:
    """The length for which two annotators, in this order, give the row's and the column's label."""
    total = np.zeros(size * size, np.int64)
    for a, b in combinations(sections, 2):
        cuts, left, right = a.ends, a.codes, b.codes
        if not np.array_equal(a.ends, b.ends):
            cuts = np.union1d(a.ends, b.ends)
            left = a.codes[np.searchsorted(a.ends, cuts)]
            right = b.codes[np.searchsorted(b.ends, cuts)]
        np.add.at(total, left * size + right, np.diff(cuts, prepend=0))
    return total.reshape(size, size)


def _self_pairs(sections: Sequence[_Sections], size: int) -> Whole:
    """What pairs with itself. Units count as a whole, gaps by code points."""
    total = np.zeros(size, np.int64)
    for ends, codes in sections:
        lengths = np.diff(ends, prepend=0)
        np.add.at(total, codes, np.where(codes == 0, lengths, lengths**2))
    return total


def _expected(self_pairs: Whole, observed: Floats) -> Floats:
    """Coincidences expected by chance."""
    totals = observed.sum(axis=1)
    whole = totals.sum()
    rest = whole**2 - self_pairs.sum()
    return (
        whole * (np.outer(totals, totals) - np.diag(self_pairs)) / rest
        if rest > 0
        else observed * 0
    )


def _two(coincidences: Floats) -> Floats:
    """Coincidences of gap and unit, for all labels together."""
    gap, mixed = coincidences[0, 0], coincidences[0, 1:].sum()
    return np.array([[gap, mixed], [mixed, coincidences[1:, 1:].sum()]])


def _alpha(name: str, observed: Floats, expected: Floats) -> Coefficient:
    """1 minus observed disagreement divided by expected disagreement."""
    seen, chance = observed.sum(), expected.sum()
    if seen == 0:
        return Coefficient(name, None, "not_pairable")
    differing = 1 - np.trace(observed) / seen
    by_chance = 1 - np.trace(expected) / chance if chance > 0 else 0.0
    return _ratio(name, float(differing), float(by_chance))


def _of_label(observed: Floats, expected: Floats, k: int) -> Coefficient:
    """How reliably annotators distinguish one label from the others, where both have a unit."""
    if observed[k].sum() == 0:
        return Coefficient("ku_alpha", None, "not_pairable")
    differing = 1 - observed[k, k] / observed[k].sum()
    chance = expected[k].sum()
    by_chance = 1 - expected[k, k] / chance if chance > 0 else 0.0
    return _ratio("ku_alpha", float(differing), float(by_chance))


def _ratio(name: str, differing: float, by_chance: float) -> Coefficient:
    found = {"observed_disagreement": differing, "expected_disagreement": by_chance}
    if by_chance <= 0:
        return Coefficient(name, None, "no_variation", found)
    return Coefficient(name, 1 - differing / by_chance, None, found)
