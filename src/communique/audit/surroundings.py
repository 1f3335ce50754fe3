"""Other spans around a span: how far away they are, and whether one is inside the other."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from communique.audit.item import AuditItem, Text

_WINDOW: Final = 40  # tokens within which a longer span may begin


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The token after the last span before (`before`), and the first token of the next span
    (`after`), both within the block; whether a span is inside another, or holds one.
    """

    before: int
    after: int
    is_inside: bool
    holds: bool


def surroundings(
    items: Sequence[AuditItem], texts: Mapping[str, Text]
) -> list[Surroundings | None]:
    """What is around each span; None for what has no place or no words."""
    by_document: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        if item.start is not None:
            by_document[item.doc_id].append(i)
    around: list[Surroundings | None] = [None] * len(items)
    for doc_id, numbers in by_document.items():
        text = texts[doc_id]
        words = {i: items[i].words(text) for i in numbers}
        places = sorted((w.start, w.stop) for w in words.values() if w)
        stops = sorted(stop for _, stop in places)
        for i, own in words.items():
            around[i] = _of(own, places, stops, text) if own else None
    return around


def _of(
    own: range, places: Sequence[tuple[int, int]], stops: Sequence[int], text: Text
) -> Surroundings:
    begin, end, _ = text.block_of[own.start]
    last = bisect_right(stops, own.start)
    next_ = bisect_left(places, (own.stop, 0))
    near = places[bisect_left(places, (own.start - _WINDOW, 0)) : next_]
    now = own.start, own.stop
    return Surroundings(
        max(begin, stops[last - 1] if last else begin),
        min(end, places[next_][0] if next_ < len(places) else end),
        any(a <= now[0] and now[1] <= b and (a, b) != now for a, b in near),
        any(now[0] <= a and b <= now[1] and (a, b) != now for a, b in near),
    )
