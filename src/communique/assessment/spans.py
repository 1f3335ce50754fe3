"""Where annotators saw something: spans pair by pair, and all of them on one continuum."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, combinations
from typing import Any

from communique.agreement import boundary_table, span_f1, unitizing_alpha
from communique.assessment.measures import Plain, mean, plain
from communique.records import Record

LabelledSpan = tuple[int, int, str]
Passes = Mapping[str, Mapping[str, Sequence[LabelledSpan]]]  # annotator, document
MODES = ("exact", "boundary", "overlap")


def measure_spans(
    records: Sequence[Record], voters: Mapping[str, Sequence[str]], lengths: Mapping[str, int]
) -> Plain:
    """`voters` are those who did each document, `lengths` the code points of its text."""
    names = sorted({v for those in voters.values() for v in those})
    passes: dict[str, dict[str, list[LabelledSpan]]] = {name: defaultdict(list) for name in names}
    for r in records:
        if r.annotator in voters.get(r.doc_id, ()) and r.start is not None and r.end is not None:
            passes[r.annotator][r.doc_id].append((r.start, r.end, r.label))
    pairs = [_of_pair(passes, a, b, voters) for a, b in combinations(names, 2)]
    common = [d for d in sorted(voters) if len(set(voters[d])) == len(names)]
    return {
        "pairs": pairs,
        "documents": {d: _of_document(passes, d, voters[d]) for d in sorted(voters)},
        "unitizing": _unitizing(passes, common, lengths),
    }


def _of_pair(passes: Passes, a: str, b: str, voters: Mapping[str, Sequence[str]]) -> Plain:
    documents = [d for d in sorted(voters) if a in voters[d] and b in voters[d]]
    found: Plain = {"annotators": [a, b], "documents": len(documents)}
    for mode in MODES:
        found[mode] = _pooled(passes, a, b, documents, mode)
    borders: Counter[tuple[int, int]] = Counter()
    for d in documents:
        borders.update(boundary_table(passes[a].get(d, []), passes[b].get(d, [])))
    found["borders"] = [
        {"start": start, "end": end, "count": n}
        for (start, end), n in sorted(borders.items(), key=lambda x: (-x[1], x[0]))
    ]
    return found


def _pooled(passes: Passes, a: str, b: str, documents: Sequence[str], mode: Any) -> Plain:
    """F1 over all documents together; in exchange the sides change precision and recall alone."""
    scores = [span_f1(passes[a].get(d, []), passes[b].get(d, []), mode) for d in documents]
    matched = sum(s.ingredients["matched"] for s in scores)
    first = sum(s.ingredients["gold"] for s in scores)
    second = sum(s.ingredients["predicted"] for s in scores)
    f1 = 2 * matched / (first + second) if first + second else None
    return {"f1": f1, "matched": matched, "spans": [first, second]}


def _of_document(passes: Passes, doc_id: str, voters: Sequence[str]) -> Plain:
    """The mean exact F1 of all pairs."""
    scores = [
        span_f1(passes[a].get(doc_id, []), passes[b].get(doc_id, [])).value
        for a, b in combinations(sorted(voters), 2)
    ]
    known = [s for s in scores if s is not None]
    return {"f1": mean(known), "pairs": len(known)}


def _unitizing(passes: Passes, documents: Sequence[str], lengths: Mapping[str, int]) -> Plain:
    """Alpha on the documents that all did, one after another; where spans of one annotator overlap,
    on their outermost ones, and it says how many were left out.
    """
    ends = list(accumulate(lengths[d] + 1 for d in documents))
    starts = {d: end - lengths[d] - 1 for d, end in zip(documents, ends, strict=True)}
    length = sum(lengths[d] + 1 for d in documents)
    listed = [
        [(s + starts[d], e + starts[d], label) for d in documents for s, e, label in own.get(d, [])]
        for own in passes.values()
    ]
    found, left_out = unitizing_alpha(listed, length), 0
    if found.reason == "overlapping_units":
        apart = [_outermost(spans) for spans in listed]
        found = unitizing_alpha(apart, length)
        left_out = sum(map(len, listed)) - sum(map(len, apart))
    inner = found.ingredients
    return {
        **plain(found),
        "left_out": left_out,
        "documents": len(documents),
        **{name: plain(inner[name]) for name in ("binary", "coding") if name in inner},
        "by_label": {k: plain(v) for k, v in inner.get("by_label", {}).items()},
    }


def _outermost(spans: Sequence[LabelledSpan]) -> list[LabelledSpan]:
    """Spans that do not overlap: those inside others are left out, and those that begin in one."""
    found: list[LabelledSpan] = []
    for span in sorted(set(spans), key=lambda s: (s[0], -s[1], s[2])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found
