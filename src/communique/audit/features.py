"""Features of the words of a span, their shape and their context, as strings."""

from collections.abc import Iterator
from itertools import pairwise

import regex

from communique.audit.item import AuditItem, Text, values_of
from communique.audit.surroundings import Surroundings

_LONG = 6  # tokens; a longer span is a bag of words
_BESIDE = 8  # tokens up to the next span


def shape(token: str) -> str:
    """The kinds of characters of a token, each run once.

    >>> shape("McKay7"), shape("kay")
    ('XxXxd', 'x')
    """
    kinds = (
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in token
    )
    return regex.sub(r"(.)\1+", r"\1", "".join(kinds))


def item_features(
    item: AuditItem, text: Text, but: str, beside: Surroundings | None = None
) -> list[str]:
    """The features of an item for one question; its other values are features too."""
    words = item.words(text)
    features = [
        f"{q}={v}" for q, value in item.values.items() if q != but for v in values_of(value)
    ]
    if item.kind == "document" or not words:
        features += [f"{q}={v}" for q, value in item.subject.items() for v in values_of(value)]
        return features + [f"b:{w}" for w in set(text.lower)]
    if len(words) > _LONG:
        bag = text.lower[words.start : words.stop]
        features += {f"b:{w}" for w in bag} | {f"p:{a} {b}" for a, b in pairwise(bag)}
    features += _surface(text, words)
    if beside is not None:
        features += _between(text, words, beside)
    return [*features, *_context(text, words), "bias"]


def _between(text: Text, words: range, beside: Surroundings) -> Iterator[str]:
    """The words up to the next spans, and what other spans are at the same place."""
    before = range(max(beside.before, words.start - _BESIDE), words.start)
    after = range(words.stop, min(beside.after, words.stop + _BESIDE))
    yield from {f"l:{text.lower[i]}" for i in before}
    yield from {f"r:{text.lower[i]}" for i in after}
    yield f"inside:{beside.is_inside}"
    yield f"holds:{beside.holds}"


def _surface(text: Text, words: range) -> Iterator[str]:
    tokens, lower = text.tokens.texts, text.lower
    first, last = words.start, words.stop - 1
    surface = " ".join(lower[first : last + 1])
    yield f"s:{surface}"
    yield f"f:{lower[first]}"
    yield f"h:{lower[last]}"
    yield f"n:{min(len(words), 8)}"
    yield "sh:" + " ".join(shape(t) for t in tokens[first : min(last + 1, first + 4)])
    yield from (f"w:{w}" for w in lower[first : last + 1][:_LONG])
    for n in (2, 3, 4):
        yield f"e{n}:{lower[last][-n:]}"
        yield f"a{n}:{lower[first][:n]}"
    before = lower[first - 1] if first else "^"
    after = lower[last + 1] if last + 1 < len(lower) else "$"
    yield f"sp:{before} {surface}"
    yield f"sn:{surface} {after}"


def _context(text: Text, words: range) -> Iterator[str]:
    lower = text.lower
    begin, end, type_ = text.block_of[words.start]

    def at(i: int) -> str:
        return lower[i] if begin <= i < end else "^"

    for n in (1, 2, 3):
        yield f"-{n}:{at(words.start - n)}"
        yield f"+{n}:{at(words.stop - 1 + n)}"
    yield f"-21:{at(words.start - 2)} {at(words.start - 1)}"
    yield f"+12:{at(words.stop)} {at(words.stop + 1)}"
    yield f"-+:{at(words.start - 1)} {at(words.stop)}"
    yield f"t:{type_}"
    near = (
        *range(max(begin, words.start - 8), words.start),
        *range(words.stop, min(end, words.stop + 8)),
    )
    yield from {f"c:{lower[i]}" for i in near}


def token_features(text: Text, i: int) -> list[str]:
    """The features of a place between two tokens: before the token `i`."""
    begin, end, type_ = text.block_of[i] if i < len(text.lower) else (0, 0, "")
    features = [f"t:{type_}"]
    window = [text.lower[k] if begin <= k < end else "^" for k in range(i - 3, i + 4)]
    shapes = [shape(text.tokens.texts[k]) if begin <= k < end else "^" for k in range(i - 2, i + 3)]
    features += [f"{n}:{w}" for n, w in enumerate(window)]
    features += [f"s{n}:{s}" for n, s in enumerate(shapes)]
    features += [f"b{n}:{window[n]} {window[n + 1]}" for n in (1, 2, 3, 4)]
    features += [f"sb{n}:{shapes[n]} {shapes[n + 1]}" for n in (0, 1, 2, 3)]
    features += [f"e{n}:{window[n][-3:]}" for n in (1, 2, 3, 4)]
    features += [
        f"m:{window[2]} {shapes[2]}",
        f"l:{shapes[1]} {window[3]}",
        f"r:{window[4]} {shapes[2]}",
    ]
    return features
