"""Relations of annotators, pair of annotators by pair: matched by the items that they link."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import combinations

from communique.assessment.measures import Plain
from communique.records.linked_pairs import LinkedPair


class RelationPool:
    """The relations of a layer, added some documents at a time; `voters` by document, of all.

    Two relations match if they link the same compared items in the same direction, and in
    `labelled` also have the same label.
    """

    def __init__(self, voters: Mapping[str, Sequence[str]]) -> None:
        self._voters = voters
        names = sorted({v for those in voters.values() for v in those})
        self._pairs = list(combinations(names, 2))
        self._items: Counter[str] = Counter()
        self._matched: Counter[tuple[str, str, str]] = Counter()  # kind, two annotators
        self._counts: Counter[tuple[str, str, str, str]] = Counter()  # the same, and one of both

    def add(self, pairs: Sequence[LinkedPair]) -> None:
        """Add the linked pairs of whole documents."""
        for pair in pairs:
            shared = len(pair.voters) > 1
            kind = ("unanimous" if shared else "single") if pair.unanimous else "open"
            self._items[kind] += 1
        for a, b in self._pairs:
            own = [p for p in pairs if {a, b} <= {*self._voters.get(p.doc_id, ())}]
            labelled = [{(p.key, x) for p in own for x in p.labels.get(who, ())} for who in (a, b)]
            unlabelled = [{p.key for p in own if who in p.labels} for who in (a, b)]
            self._count("labelled", a, b, *labelled)
            self._count("unlabelled", a, b, *unlabelled)

    def _count(self, kind: str, a: str, b: str, first: Set[object], second: Set[object]) -> None:
        self._matched[kind, a, b] += len(first & second)
        self._counts[kind, a, b, a] += len(first)
        self._counts[kind, a, b, b] += len(second)

    def measures(self) -> Plain:
        """The number of linked pairs, and F1 of two annotators on the documents of both."""
        return {
            "items": {k: n for k, n in sorted(self._items.items()) if n},
            "pairs": [self._of_annotators(a, b) for a, b in self._pairs],
        }

    def _of_annotators(self, a: str, b: str) -> Plain:
        return {
            "annotators": [a, b],
            "documents": sum(a in those and b in those for those in self._voters.values()),
            "labelled": self._f1("labelled", a, b),
            "unlabelled": self._f1("unlabelled", a, b),
        }

    def _f1(self, kind: str, a: str, b: str) -> Plain:
        """F1, which is the same in both directions; None where neither has a relation."""
        sides = [self._counts[kind, a, b, a], self._counts[kind, a, b, b]]
        matched = self._matched[kind, a, b]
        f1 = 2 * matched / sum(sides) if sum(sides) else None
        return {"f1": f1, "matched": matched, "relations": sides}
