"""Assign documents to splits and folds. Documents and groups are never divided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Source
from communique.schema import Schema


class SplitError(ValueError):
    """The splits of the schema do not fit the documents."""


@dataclass(frozen=True, slots=True)
class Placement:
    """The split of a document, and its fold: the number of its group of near-duplicates."""

    split: str
    fold: int


def place_documents(schema: Schema, sources: Sequence[Source]) -> dict[str, Placement]:
    """Find the split and fold of every document. Without splits in the schema, all are `train`.

    Raises SplitError for a document in no split or in several, a group in several splits, or an
    unknown name.
    """
    named = {name: frozenset(ids) for name, ids in schema.splits.items()}
    splits = {s.doc_id: _split_of(named, s) for s in sources}
    groups: dict[str, set[str]] = {}
    for source in sorted(sources, key=lambda s: s.doc_id):
        groups.setdefault(source.group, set()).add(splits[source.doc_id])
    for group, parts in groups.items():
        if len(parts) > 1:
            raise SplitError(f"group {group!r} is in several splits: {', '.join(sorted(parts))}")
    _no_strangers(schema, sources)
    fold = {group: number for number, group in enumerate(groups)}
    return {s.doc_id: Placement(splits[s.doc_id], fold[s.group]) for s in sources}


def _split_of(named: Mapping[str, frozenset[str]], source: Source) -> str:
    if not named:
        return "train"
    names = [n for n, ids in named.items() if source.doc_id in ids or source.group in ids]
    if len(names) != 1:
        where = " and ".join(names) or "no split"
        raise SplitError(f"document {source.doc_id!r} is in {where}")
    return names[0]


def _no_strangers(schema: Schema, sources: Sequence[Source]) -> None:
    known = {s.doc_id for s in sources} | {s.group for s in sources}
    named = {i for ids in schema.splits.values() for i in ids}
    if strangers := sorted(named - known):
        raise SplitError(f"splits name unknown documents or groups: {', '.join(strangers)}")
