"""Borders of spans: other places where a span might begin or end, and what speaks for them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from communique.audit.evidence import Evidence, limited
from communique.audit.features import shape, token_features
from communique.audit.item import AuditItem, Text
from communique.audit.model import Floats, folds_of, matrix, yes_probabilities

_REACH = 3  # tokens
_LONGEST = 6  # tokens of a span that is looked for elsewhere
Words = tuple[int, int]  # first token, and the one after the last


@dataclass(frozen=True)
class Places:
    """All places before a token, of all texts in order: `first[doc_id]` is the row of the first,
    and `x` their features (None without models).
    """

    first: Mapping[str, int]
    fold: NDArray[np.int64]
    x: object


def places(texts: Sequence[Text], *, with_model: bool) -> Places:
    """The places of some texts. A text of n tokens has n + 1."""
    rows = [(text, i) for text in texts for i in range(len(text.lower) + 1)]
    first: dict[str, int] = {}
    for n, (text, _) in enumerate(rows):
        first.setdefault(text.doc_id, n)
    fold = folds_of([t.group for t, _ in rows], [t.doc_id for t, _ in rows])
    x = matrix([token_features(t, i) for t, i in rows]) if with_model and rows else None
    return Places(first, fold, x)


def words_of(item: AuditItem, text: Text) -> Words:
    """The tokens of a span as first and stop."""
    words = item.words(text)
    return words.start, words.stop


def neighbours(words: Words, text: Text, taken: set[Words]) -> list[Words]:
    """Other ranges of tokens that begin or end near, in the same block, and are no span."""
    first, stop = words
    if first >= len(text.lower):
        return []
    begin, end, _ = text.block_of[first]
    starts = range(max(begin, first - _REACH), min(stop, first + _REACH + 1))
    stops = range(max(first + 1, stop - _REACH), min(end, stop + _REACH) + 1)
    found = [(s, stop) for s in starts if s != first] + [(first, e) for e in stops if e != stop]
    return [w for w in found if w not in taken and not _runs_into(words, w, taken)]


def _runs_into(words: Words, other: Words, taken: set[Words]) -> bool:
    """Whether the change takes words of a span beside this one."""
    apart = ((a, b) for a, b in taken if b <= words[0] or words[1] <= a)
    return any(a < other[1] and other[0] < b for a, b in apart)


def border_evidence(
    items: Sequence[AuditItem], texts: Mapping[str, Text], where: Places
) -> list[list[Evidence]]:
    """For each span the same kinds of evidence in the same order; the suggestion is a surface."""
    words = [words_of(item, texts[item.doc_id]) for item in items]
    taken: dict[str, set[Words]] = defaultdict(set)
    for item, w in zip(items, words, strict=True):
        taken[item.doc_id].add(w)
    counts = _Counts(items, words, texts)
    starts, ends = _model(items, words, where)
    found: list[list[Evidence]] = []
    for item, w in zip(items, words, strict=True):
        text = texts[item.doc_id]
        near = [x for x in taken[item.doc_id] if abs(x[0] - w[0]) < 60]
        others = neighbours(w, text, set(near))
        row = [*counts.family(w, others, text), counts.inside(item, w, text)]
        first = where.first.get(item.doc_id, 0)
        row.append(counts.unmarked(w, text))
        row.append(_absent(starts, ends, first, w))
        row.append(_modelled("start", starts, first, w, [o for o in others if o[1] == w[1]], text))
        row.append(_modelled("end", ends, first, w, [o for o in others if o[0] == w[0]], text))
        found.append(row)
    return found


def _model(
    items: Sequence[AuditItem], words: Sequence[Words], where: Places
) -> tuple[Floats | None, Floats | None]:
    """The probabilities that a span begins before a token, and that one ends there."""
    if where.x is None or not items:
        return None, None
    yes = np.zeros((2, len(where.fold)), np.bool_)
    for item, (first, stop) in zip(items, words, strict=True):
        yes[0, where.first[item.doc_id] + first] = True
        yes[1, where.first[item.doc_id] + stop] = True
    found = [yes_probabilities(where.x, y, where.fold) for y in yes]
    return found[0], found[1]


def _modelled(
    edge: str, p: Floats | None, first: int, now: Words, others: Sequence[Words], text: Text
) -> Evidence:
    if p is None or not others:
        return Evidence("border model", -1.0 if p is None else -6.0, "", "")
    side = 0 if edge == "start" else 1
    best = max(others, key=lambda w: float(p[first + w[side]]))
    there, here = float(p[first + best[side]]), float(p[first + now[side]])
    strength = limited(log(there / here))
    why = f"a model of the borders expects the {edge} elsewhere ({there:.2f} to {here:.2f})"
    return Evidence("border model", strength, why, surface_of(best, text))


def _absent(starts: Floats | None, ends: Floats | None, first: int, now: Words) -> Evidence:
    """Whether the model expects a border at neither end."""
    if starts is None or ends is None:
        return Evidence("border model", 0.0, "", "")
    p = float(starts[first + now[0]]), float(ends[first + now[1]])
    strength = limited(sum(log((1 - x) / x) for x in p) / 2)
    why = f"a model of the borders expects none here (start {p[0]:.2f}, end {p[1]:.2f})"
    return Evidence("border model", strength, why, "")


def surface_of(words: Words, text: Text) -> str:
    """The characters of some tokens."""
    return text.text[slice(*text.edge(*words))]


class _Counts:
    """How often words are in a span, at its edges and just outside."""

    def __init__(
        self, items: Sequence[AuditItem], words: Sequence[Words], texts: Mapping[str, Text]
    ) -> None:
        self.surfaces: Counter[str] = Counter()
        self.edges: Counter[tuple[str, str]] = Counter()
        self.shapes: Counter[tuple[str, str]] = Counter()
        self.cut = 0
        self.n = len(items)
        for item, (first, stop) in zip(items, words, strict=True):
            text = texts[item.doc_id]
            self.surfaces[" ".join(text.lower[first:stop])] += 1
            for name, word in _edges(text, first, stop):
                self.edges[name, word] += 1
                self.shapes[name, _kind(word, text, name, first, stop)] += 1
            self.cut += _is_cut(item, (first, stop), text)
        self.places = self._places({i.doc_id for i in items}, texts)

    def _places(self, documents: set[str], texts: Mapping[str, Text]) -> Counter[str]:
        """How often the words of each span are in the texts, marked or not."""
        lengths = sorted({s.count(" ") + 1 for s in self.surfaces} & set(range(1, _LONGEST)))
        found: Counter[str] = Counter()
        for doc_id in documents:
            lower = texts[doc_id].lower
            for n in lengths:
                runs = (" ".join(lower[i : i + n]) for i in range(len(lower) - n + 1))
                found.update(run for run in runs if run in self.surfaces)
        return found

    def unmarked(self, now: Words, text: Text) -> Evidence:
        """Whether the same words are mostly no span elsewhere."""
        surface = " ".join(text.lower[slice(*now)])
        marked = self.surfaces[surface] - 1
        others = max(self.places[surface] - marked - 1, 0)
        why = f"these words are no span of their own at {others} other places, and at {marked} one"
        strength = limited(log((others + 0.5) / (marked + 0.5)))
        return Evidence("border", strength, why if others else "", "")

    def family(self, now: Words, others: Sequence[Words], text: Text) -> list[Evidence]:
        own = self.surfaces[" ".join(text.lower[slice(*now)])] - 1
        most, best = max(
            ((self.surfaces[" ".join(text.lower[a:b])], (a, b)) for a, b in others),
            default=(0, now),
        )
        strength = limited(log((most + 0.5) / (own + 0.5)))
        shown = surface_of(best, text)
        why = f"'{shown}' is marked {most} times, '{surface_of(now, text)}' {own} other times"
        edges = [self._edge(now, others, text, side) for side in ("start", "end")]
        return [
            Evidence("border", strength, why if most else "", shown if most else ""),
            *edges,
            self._shape(now, text),
        ]

    def _edge(self, now: Words, others: Sequence[Words], text: Text, side: str) -> Evidence:
        """Whether the word at an edge, or the word beside it, is elsewhere on the other side."""
        best = Evidence("border", -6.0, "", "")
        for name, word in _edges(text, *now):
            if not name.startswith(side) or (now[1] - now[0] < 2 and name.endswith("in")):
                continue
            other = f"{side} {'out' if name.endswith('in') else 'in'}"
            here, there = self.edges[name, word] - 1, self.edges[other, word]
            strength = limited(log((there + 0.5) / (here + 0.5)))
            if strength > best.strength:
                best = Evidence(
                    "border", strength, *_edge_words(now, text, name, word, here, there)
                )
        return best

    def _shape(self, now: Words, text: Text) -> Evidence:
        strengths = [-6.0]
        for name, word in _edges(text, *now):
            if now[1] - now[0] < 2 and name.endswith("in"):
                continue
            kind = _kind(word, text, name, *now)
            side, _, place = name.partition(" ")
            here = self.shapes[name, kind] - 1
            there = self.shapes[f"{side} {'out' if place == 'in' else 'in'}", kind]
            strengths.append(log((there + 0.5) / (here + 0.5)))
        return Evidence("border", limited(max(strengths)), "words of this shape are rare here", "")

    def inside(self, item: AuditItem, now: Words, text: Text) -> Evidence:
        if not _is_cut(item, now, text):
            return Evidence("border", 0.0, "", "")
        others = self.cut - 1
        strength = limited(log((self.n + 1) / (others + 1)))
        why = f"it begins or ends inside a word, as {others} of {self.n - 1} other spans"
        return Evidence("border", strength, why, surface_of(now, text))


def _edges(text: Text, first: int, stop: int) -> list[tuple[str, str]]:
    if first >= len(text.lower) or stop <= first:
        return []
    begin, end, _ = text.block_of[first]
    found = [("start in", text.lower[first]), ("end in", text.lower[stop - 1])]
    found.append(("start out", text.lower[first - 1] if first > begin else "^"))
    found.append(("end out", text.lower[stop] if stop < end else "^"))
    return found


def _kind(word: str, text: Text, name: str, first: int, stop: int) -> str:
    at = {"start in": first, "end in": stop - 1, "start out": first - 1, "end out": stop}[name]
    return "^" if word == "^" else shape(text.tokens.texts[at])


def _edge_words(
    now: Words, text: Text, name: str, word: str, here: int, there: int
) -> tuple[str, str]:
    first, stop = now
    moved = {
        "start in": (first + 1, stop),
        "end in": (first, stop - 1),
        "start out": (first - 1, stop),
        "end out": (first, stop + 1),
    }[name]
    if not there or word == "^":
        return "", ""
    is_in = name.endswith("in")
    why = (
        f"'{word}' is {'inside' if is_in else 'outside'} here;"
        f" at this edge of other spans it is {'outside' if is_in else 'inside'} {there} times and"
        f" {'inside' if is_in else 'outside'} {here} times"
    )
    return why, surface_of(moved, text)


def _is_cut(item: AuditItem, words: Words, text: Text) -> bool:
    return words[0] < words[1] and text.edge(*words) != item.place


def moved(item: AuditItem, words: Words, text: Text) -> AuditItem:
    """The item with other borders."""
    start, end = text.edge(*words)
    return replace(item, start=start, end=end)
