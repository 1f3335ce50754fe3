"""The difference between two states of `annotations/`: passes, annotations and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from communique.records import Values
from communique.versions.change import ChangeKind
from communique.versions.entry_pairs import entry_pairs
from communique.versions.former_names import FormerNames
from communique.versions.passes import Marked, Pass, PassKey

_NOT_BEGUN: Final = Pass("missing", {})


@dataclass(frozen=True, slots=True)
class AnnotationChange:
    """One annotation or decision that differs. `before` or `after` is None if there is none."""

    key: PassKey
    before: Marked | None
    after: Marked | None

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """`added` or `removed`, else each of `moved relabelled attribute` that applies."""
        if self.before is None or self.after is None:
            return ("added",) if self.before is None else ("removed",)
        a, b = self.before.entry, self.after.entry
        differences: list[tuple[ChangeKind, bool]] = [
            ("moved", a.unit == "span" and a.place != b.place),
            ("relabelled", a.label != b.label),
            ("attribute", a.attributes != b.attributes),
        ]
        return tuple(kind for kind, differs in differences if differs)

    def to_json(self) -> dict[str, Any]:
        """Return the change as a JSON object, without words of the text."""
        return {**_key(self.key), "kinds": list(self.kinds)} | {
            name: None if side is None else _entry(side)
            for name, side in (("before", self.before), ("after", self.after))
        }


@dataclass(frozen=True, slots=True)
class PassChange:
    """A pass, or the decisions on a document, that only one side has finished."""

    key: PassKey
    before: Pass
    after: Pass

    def to_json(self) -> dict[str, Any]:
        """Return the change as a JSON object."""
        return _key(self.key) | {
            name: {"status": side.status, "annotations": len(side.marked)}
            for name, side in (("before", self.before), ("after", self.after))
        }


@dataclass(frozen=True, slots=True)
class AnnotationDifference:
    """Passes that were finished or undone, and single changes in those that both sides finished."""

    passes: tuple[PassChange, ...]
    annotations: tuple[AnnotationChange, ...]


def annotation_difference(
    old: Mapping[PassKey, Pass], new: Mapping[PassKey, Pass], names: FormerNames
) -> AnnotationDifference:
    """Compare two states of `annotations/`: by ids, then by place and identity, in raw offsets.

    A label or value that has another name in the new state has not changed (`names`).
    """
    passes: list[PassChange] = []
    annotations: list[AnnotationChange] = []
    for key in sorted({*old, *new}):
        before, after = old.get(key, _NOT_BEGUN), new.get(key, _NOT_BEGUN)
        if before.is_finished and after.is_finished:
            annotations += _changes(key, _renamed(before, names), after)
        elif before.status != after.status:
            passes.append(PassChange(key, before, after))
    return AnnotationDifference(tuple(passes), tuple(annotations))


def _renamed(one: Pass, names: FormerNames) -> Pass:
    present = {
        uid: replace(marked, entry=names.present(marked.entry))
        for uid, marked in one.marked.items()
    }
    return Pass(one.status, present)


def _changes(key: PassKey, before: Pass, after: Pass) -> list[AnnotationChange]:
    changes = [c for c in _pairs(key, before, after) if c.kinds]
    return sorted(changes, key=_order)


def _pairs(key: PassKey, before: Pass, after: Pass) -> Iterator[AnnotationChange]:
    sides = ([m.entry for m in side.marked.values()] for side in (before, after))
    for a, b in entry_pairs(*sides):
        old, new = (a and before.marked[a.uid]), (b and after.marked[b.uid])
        yield AnnotationChange(key, old, new)


def _order(change: AnnotationChange) -> tuple[Any, ...]:
    """In the order of the text; values of the whole document come first."""
    side = change.after or change.before
    assert side is not None  # noqa: S101 - a change has one side or both
    return (*(side.entry.place or (-1, -1)), side.entry.uid)


def _key(key: PassKey) -> dict[str, Any]:
    return {
        "layer": key.layer,
        "document": key.doc_id,
        "annotator": key.annotator or None,
        "pass": None if key.is_decisions else key.number,
    }


def _entry(marked: Marked) -> dict[str, Any]:
    entry = marked.entry
    return {
        "uid": entry.uid,
        "place": list(entry.place) if entry.place else None,
        "label": entry.label,
        "attributes": {name: _plain(value) for name, value in entry.attributes.items()},
        "by": marked.by,
    }


def _plain(value: Values) -> str | list[str]:
    return list(value) if isinstance(value, tuple) else value
