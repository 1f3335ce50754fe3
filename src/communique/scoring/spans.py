"""Compare the spans of one block, one to one. Touching spans share no code point."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from communique.agreement.span_scores import most_pairs
from communique.records.predictions import PredictedSpan
from communique.scoring.counts import Counts
from communique.scoring.labels import as_set

EXACT: Final = "exact"
BOUNDARY: Final = "boundary"
OVERLAP: Final = "overlap"
TUPLE: Final = "tuple"
OUTERMOST: Final = "outermost"
NESTED: Final = "nested"
Spans = Sequence[PredictedSpan]
Compared = tuple[str, str, Counts]  # figure, label, counts


def compare_spans(gold: Spans, predicted: Spans, identity: Sequence[str] = ()) -> list[Compared]:
    """Counts by figure and label of the spans of one block.

    `exact`: same range and label. `boundary`: same range (label `""`). `overlap`: same label and a
    shared code point. `tuple` (if `identity` names attributes): as `overlap`, and the same
    attributes; for an attribute with several values, one shared value is enough. `outermost` and
    `nested` are `exact` for spans that are not inside a longer span of their own side, and for the
    other spans. Every span is matched at most once, and the number of pairs is the greatest
    possible.

    >>> gold, predicted = PredictedSpan(0, 3, "person"), PredictedSpan(0, 4, "person")
    >>> [(name, c.tp) for name, _, c in compare_spans([gold], [predicted])][-3:]
    [('overlap', 1), ('outermost', 0), ('outermost', 0)]
    """
    if not gold and not predicted:
        return []
    compared = [(EXACT, *c) for c in _same(gold, predicted, _labelled_range)]
    ranges = total_of(_same(gold, predicted, lambda s: (s.start, s.end)))
    compared.append((BOUNDARY, "", ranges))
    compared += [(OVERLAP, *c) for c in _overlapping(gold, predicted, ())]
    if identity:
        compared += [(TUPLE, *c) for c in _overlapping(gold, predicted, identity)]
    for name, is_inner in ((OUTERMOST, False), (NESTED, True)):
        known, guessed = _where(gold, is_inner), _where(predicted, is_inner)
        compared += [(name, *c) for c in _same(known, guessed, _labelled_range)]
    return compared


def _where(spans: Spans, is_inner: bool) -> list[PredictedSpan]:
    return [s for s, nested in zip(spans, _inner(spans), strict=True) if nested is is_inner]


def same_spans(
    gold: Spans, predicted: Spans, identity: Sequence[str] = ()
) -> list[tuple[PredictedSpan, PredictedSpan]]:
    """Pairs of spans with the same range and label, one to one; with the same identity first."""
    left: dict[Hashable, list[PredictedSpan]] = {}
    for span in predicted:
        left.setdefault(_labelled_range(span), []).append(span)
    pairs: list[tuple[PredictedSpan, PredictedSpan]] = []
    for is_whole in (True, False):
        done = {id(span) for span, _ in pairs}
        for span in (s for s in gold if id(s) not in done):
            others = left.get(_labelled_range(span), [])
            for i, other in enumerate(others):
                if not is_whole or all(_is_shared(span, other, name) for name in identity):
                    pairs.append((span, others.pop(i)))
                    break
    return pairs


def total_of(compared: Iterable[tuple[str, Counts]]) -> Counts:
    """The counts of all labels together."""
    counts = [c for _, c in compared]
    return Counts(*(sum(column) for column in zip(*counts, strict=True))) if counts else Counts()


def _labelled_range(span: PredictedSpan) -> Hashable:
    return span.start, span.end, span.label


def _same(
    gold: Spans, predicted: Spans, key: Callable[[PredictedSpan], Hashable]
) -> Iterator[tuple[str, Counts]]:
    """Counts by label of spans with the same key. A wrong span counts for its own label."""
    known, guessed = Counter(map(key, gold)), Counter(map(key, predicted))
    labels = {key(s): s.label for s in (*predicted, *gold)}
    for each in labels:
        right = min(known[each], guessed[each])
        yield labels[each], Counts(right, guessed[each] - right, known[each] - right)


def _overlapping(
    gold: Spans, predicted: Spans, identity: Sequence[str]
) -> Iterator[tuple[str, Counts]]:
    known, guessed = _by_label(gold), _by_label(predicted)
    for label in {**known, **guessed}:
        left, right = known.get(label, []), guessed.get(label, [])
        pairs = most_pairs([_partners(span, right, identity) for span in left])
        yield label, Counts(len(pairs), len(right) - len(pairs), len(left) - len(pairs))


def _by_label(spans: Spans) -> dict[str, list[PredictedSpan]]:
    ordered = sorted(spans, key=lambda s: (s.label, s.start, s.end))
    return {label: list(own) for label, own in groupby(ordered, key=lambda s: s.label)}


def _partners(span: PredictedSpan, others: Spans, identity: Sequence[str]) -> list[int]:
    """The spans that can be matched with this one; those with its range come first."""
    near = [
        i
        for i, other in enumerate(others)
        if span.start < other.end
        and other.start < span.end
        and all(_is_shared(span, other, name) for name in identity)
    ]
    same = (span.start, span.end)
    return sorted(near, key=lambda i: (others[i].start, others[i].end) != same)


def _is_shared(a: PredictedSpan, b: PredictedSpan, name: str) -> bool:
    one, other = as_set(a.attributes.get(name)), as_set(b.attributes.get(name))
    return bool(set(one) & set(other)) or (not one and not other)


def _inner(spans: Spans) -> list[bool]:
    """Whether each span lies inside a longer one of the same side."""
    nested = [False] * len(spans)
    order = sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end))
    reached, before = -1, (-1, -1)  # the furthest end so far, and the range that reached it
    for i in order:
        span = (spans[i].start, spans[i].end)
        nested[i] = span[1] <= reached and span != before
        if span[1] > reached:
            reached, before = span[1], span
    return nested
