"""How often words are a span, at its edges and just outside; a span is compared with the others."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import log
from typing import Final

from communique.audit.edges import (
    OUTSIDE,
    Edge,
    edges_of,
    is_inside,
    opposite,
    shapes_of,
    without_edge,
)
from communique.audit.evidence import LIMIT, Evidence, limited
from communique.audit.item import AuditItem, Text
from communique.audit.places import Words, lower_of, surface_of, words_of

_LONGEST: Final = 6  # tokens of a span that is looked for elsewhere
NOTHING: Final = Evidence("border", 0.0, "", "")


class BorderCounts:
    """Counts over all spans of a layer. Every question is about a span `now` (as it is, or with a
    changed border) that stands for the span `own`, which the counts leave out.
    """

    def __init__(
        self, items: Sequence[AuditItem], texts: Mapping[str, Text], surfaces: Collection[str]
    ) -> None:
        self._surfaces: Counter[str] = Counter()
        self._edges: Counter[Edge] = Counter()
        self._shapes: Counter[Edge] = Counter()
        self._lengths: Counter[int] = Counter()
        self._cut = 0
        self._n = len(items)
        for item in items:
            text = texts[item.doc_id]
            words = words_of(item, text)
            self._surfaces[lower_of(words, text)] += 1
            self._edges.update(edges_of(text, words))
            self._shapes.update(shapes_of(text, words))
            self._lengths[words[1] - words[0]] += 1
            self._cut += is_cut(item, words, text)
        wanted = {s for s in {*surfaces, *self._surfaces} if s.count(" ") < _LONGEST}
        self._places = _places({i.doc_id for i in items}, texts, wanted)

    def marked(self, words: Words, own: Words, text: Text) -> int:
        """How many other spans have these words."""
        surface = lower_of(words, text)
        return self._surfaces[surface] - (surface == lower_of(own, text))

    def family(self, now: Words, own: Words, others: Sequence[Words], text: Text) -> Evidence:
        """Whether longer or shorter words are marked elsewhere."""
        counted = ((self.marked(w, own, text), w) for w in others)
        most, best = max(counted, default=(0, now))
        marked = self.marked(now, own, text)
        strength = limited(log((most + 0.5) / (marked + 0.5)))
        if not most:
            return Evidence("border", strength, "", "")
        shown = surface_of(best, text)
        why = f"'{shown}' is marked {most} times, '{surface_of(now, text)}' {marked} other times"
        return Evidence("border", strength, why, shown)

    def edge(self, now: Words, own: Words, text: Text, side: str) -> Evidence:
        """Whether the word at an edge, or the word beside it, is elsewhere on the other side."""
        ours = edges_of(text, own)
        best = Evidence("border", -LIMIT, "", "")
        for edge in _asked(edges_of(text, now), now):
            if not edge[0].startswith(side):
                continue
            here = self._edges[edge] - (edge in ours)
            there = self._edges[opposite(edge)] - (opposite(edge) in ours)
            strength = limited(log((there + 0.5) / (here + 0.5)))
            if strength > best.strength:
                best = Evidence("border", strength, *_edge_words(edge, now, text, here, there))
        return best

    def shape(self, now: Words, own: Words, text: Text) -> Evidence:
        """Whether words of this shape are elsewhere on the other side of the edge."""
        ours = shapes_of(text, own)
        strengths = [-LIMIT]
        for edge in _asked(shapes_of(text, now), now):
            here = self._shapes[edge] - (edge in ours)
            there = self._shapes[opposite(edge)] - (opposite(edge) in ours)
            strengths.append(log((there + 0.5) / (here + 0.5)))
        return Evidence("border", limited(max(strengths)), "words of this shape are rare here", "")

    def length(self, now: Words, own: Words) -> Evidence:
        """Whether spans of so many words are rare."""
        n, ours = now[1] - now[0], own[1] - own[0]
        most = max(c - (k == ours) for k, c in self._lengths.items())
        same = self._lengths[n] - (n == ours)
        strength = limited(log((most + 0.5) / (same + 0.5)))
        return Evidence("border", strength, f"{same} other spans have {n} words", "")

    def unmarked(self, now: Words, own: Words, text: Text) -> Evidence:
        """Whether the same words are mostly no span elsewhere."""
        marked = self.marked(now, own, text)
        others = max(self._places[lower_of(now, text)] - marked - 1, 0)
        why = f"these words are no span of their own at {others} other places, and at {marked} one"
        strength = limited(log((others + 0.5) / (marked + 0.5)))
        return Evidence("border", strength, why if others else "", "")

    def inside(self, item: AuditItem, now: Words, was_cut: bool, text: Text) -> Evidence:
        """Whether a span begins or ends inside a word, where few others do."""
        if not is_cut(item, now, text):
            return NOTHING
        others = self._cut - was_cut
        strength = limited(log((self._n + 1) / (others + 1)))
        why = f"it begins or ends inside a word, as {others} of {self._n - 1} other spans"
        return Evidence("border", strength, why, surface_of(now, text))


def is_cut(item: AuditItem, words: Words, text: Text) -> bool:
    """Whether a span begins or ends inside a token, or with a blank."""
    return words[0] < words[1] and text.edge(*words) != item.place


def _asked(edges: Sequence[Edge], now: Words) -> Iterator[Edge]:
    """A span of one word cannot lose it."""
    return (e for e in edges if not (is_inside(e) and now[1] - now[0] < 2))


def _edge_words(edge: Edge, now: Words, text: Text, here: int, there: int) -> tuple[str, str]:
    if not there or edge[1] == OUTSIDE:
        return "", ""
    side, other = ("inside", "outside") if is_inside(edge) else ("outside", "inside")
    why = (
        f"'{edge[1]}' is {side} here;"
        f" at this edge of other spans it is {other} {there} times and {side} {here} times"
    )
    return why, without_edge(edge, now, text)


def _places(
    documents: Collection[str], texts: Mapping[str, Text], surfaces: Collection[str]
) -> Counter[str]:
    """How often surfaces are in the texts, marked or not."""
    lengths = sorted({s.count(" ") + 1 for s in surfaces if s})
    counts: Counter[str] = Counter()
    for doc_id in documents:
        lower = texts[doc_id].lower
        for n in lengths:
            runs = (" ".join(lower[i : i + n]) for i in range(len(lower) - n + 1))
            counts.update(run for run in runs if run in surfaces)
    return counts
