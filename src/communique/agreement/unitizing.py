"""Krippendorff's alpha for unitizing: agreement on the boundaries and labels of units."""

from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from communique.agreement.coefficient import Coefficient
from communique.agreement.inputs import listed, whole_number
from communique.agreement.spans import LabelledSpan, read_spans
from communique.agreement.values import natural

Spans = Mapping[Any, Sequence[Sequence[Any]]] | Sequence[Sequence[Sequence[Any]]]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


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
    continua: further developments. Raises ValueError for a span outside the continuum, and for what
    is not a span.
    """
    length = _length(length)
    passes = [_sorted(s, length) for s in _by_annotator(spans_by_annotator)]
    if len(passes) < 2:
        return Coefficient("u_alpha", None, "one_annotator")
    if any(_overlap(spans) for spans in passes):
        return Coefficient("u_alpha", None, "overlapping_units")
    labels = natural({label for spans in passes for _, _, label in spans})
    if not labels:
        return Coefficient("u_alpha", None, "too_few_units")
    sections = [_sections(spans, labels, length) for spans in passes]
    observed = _observed(sections, len(labels) + 1)
    expected = _expected(sections, observed)
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


def _observed(sections: Sequence[_Sections], size: int) -> Floats:
    """Coincidences: the length for which two annotators give the row's and the column's label."""
    total = np.zeros(size * size, np.int64)
    for a, b in combinations(sections, 2):
        cuts = np.union1d(a.ends, b.ends)
        pair = a.codes[np.searchsorted(a.ends, cuts)] * size
        pair += b.codes[np.searchsorted(b.ends, cuts)]
        np.add.at(total, pair, np.diff(cuts, prepend=0))
    square = total.reshape(size, size)
    return (square + square.T) / (len(sections) - 1)


def _expected(sections: Sequence[_Sections], observed: Floats) -> Floats:
    """Coincidences expected by chance. Units count as a whole, gaps by code points."""
    self_pairs = np.zeros(len(observed), np.int64)
    for ends, codes in sections:
        lengths = np.diff(ends, prepend=0)
        np.add.at(self_pairs, codes, np.where(codes == 0, lengths, lengths**2))
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
