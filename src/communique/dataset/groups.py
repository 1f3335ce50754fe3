"""Groups of near-duplicates: documents that share text, numbered once and for good."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from communique.corpus import Source
from communique.text.overlap import Words, allowed_runs, shared_runs


def document_groups(
    sources: Sequence[Source], overlaps: Iterable[Sequence[str]] = ()
) -> dict[str, int]:
    """The group number of each document; `overlaps` lists documents that share text.

    Documents are in one group if they share text, a `split_group` or a recorded `group`. A
    `split_group` that a person has set rules: it keeps a document out of every other group. A
    group keeps its recorded number, the smallest one where groups join; a new group takes the
    next free number, in the order of document ids. Numbers of withdrawn documents stay taken.
    """
    ordered = sorted(sources, key=lambda source: source.doc_id)
    set_by_hand = _set_by_hand(ordered)
    parents = {source.doc_id: source.doc_id for source in ordered}
    for documents in _links(ordered, set_by_hand, overlaps):
        first, *others = documents
        for other in others:
            if set_by_hand.get(first) == set_by_hand.get(other):
                _join(parents, first, other)
    members: defaultdict[str, list[Source]] = defaultdict(list)
    for source in ordered:
        members[_root(parents, source.doc_id)].append(source)
    return _numbered(list(members.values()))


def groups_of(
    sources: Sequence[Source], texts: Mapping[str, str], allowed: Collection[str]
) -> dict[str, int]:
    """The group number of each document; the texts are compared only if a number is missing."""
    if all(source.group is not None for source in sources if source.status == "active"):
        return document_groups(sources)
    return document_groups(sources, overlapping(texts, allowed))


def overlapping(texts: Mapping[str, str], allowed: Collection[str]) -> list[list[str]]:
    """Lists of documents that share a run of seven words other than the allowed phrases."""
    split = Words(sorted(texts), texts.__getitem__)
    shared = shared_runs(split, {doc_id: doc_id for doc_id in split}, allowed_runs(allowed))
    lists = {tuple(sorted({doc_id for doc_id, _ in places})) for places in shared.values()}
    return [list(documents) for documents in sorted(lists)]


def _set_by_hand(sources: Sequence[Source]) -> dict[str, str]:
    """Document id to `split_group`, without those that only repeat the document's own id."""
    named = Counter(s.split_group for s in sources if s.split_group)
    return {
        s.doc_id: s.split_group
        for s in sources
        if s.split_group and (s.split_group != s.doc_id or named[s.split_group] > 1)
    }


def _links(
    sources: Sequence[Source], set_by_hand: Mapping[str, str], overlaps: Iterable[Sequence[str]]
) -> Iterable[Sequence[str]]:
    same: defaultdict[tuple[str, object], list[str]] = defaultdict(list)
    for source in sources:
        if source.doc_id in set_by_hand:
            same["split_group", set_by_hand[source.doc_id]].append(source.doc_id)
        elif source.group is not None:
            same["group", source.group].append(source.doc_id)
    yield from same.values()
    for documents in overlaps:
        by_hand: defaultdict[str | None, list[str]] = defaultdict(list)
        for doc_id in documents:
            by_hand[set_by_hand.get(doc_id)].append(doc_id)
        yield from by_hand.values()


def _join(parents: dict[str, str], a: str, b: str) -> None:
    first, second = sorted((_root(parents, a), _root(parents, b)))
    parents[second] = first


def _root(parents: dict[str, str], doc_id: str) -> str:
    while parents[doc_id] != doc_id:
        parents[doc_id] = parents[parents[doc_id]]
        doc_id = parents[doc_id]
    return doc_id


def _numbered(groups: Sequence[Sequence[Source]]) -> dict[str, int]:
    """Document id to number. A recorded number belongs to the group of its first document."""
    numbers: dict[int, int] = {}
    used: set[int] = set()
    for index, group in enumerate(groups):
        recorded = [s.group for s in group if s.group is not None]
        if recorded and min(recorded) not in used:
            numbers[index] = min(recorded)
            used.add(min(recorded))
    taken = {s.group for group in groups for s in group if s.group is not None}
    free = iter(n for n in range(len(groups) + len(taken)) if n not in taken)
    for index in range(len(groups)):
        if index not in numbers:
            numbers[index] = next(free)
    return {s.doc_id: numbers[i] for i, group in enumerate(groups) for s in group}
