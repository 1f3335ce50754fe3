"""Pair the entries of two versions: by their ids, and what is left by place and identity."""

from collections.abc import Iterable, Iterator, Sequence

from communique.text.matching import Span, match
from communique.versions.entry import Entry


def entry_pairs(
    old: Sequence[Entry], new: Sequence[Entry]
) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Yield every entry once, beside its counterpart. None stands where there is none.

    Entries with the same id are the same. Of the others, those of a document that match by the
    common ranking of spans are the same entry under two ids.
    """
    by_old, by_new = _by_id(old), _by_id(new)
    for key in by_old.keys() & by_new.keys():
        yield by_old[key], by_new[key]
    removed = {k: t for k, t in by_old.items() if k not in by_new}
    added = {k: t for k, t in by_new.items() if k not in by_old}
    for a, b in _same(list(removed.values()), list(added.values())):
        del removed[_key(a)], added[_key(b)]
        yield a, b
    yield from ((entry, None) for entry in removed.values())
    yield from ((None, entry) for entry in added.values())


def _key(entry: Entry) -> tuple[str, str]:
    return entry.doc_id, entry.uid


def _by_id(listed: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    return {_key(entry): entry for entry in listed}


def _same(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for doc_id in sorted({t.doc_id for t in old} & {t.doc_id for t in new}):
        sides = [
            [t for t in side if t.doc_id == doc_id and t.place is not None] for side in (old, new)
        ]
        a, b = ([_span(t, n) for n, t in enumerate(side)] for side in sides)
        for x, y in match(a, b):
            yield sides[0][int(x.owner)], sides[1][int(y.owner)]


def _span(entry: Entry, number: int) -> Span:
    start, end = entry.place or (0, 0)
    identity = (entry.unit, entry.identity)
    return Span(start, end, entry.label or "", identity, entry.uid, str(number))
