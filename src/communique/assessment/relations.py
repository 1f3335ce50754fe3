"""Relations of annotators, pair of annotators by pair: matched by the items that they link."""

from collections.abc import Mapping, Sequence, Set
from itertools import combinations

from communique.assessment.measures import Plain
from communique.records.linked_pairs import LinkedPair


def measure_relations(pairs: Sequence[LinkedPair], voters: Mapping[str, Sequence[str]]) -> Plain:
    """F1 of each pair of annotators on the documents of both; `voters` by document.

    Two relations match if they link the same compared items in the same direction, and in
    `labelled` also have the same label.
    """
    names = sorted({v for those in voters.values() for v in those})
    counts = {"unanimous": sum(p.unanimous for p in pairs if len(p.voters) > 1)}
    counts["open"] = sum(not p.unanimous for p in pairs)
    counts["single"] = len(pairs) - sum(counts.values())
    return {
        "items": {k: n for k, n in sorted(counts.items()) if n},
        "pairs": [_of_annotators(pairs, a, b, voters) for a, b in combinations(names, 2)],
    }


def _of_annotators(
    pairs: Sequence[LinkedPair], a: str, b: str, voters: Mapping[str, Sequence[str]]
) -> Plain:
    documents = {d for d, those in voters.items() if a in those and b in those}
    shared = [pair for pair in pairs if pair.doc_id in documents]
    labelled = [{(p.key, x) for p in shared for x in p.labels.get(who, ())} for who in (a, b)]
    unlabelled = [{p.key for p in shared if who in p.labels} for who in (a, b)]
    return {
        "annotators": [a, b],
        "documents": len(documents),
        "labelled": _f1(*labelled),
        "unlabelled": _f1(*unlabelled),
    }


def _f1(first: Set[object], second: Set[object]) -> Plain:
    """F1, which is the same in both directions; None where neither has a relation."""
    matched, total = len(first & second), len(first) + len(second)
    f1 = 2 * matched / total if total else None
    return {"f1": f1, "matched": matched, "relations": [len(first), len(second)]}
