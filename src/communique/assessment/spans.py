"""Where annotators saw something: spans pair by pair, and all of them on one continuum."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from communique.agreement.span_scores import Mode, match_spans
from communique.agreement.unitizing import UnitizingSums
from communique.assessment.measures import Plain, mean, plain
from communique.records import Record

LabelledSpan = tuple[int, int, str]
Passes = Mapping[str, Mapping[str, Sequence[LabelledSpan]]]  # annotator, document
MODES: Final[tuple[Mode, ...]] = ("exact", "boundary", "overlap")


class SpanPool:
    """The spans of a layer, added some documents at a time. Their sums are kept, not the spans.

    `voters` are those who did each document, of all documents.
    """

    def __init__(self, voters: Mapping[str, Sequence[str]]) -> None:
        self._voters = voters
        self._names = sorted({v for those in voters.values() for v in those})
        self._pairs = {pair: _Pair() for pair in combinations(self._names, 2)}
        self._documents: dict[str, Plain] = {}
        self._whole = UnitizingSums(len(self._names))
        self._apart: UnitizingSums | None = None  # of the outermost spans, where others differ
        self._left_out = 0
        self._n_common = 0

    def add(
        self, records: Iterable[Record], doc_ids: Sequence[str], lengths: Mapping[str, int]
    ) -> None:
        """Add documents: their spans, and `lengths`, the code points of their texts."""
        passes: dict[str, dict[str, list[LabelledSpan]]]
        passes = {name: defaultdict(list) for name in self._names}
        for r in records:
            voters = self._voters.get(r.doc_id, ())
            if r.annotator in voters and r.start is not None and r.end is not None:
                passes[r.annotator][r.doc_id].append((r.start, r.end, r.label))
        for doc_id in (d for d in doc_ids if d in self._voters):
            voters = self._voters[doc_id]
            scores: list[float | None] = []
            for a, b in combinations(sorted(voters), 2):
                both = passes[a].get(doc_id, []), passes[b].get(doc_id, [])
                scores.append(self._pairs[a, b].add(*both))
            known = [score for score in scores if score is not None]
            self._documents[doc_id] = {"f1": mean(known), "pairs": len(known)}
            if len(set(voters)) == len(self._names):
                self._add_common(passes, doc_id, lengths[doc_id] + 1)

    def _add_common(self, passes: Passes, doc_id: str, length: int) -> None:
        listed = [passes[name].get(doc_id, []) for name in self._names]
        apart = [_outermost(spans) for spans in listed]
        left_out = sum(map(len, listed)) - sum(map(len, apart))
        if left_out and self._apart is None:
            self._apart = self._whole.copy()
        self._whole.add(listed, length)
        if self._apart is not None:
            self._apart.add(apart, length)
        self._left_out += left_out
        self._n_common += 1

    def measures(self) -> Plain:
        """Pair by pair, by document, and on one continuum."""
        return {
            "pairs": [
                {"annotators": list(names), **pair.measures()}
                for names, pair in self._pairs.items()
            ],
            "documents": dict(sorted(self._documents.items())),
            "unitizing": self._unitizing(),
        }

    def _unitizing(self) -> Plain:
        """Alpha on the documents that all did, one after another; where spans of one annotator
        overlap, on their outermost ones, and it says how many were left out.
        """
        found, left_out = self._whole.coefficient(), 0
        if found.reason == "overlapping_units" and self._apart is not None:
            found, left_out = self._apart.coefficient(), self._left_out
        inner = found.ingredients
        return {
            **plain(found),
            "left_out": left_out,
            "documents": self._n_common,
            **{name: plain(inner[name]) for name in ("binary", "coding") if name in inner},
            "by_label": {k: plain(v) for k, v in inner.get("by_label", {}).items()},
        }


class _Pair:
    """What two annotators have in common, over all documents together."""

    def __init__(self) -> None:
        self._documents = 0
        self._sides = (0, 0)
        self._matched: Counter[str] = Counter()
        self._borders: Counter[tuple[int, int]] = Counter()

    def add(self, first: Sequence[LabelledSpan], second: Sequence[LabelledSpan]) -> float | None:
        """Add a document that both did. Return its exact F1."""
        self._documents += 1
        self._sides = self._sides[0] + len(first), self._sides[1] + len(second)
        matches, both = match_spans(first, second), len(first) + len(second)
        self._matched.update(matches.matched)
        self._borders.update(matches.borders)
        return 2 * matches.matched["exact"] / both if both else None

    def measures(self) -> Plain:
        """F1; in exchange the sides change precision and recall alone. And the borders."""
        ranked = sorted(self._borders.items(), key=lambda x: (-x[1], x[0]))
        borders = [{"start": start, "end": end, "count": n} for (start, end), n in ranked]
        pooled = {mode: self._pooled(mode) for mode in MODES}
        return {"documents": self._documents, **pooled, "borders": borders}

    def _pooled(self, mode: str) -> Plain:
        both, matched = sum(self._sides), self._matched[mode]
        f1 = 2 * matched / both if both else None
        return {"f1": f1, "matched": matched, "spans": list(self._sides)}


def _outermost(spans: Sequence[LabelledSpan]) -> list[LabelledSpan]:
    """Spans that do not overlap: those inside others are left out, and those that begin in one."""
    found: list[LabelledSpan] = []
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1], s[2])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found
