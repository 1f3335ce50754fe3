"""Assign documents to splits. Documents and groups are never divided."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Source
from communique.dataset.groups import document_groups
from communique.schema import Schema


class SplitError(ValueError):
    """The splits of the schema do not fit the documents. The message names every fault."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A document's split, and the number of its group of near-duplicates."""

    split: str
    group: int


def place_documents(
    schema: Schema,
    sources: Sequence[Source],
    groups: Mapping[str, int] | None = None,
    inactive: Collection[str] = (),
) -> dict[str, Placement]:
    """Split and group of every active document; without `groups`, those that `sources` state.

    Raises SplitError.
    """
    numbers = document_groups(sources) if groups is None else groups
    splits = split_documents(schema, sources, inactive)
    return {doc_id: Placement(split, numbers[doc_id]) for doc_id, split in splits.items()}


def split_documents(
    schema: Schema, sources: Sequence[Source], inactive: Collection[str] = ()
) -> dict[str, str]:
    """The split of every active document. Without a policy all are `train`.

    The policy may still name documents that are withdrawn or otherwise `inactive`. Raises
    SplitError: a document in no split or in two, a `split_group` divided between splits, an
    unknown name.
    """
    named = {name: frozenset(ids) for name, ids in schema.splits.items()}
    active = sorted((s for s in sources if s.status == "active"), key=lambda s: s.doc_id)
    splits = {s.doc_id: _splits_of(named, s) for s in active}
    faults = [
        *(
            f"document {d!r} is in {_joined(names) or 'no split'}"
            for d, names in splits.items()
            if len(names) != 1
        ),
        *_divided(active, splits),
        *_unknown(named, sources, inactive),
    ]
    if faults:
        raise SplitError("; ".join(faults))
    return {doc_id: name for doc_id, (name,) in splits.items()}


def _splits_of(named: Mapping[str, frozenset[str]], source: Source) -> list[str]:
    if not named:
        return ["train"]
    return [n for n, ids in named.items() if source.doc_id in ids or source.split_key in ids]


def _divided(active: Sequence[Source], splits: Mapping[str, list[str]]) -> Iterator[str]:
    members: defaultdict[str, list[Source]] = defaultdict(list)
    for source in active:
        members[source.split_key].append(source)
    for key, own in members.items():
        names = {name for source in own for name in splits[source.doc_id]}
        if len(own) > 1 and len(names) > 1:
            yield f"group {key!r} is divided between {_joined(sorted(names))}"


def _unknown(
    named: Mapping[str, frozenset[str]], sources: Sequence[Source], inactive: Collection[str]
) -> Iterator[str]:
    known = {s.doc_id for s in sources} | {s.split_key for s in sources} | set(inactive)
    if unknown := sorted({i for ids in named.values() for i in ids} - known):
        yield f"splits name no document or group of the corpus: {', '.join(unknown)}"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(names)
