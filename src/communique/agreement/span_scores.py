"""Compare two sets of spans one to one: precision, recall and F1."""

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

from communique.agreement.coefficient import Coefficient
from communique.agreement.spans import LabelledSpan, read_spans

Mode = Literal["exact", "boundary", "overlap"]


def span_f1(
    gold: Sequence[Sequence[Any]], predicted: Sequence[Sequence[Any]], mode: Mode = "exact"
) -> Coefficient:
    """F1 of two sets of spans `(start, end, label)`, half-open, in any order. Spans can be nested.

    Modes: `exact`: same range and label. `boundary`: same range. `overlap`: same label and at least
    one common code point, matched one to one with the greatest number of pairs. Ingredients:
    `matched`, `gold`, `predicted`, `precision`, `recall`.
    Spans can be tuples or lists, as in JSON.
    The value is None for the reason `too_few_units` (neither side has spans).
    Raises ValueError for an unknown mode, and for what is not a span.

    >>> span_f1([[0, 3, "person"], [9, 13, "place"]], [[0, 3, "person"]]).value
    0.6666666666666666
    """
    known, guessed = read_spans("gold", gold), read_spans("predicted", predicted)
    matched = _matched(known, guessed, mode)
    both = len(known) + len(guessed)
    found: dict[str, Any] = {"matched": matched, "gold": len(known), "predicted": len(guessed)}
    found["precision"] = matched / len(guessed) if guessed else None
    found["recall"] = matched / len(known) if known else None
    if not both:
        return Coefficient(f"span_f1_{mode}", None, "too_few_units", found)
    return Coefficient(f"span_f1_{mode}", 2 * matched / both, None, found)


@dataclass(frozen=True, slots=True)
class SpanMatches:
    """How two sets of spans match: the `matched` of `span_f1` by mode, and a `boundary_table`."""

    matched: Mapping[Mode, int]
    borders: Mapping[tuple[int, int], int]


def match_spans(gold: Sequence[Sequence[Any]], predicted: Sequence[Sequence[Any]]) -> SpanMatches:
    """What `span_f1` counts in every mode, and the boundaries, from one comparison."""
    known, guessed = read_spans("gold", gold), read_spans("predicted", predicted)
    if same_ranges := _of_same_ranges(known, guessed):
        return same_ranges
    pairs = _pairs(known, guessed)
    matched: dict[Mode, int] = {
        "exact": _matched(known, guessed, "exact"),
        "boundary": _matched(known, guessed, "boundary"),
        "overlap": len(pairs),
    }
    return SpanMatches(matched, _borders(pairs))


def _of_same_ranges(
    gold: Sequence[LabelledSpan], predicted: Sequence[LabelledSpan]
) -> SpanMatches | None:
    """The matches of two sets with the same ranges, which share no code point, as of most
    documents: each span can have one partner. None for other sets.
    """
    left, right = sorted(gold, key=_range), sorted(predicted, key=_range)
    if [s[:2] for s in left] != [s[:2] for s in right] or not _are_apart(left):
        return None
    same = sum(a[2] == b[2] for a, b in zip(left, right, strict=True))
    borders = {(0, 0): same} if same else {}
    return SpanMatches({"exact": same, "boundary": len(left), "overlap": same}, borders)


def boundary_table(
    gold: Sequence[Sequence[Any]], predicted: Sequence[Sequence[Any]]
) -> dict[tuple[int, int], int]:
    """Count the differences of boundaries between overlapping spans with the same label.

    Keys are differences of (start, end) in code points, predicted minus gold, of the best
    one-to-one pairs. Values are how often each occurs. The arguments are those of `span_f1`.

    >>> boundary_table([(0, 3, "person"), (9, 13, "place")], [(0, 3, "person"), (9, 12, "place")])
    {(0, -1): 1, (0, 0): 1}
    """
    return _borders(_pairs(read_spans("gold", gold), read_spans("predicted", predicted)))


def _borders(
    pairs: Iterable[tuple[LabelledSpan, LabelledSpan]],
) -> dict[tuple[int, int], int]:
    apart = Counter((b[0] - a[0], b[1] - a[1]) for a, b in pairs)
    return dict(sorted(apart.items()))


def _matched(gold: Sequence[LabelledSpan], predicted: Sequence[LabelledSpan], mode: str) -> int:
    if mode == "exact":
        return (Counter(gold) & Counter(predicted)).total()
    if mode == "boundary":
        return (Counter(s[:2] for s in gold) & Counter(s[:2] for s in predicted)).total()
    if mode != "overlap":
        raise ValueError(f"unknown mode {mode!r}; expected exact, boundary or overlap")
    return len(_pairs(gold, predicted))


def _pairs(
    gold: Sequence[LabelledSpan], predicted: Sequence[LabelledSpan]
) -> list[tuple[LabelledSpan, LabelledSpan]]:
    """The greatest number of pairs of spans that have the same label and share a code point.

    Among matchings of equal size, spans with a larger overlap are preferred.
    """
    found: list[tuple[LabelledSpan, LabelledSpan]] = []
    for label in {s[2] for s in gold} & {s[2] for s in predicted}:
        left = sorted((s for s in gold if s[2] == label), key=_range)
        right = sorted((s for s in predicted if s[2] == label), key=_range)
        if left == right and _are_apart(left):  # as of most documents: each span has one partner
            found += zip(left, right, strict=True)
            continue
        found += [(left[i], right[j]) for j, i in most_pairs(_neighbours(left, right)).items()]
    return sorted(found, key=lambda pair: (pair[0][:2], pair[1][:2]))


def _are_apart(spans: Sequence[LabelledSpan]) -> bool:
    """Whether no two share a code point, and none is empty. They are sorted."""
    return all(s[0] < s[1] for s in spans) and all(a[1] <= b[0] for a, b in pairwise(spans))


def _neighbours(left: Sequence[LabelledSpan], right: Sequence[LabelledSpan]) -> list[list[int]]:
    """For each left span, the right spans that overlap it, the most similar first."""
    found: list[list[int]] = []
    first, longest = 0, max((b[1] - b[0] for b in right), default=0)
    for (
        a
    ) in left:  # both sides are sorted: a span that ends before this one also ends before the next
        while first < len(right) and right[first][0] + longest <= a[0]:
            first += 1
        last = bisect_left(right, a[1], lo=first, key=lambda b: b[0])
        near = [j for j in range(first, last) if a[0] < right[j][1]]
        found.append(sorted(near, key=lambda j, a=a: (-_iou(a, right[j]), right[j][:2], j)))
    return found


def most_pairs(neighbours: Sequence[Sequence[int]]) -> dict[int, int]:
    """Match as many items of a left list as possible with items of a right list, one to one.

    `neighbours`: for each item on the left, the indices of the items on the right that it may have.
    Returns a mapping of right indices to left indices.
    Source: Kuhn (1955), The Hungarian method for the assignment problem (augmenting paths).

    >>> most_pairs([[0, 1], [0]])
    {0: 1, 1: 0}
    """
    taken: dict[int, int] = {}
    partners: dict[int, int] = {}  # the same, left to right
    for i in range(len(neighbours)):
        _augment(i, neighbours, taken, partners)
    return taken


def _augment(
    i: int, neighbours: Sequence[Sequence[int]], taken: dict[int, int], partners: dict[int, int]
) -> None:
    """Find a partner for `i`. If needed, change other partners along a shortest path."""
    came_from: dict[int, int] = {}
    waiting = deque([i])
    while waiting:
        at = waiting.popleft()
        for j in neighbours[at]:
            if j in came_from:
                continue
            came_from[j] = at
            if j not in taken:
                _turn(j, came_from, taken, partners)
                return
            waiting.append(taken[j])


def _turn(
    j: int, came_from: dict[int, int], taken: dict[int, int], partners: dict[int, int]
) -> None:
    """Give every span on the path its new partner."""
    while True:
        i = came_from[j]
        before = partners.get(i)
        taken[j], partners[i] = i, j
        if before is None:
            return
        j = before


def _range(span: LabelledSpan) -> tuple[int, int]:
    return span[:2]


def _iou(a: LabelledSpan, b: LabelledSpan) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0]))
