"""The words at the edges of a span, inside and just outside."""

from collections.abc import Callable

from communique.audit.features import shape
from communique.audit.item import Text
from communique.audit.places import Words, surface_of

Edge = tuple[str, str]  # `start in`, `end in`, `start out` or `end out`, and the word there
OUTSIDE = "^"  # the edge of the block


def edges_of(text: Text, words: Words) -> list[Edge]:
    """The four words at the edges, without case. A span of one word has it at both edges."""
    return _edges(text, words, lambda i: text.lower[i])


def shapes_of(text: Text, words: Words) -> list[Edge]:
    """The shapes of the words at the edges."""
    return _edges(text, words, lambda i: shape(text.tokens.texts[i]))


def _edges(text: Text, words: Words, at: Callable[[int], str]) -> list[Edge]:
    first, stop = words
    if first >= len(text.lower) or stop <= first:
        return []
    begin, end, _ = text.block_of[first]
    return [
        ("start in", at(first)),
        ("end in", at(stop - 1)),
        ("start out", at(first - 1) if first > begin else OUTSIDE),
        ("end out", at(stop) if stop < end else OUTSIDE),
    ]


def is_inside(edge: Edge) -> bool:
    """Whether the word is part of the span."""
    return edge[0].endswith("in")


def opposite(edge: Edge) -> Edge:
    """The same word on the other side of the edge."""
    return f"{edge[0].partition(' ')[0]} {'out' if is_inside(edge) else 'in'}", edge[1]


def without_edge(edge: Edge, words: Words, text: Text) -> str:
    """The words of the span, if the word is moved to the other side of its edge."""
    first, stop = words
    changed = {
        "start in": (first + 1, stop),
        "end in": (first, stop - 1),
        "start out": (first - 1, stop),
        "end out": (first, stop + 1),
    }[edge[0]]
    return surface_of(changed, text)
