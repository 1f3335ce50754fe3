"""List the differences between two datasets, sorted, the same in every run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from communique.dataset.names import DOCUMENTS
from communique.dataset.read import Released
from communique.dataset.stored_release import StoredRelease, batches_of
from communique.util.gc_pause import search_recent
from communique.versions.change import Change, ChangeKind
from communique.versions.entries import documents, entries
from communique.versions.entry import Entry
from communique.versions.entry_pairs import entry_pairs
from communique.versions.metadata import columns, other_files, wording

_DESCRIBING: Final = ("title", "byline", "publisher", "published", "language", "url")
_TEXT: Final = ("source_sha256", "text_sha256")


class Compared(NamedTuple):
    """Rows of two releases that were compared, and their changes, sorted."""

    old: Released
    new: Released
    changes: Sequence[Change]


def compare(old: Released, new: Released) -> list[Change]:
    """Return the changes from `old` to `new`.

    Rows with the same id are the same entry. Of the other rows, those that match by place and
    identity are the same entry with a new id. Ranges are in the raw text, so a fix of the cleaning
    changes only texts. If the flavours differ, texts are compared by hash, and notes are ignored.
    """
    return sorted((*_of_whole(old, new), *_of_rows(old, new)), key=_order)


def compare_stored(old: StoredRelease, new: StoredRelease) -> Iterator[Compared]:
    """As `compare`, a batch of documents at a time; first what is about no document."""
    whole = (*_of_whole(old.whole, new.whole), *_of_rows(old.whole, new.whole))
    yield Compared(old.whole, new.whole, sorted(whole, key=_order))
    for before, after in batches_of(old, new):
        yield Compared(before, after, sorted(_of_rows(before, after), key=_order))
        search_recent()


def _of_whole(old: Released, new: Released) -> Iterator[Change]:
    yield from columns(old, new)
    yield from other_files(old, new)
    yield from wording(old, new)


def _of_rows(old: Released, new: Released) -> Iterator[Change]:
    yield from _documents(old, new)
    before, after = entries(old, new), entries(new, old)
    both = old.flavour == new.flavour
    for config in dict.fromkeys([*before, *after]):
        yield from _entry_changes(before.get(config, []), after.get(config, []), notes=both)


def _order(change: Change) -> tuple[str, ...]:
    parts = (change.config, change.doc_id, change.uid, change.kind)
    return (*(p or "" for p in parts), str(change.before), str(change.after))


def _documents(old: Released, new: Released) -> Iterator[Change]:
    before, after = documents(old), documents(new)
    for doc_id in sorted({*before, *after}):
        if doc_id not in after:
            yield Change(DOCUMENTS, "removed", doc_id, doc_id, before[doc_id][0], None)
        elif doc_id not in before:
            yield Change(DOCUMENTS, "added", doc_id, doc_id, None, after[doc_id][0])
        else:
            yield from _document(doc_id, before[doc_id], after[doc_id])


def _document(
    doc_id: str, before: tuple[str, Mapping[str, Any]], after: tuple[str, Mapping[str, Any]]
) -> Iterator[Change]:
    (old_split, old), (new_split, new) = before, after

    def changed(kind: ChangeKind, name: str, a: Any, b: Any) -> Iterator[Change]:
        if a != b:
            yield Change(DOCUMENTS, kind, doc_id, name, a, b)

    yield from changed("split", "split", old_split, new_split)
    yield from changed("split", "split_group", old["split_group"], new["split_group"])
    for name in _TEXT:
        yield from changed("text", name, old[name], new[name])
    if old["text_sha256"] == new["text_sha256"]:
        yield from changed("text", "blocks", _blocks(old), _blocks(new))
    yield from changed("attribute", "genre", old["genre"], new["genre"])
    for name in _DESCRIBING:
        yield from changed("metadata", name, old[name], new[name])
    yield from changed("metadata", "group", _group(old), _group(new))


def _group(document: Mapping[str, Any]) -> Any:
    """The number of the group; the column was called `fold` until 2.0.0."""
    return document["group"] if "group" in document else document["fold"]


def _blocks(document: Mapping[str, Any]) -> list[list[Any]]:
    return [[b["block_id"], b["type"], b["raw_start"], b["raw_end"]] for b in document["blocks"]]


def _entry_changes(old: Sequence[Entry], new: Sequence[Entry], *, notes: bool) -> Iterator[Change]:
    for a, b in entry_pairs(old, new):
        if a is not None and b is not None:
            if a.uid != b.uid:
                ids = {"id": a.uid}, {"id": b.uid}
                yield Change(a.config, "metadata", a.doc_id or None, a.uid, *ids)
            yield from _differences(a, b, notes=notes)
        elif a is not None:
            yield Change(a.config, "removed", a.doc_id or None, a.uid, _label_and_place(a), None)
        elif b is not None:
            yield Change(b.config, "added", b.doc_id or None, b.uid, None, _label_and_place(b))


def _differences(old: Entry, new: Entry, *, notes: bool) -> Iterator[Change]:
    def changed(kind: ChangeKind, before: Any, after: Any) -> Change:
        return Change(old.config, kind, old.doc_id or None, old.uid, before, after)

    if old.place != new.place and old.unit == "span":
        yield changed("moved", list(old.place or ()), list(new.place or ()))
    if old.label != new.label:
        yield changed("relabelled", old.label, new.label)
    sides: list[tuple[ChangeKind, Mapping[str, Any], Mapping[str, Any]]] = [
        ("attribute", old.attributes, new.attributes),
        ("metadata", old.support, new.support),
    ]
    for kind, a, b in sides:
        names = [n for n in sorted({*a, *b}) if a.get(n) != b.get(n)]
        names = [n for n in names if notes or n != "notes"]
        if kind == "metadata":  # a column that is new has no former value
            names = [n for n in names if n in a and n in b]
        if names:
            yield changed(kind, {n: a.get(n) for n in names}, {n: b.get(n) for n in names})


def _label_and_place(entry: Entry) -> dict[str, Any]:
    return {"label": entry.label, "place": list(entry.place) if entry.place else None}
