"""Match spans that mark the same thing. Every comparison of sets of spans uses this ranking.

Only spans that share a code point can match. The ranks of a pair are: (1) same range and identity,
(2) same range, (3) same identity, (4) intersection over union of at least one half. Within a rank,
a larger overlap comes first, then place and label decide. The best pair is matched first, and no
span is matched twice.
"""

from collections.abc import Hashable, Iterator, Sequence

import msgspec

HALF = 0.5


class Span(msgspec.Struct, frozen=True, gc=False):
    """A range (code points, half-open) with its label, its identity, and its owner.

    `key` decides the last ties, so it must not depend on the order of the input.
    """

    start: int
    end: int
    label: str
    identity: Hashable
    key: str
    owner: str = ""


def iou(a: Span, b: Span) -> float:
    """Return the intersection over union of two ranges."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return max(shared, 0) / (max(a.end, b.end) - min(a.start, b.start) if shared > 0 else 1)


def match(old: Sequence[Span], new: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Return the matching pairs of two sets, one to one, best first."""
    if identical := _identical(old, new):
        return identical
    pairs: list[tuple[Span, Span]] = []
    used_old: set[Span] = set()
    used_new: set[Span] = set()
    sides = [(s, "old") for s in old] + [(s, "new") for s in new]
    ranked = [
        (a, b) if side_a == "old" else (b, a)
        for (a, side_a), (b, side_b) in _overlapping(sides)
        if side_a != side_b and rank(a, b) is not None
    ]
    for a, b in sorted(ranked, key=_order):
        if a not in used_old and b not in used_new:
            pairs.append((a, b))
            used_old.add(a)
            used_new.add(b)
    return pairs


def _identical(old: Sequence[Span], new: Sequence[Span]) -> list[tuple[Span, Span]] | None:
    """The pairs of two sets with the same ranges and identities, no range twice; else None.

    Each span then has one partner of the first rank.
    """
    after = {(s.start, s.end): s for s in new}
    if len(after) < len(new) or len(old) != len(new):
        return None
    pairs: list[tuple[Span, Span]] = []
    for span in sorted(old, key=_place):
        other = after.pop((span.start, span.end), None)
        if other is None or other.identity != span.identity or span.start >= span.end:
            return None
        pairs.append((span, other))
    return pairs


def cluster(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """Group matching spans, with at most one span of each owner. Each span is in exactly one group.

    The best pairs are joined first. The result does not depend on the order of spans or owners.
    """
    groups: list[tuple[Span, ...]] = []
    for together in _components(spans):
        first = together[0]
        ranges, owners = {(s.start, s.end) for s in together}, {s.owner for s in together}
        is_one = len(ranges) == 1 and len(owners) == len(together) and first.start < first.end
        groups += [tuple(together)] if is_one or len(together) == 1 else _clustered(together)
    return sorted(groups, key=lambda members: _place(members[0]))


def _components(spans: Sequence[Span]) -> Iterator[list[Span]]:
    """Spans that share code points, directly or through others, sorted by place."""
    together: list[Span] = []
    end = 0
    for span in sorted(spans, key=_place):
        if together and span.start >= end:
            yield together
            together = []
        end = max(end, span.end) if together else span.end
        together.append(span)
    if together:
        yield together


def _clustered(spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    group: dict[Span, list[Span]] = {span: [span] for span in spans}
    sides = [(s, s.owner) for s in spans]
    pairs = [(a, b) for (a, x), (b, y) in _overlapping(sides) if x != y and rank(a, b) is not None]
    for a, b in sorted((sorted(p, key=_place) for p in pairs), key=_order):
        first, second = group[a], group[b]
        if first is not second and not {s.owner for s in first} & {s.owner for s in second}:
            first += second
            group.update(dict.fromkeys(second, first))
    unique = {id(members): members for members in group.values()}
    return [tuple(sorted(members, key=_place)) for members in unique.values()]


def rank(a: Span, b: Span) -> int | None:
    """Return the rank of a pair, 1 for the most similar; None if the spans do not match."""
    overlap = iou(a, b)
    if overlap == 0:
        return None
    same_range, same_identity = overlap == 1, a.identity == b.identity
    if same_range:
        return 1 if same_identity else 2
    if same_identity:
        return 3
    return 4 if overlap >= HALF else None


def _order(pair: Sequence[Span]) -> tuple[object, ...]:
    a, b = pair
    return rank(a, b) or 0, -iou(a, b), _place(a), _place(b)


def _place(span: Span) -> tuple[int, int, str, str]:
    return span.start, span.end, span.label, span.key


def _overlapping(
    spans: Sequence[tuple[Span, str]],
) -> Iterator[tuple[tuple[Span, str], tuple[Span, str]]]:
    """Yield the pairs that share a code point, in one pass over the starts."""
    active: list[tuple[Span, str]] = []
    for span, side in sorted(spans, key=lambda s: (_place(s[0]), s[1])):
        active = [other for other in active if other[0].end > span.start]
        yield from ((other, (span, side)) for other in active)
        if span.end > span.start:
            active.append((span, side))
