"""A label, a value or an entry of a list under another name, through the whole corpus."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.adjudication.inherit_ids import decision_order
from communique.adjudication.votes import ABSENT
from communique.checks.catalogue import KINDS
from communique.corpus import CorpusFolder
from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.quoted_numbers import quoting_files
from communique.dataset.splits import SplitError
from communique.problems import Problem
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer, Vote
from communique.rendering.files import rendered_files
from communique.schema import Layer, Schema, YamlError, load_schema
from communique.schema.renaming import UnknownListError, ValueList, find_list, renamed_text
from communique.util.atomic_write import json_text, write_atomic, write_together
from communique.util.plural import counted
from communique.workflow.adjudicate import AdjudicationState
from communique.workspace import Corpus, CorpusReading

_CONTROL: Final = re.compile(r"[A-Za-z0-9_-]+")


class RenameError(ValueError):
    """The name cannot be changed: what is wrong, and how to go on."""

    def __init__(self, message: str, fix: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.fix = fix
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Renamed:
    """What changed: the list, the files, how many records and decisions have the new name, and
    what is left for a person.
    """

    list_name: str
    old: str
    new: str
    merged: bool
    files: tuple[str, ...]
    records: int
    decisions: int
    notes: tuple[str, ...]


def rename(corpus: Corpus, kind: str, old: str, new: str, *, merge: bool = False) -> Renamed:
    """Rename a value, and write every file that names it, or none.

    `kind` is `LAYER.label`, `LAYER.ATTRIBUTE` or the name of a list. With `merge` the list may have
    `new`: `old` becomes part of it. Exports stay as they are; they are read under the new name.
    Raises RenameError, UnsoundCorpusError, OSError.
    """
    corpus.require_sound("exports", "adjudications", "decisions")
    schema, folder = corpus.schema, corpus.folder
    of = _checked(schema, kind, old, new, merge=merge)
    text = folder.schema.read_bytes().decode("utf-8-sig")
    try:
        text = renamed_text(text, schema, of, old, new)
        after = _read(text)
    except YamlError as error:
        reason = "; ".join(f"{fault.key}: {fault.message}" for fault in error.faults)
        raise RenameError(f"the schema would not be valid: {reason}") from None
    decided = {
        name: _decisions(after.layer(name), after, of, found, old, new)
        for name, found in corpus.adjudicated.items()
        if name in {layer.name for layer in schema.layers}
    }
    decided = {**corpus.adjudicated, **decided}
    changed = corpus.reading.with_changes(after, decided)
    _refuse_losses(changed)
    if new in of.ids:
        decided |= _adjudicated_again(changed, decided)
        changed = corpus.reading.with_changes(after, decided)
    files, notes = _files(corpus, changed, text, decided)
    write_together(files)
    return Renamed(
        of.name,
        old,
        new,
        new in of.ids,
        tuple(sorted(folder.relative(path) for path in files)),
        _differences(corpus.reading.records, changed.records),
        sum(
            _count(found.decisions, decided[name].decisions)
            for name, found in corpus.adjudicated.items()
        ),
        (*notes, *_notes(folder, schema, of, old)),
    )


def _checked(schema: Schema, kind: str, old: str, new: str, *, merge: bool) -> ValueList:
    """The list that is meant. Raises RenameError."""
    try:
        of = find_list(schema, kind)
    except UnknownListError as error:
        fix = "Name LAYER.label, LAYER.ATTRIBUTE or a list of the schema."
        raise RenameError(str(error), fix) from None
    if old not in of.ids:
        known = ", ".join(of.ids[:12]) + (" …" if len(of.ids) > 12 else "")
        raise RenameError(f"{of.name} has no value {old!r}", f"Its values: {known}")
    if not new or new != new.strip() or not new.isprintable() or "," in new:
        raise RenameError(f"{new!r} is not a valid name", "Use letters, digits, `_` and `-`.")
    if new == old:
        raise RenameError("the old name and the new name are the same")
    asked = [x.name for x in schema.layers for a in x.attributes if of.asks(x, a)]
    if new in of.ids:
        if not merge:
            raise RenameError(f"{of.name} has {new!r} already", "To join both, add `--merge`.")
        if asked:
            message = f"layer {asked[0]} asks one question for each value of {of.name}"
            raise RenameError(message, "Two of its values cannot be merged.")
    elif merge:
        raise RenameError(f"{of.name} has no value {new!r} to merge into", "Leave out `--merge`.")
    if asked and not _CONTROL.fullmatch(new):
        message = f"{new!r} cannot be part of a control's name (layer {asked[0]})"
        raise RenameError(message, "Use letters, digits, `_` and `-`.")
    return of


def _read(text: str) -> Schema:
    """The schema of a text. Raises YamlError."""
    with tempfile.TemporaryDirectory() as beside:
        path = Path(beside) / "corpus.yaml"
        write_atomic(path, text)
        return load_schema(path)


def _refuse_losses(changed: CorpusReading) -> None:
    """Raise RenameError where the corpus could not be read whole any more."""
    problems = Corpus.of(changed).unread("exports", "adjudications", "decisions")
    if problems:
        message = f"{counted(len(problems), 'problem')}: the corpus could not be read whole"
        raise RenameError(message, "Nothing was changed.", problems)


def _decisions(
    layer: Layer, schema: Schema, of: ValueList, found: AdjudicatedLayer, old: str, new: str
) -> AdjudicatedLayer:
    """The decisions of a layer under the new name; ids and candidates stay."""
    renamer = _Renamer(layer, schema, of, old, new)
    renamed = sorted(map(renamer.decision, found.decisions), key=decision_order)
    return found.model_copy(update={"decisions": renamed})


@dataclass(frozen=True, slots=True)
class _Renamer:
    """Puts the new name into decisions of a layer (as the new schema has it)."""

    layer: Layer
    schema: Schema
    of: ValueList
    old: str
    new: str

    def decision(self, found: AdjudicatedDecision) -> AdjudicatedDecision:
        """The decision under the new name."""
        if found.kind == "document":
            return self._document(found)
        changes: dict[str, object] = {}
        if self.of.is_labels_of(self.layer):
            changes |= self._labels(found, self.layer.label_ids)
        attributes = dict(found.attributes)
        for attribute in self.layer.region_attributes:
            given = attributes.get(attribute.name)
            if given is not None and self.of.gives(self.layer, attribute):
                order = self.schema.values(self.layer, attribute.name)
                attributes[attribute.name] = self._values(given, order)
        return found.model_copy(update={**changes, "attributes": attributes})

    def _document(self, found: AdjudicatedDecision) -> AdjudicatedDecision:
        name = str(found.attributes.get("attribute"))
        own = (a for a in self.layer.document_attributes if a.name == name)
        attribute = next(own, None)
        if attribute is None:
            return found
        changes: dict[str, object] = {}
        if self.of.gives(self.layer, attribute):
            changes |= self._labels(found, self.schema.values(self.layer, name))
        attributes = dict(found.attributes)
        if self.of.asks(self.layer, attribute) and attribute.key_column in attributes:
            attributes[attribute.key_column] = self._name(str(attributes[attribute.key_column]))
        return found.model_copy(update={**changes, "attributes": attributes})

    def _labels(self, found: AdjudicatedDecision, order: Sequence[str]) -> Mapping[str, object]:
        counts: dict[str, int] = {}
        for vote in found.votes:
            name = self._name(vote.label)
            counts[name] = counts.get(name, 0) + vote.count
        rank = {name: number for number, name in enumerate((*order, ABSENT))}
        listed = sorted(counts, key=lambda name: rank.get(name, len(order)))
        votes = [Vote(label=name, count=counts[name]) for name in listed]
        return {"label": self._name(found.label), "votes": votes}

    def _values(self, given: str | list[str], order: Sequence[str]) -> str | list[str]:
        if isinstance(given, str):
            return self._name(given)
        rank = {name: number for number, name in enumerate(order)}
        named = dict.fromkeys(self._name(value) for value in given)
        return sorted(named, key=lambda name: rank.get(name, len(order)))

    def _name(self, name: str) -> str:
        return self.new if name == self.old else name


def _adjudicated_again(
    changed: CorpusReading, decided: Mapping[str, AdjudicatedLayer]
) -> dict[str, AdjudicatedLayer]:
    """After a merge some items are unanimous that were not before."""
    state = AdjudicationState(Corpus.of(changed))
    layers = [x for x in state.corpus.schema.layers if x.name in decided]
    return {layer.name: state.resolve(layer).layer for layer in layers}


def _files(
    corpus: Corpus, changed: CorpusReading, text: str, decided: Mapping[str, AdjudicatedLayer]
) -> tuple[dict[Path, str], list[str]]:
    """Every file that changes, with its content; the schema last. And what could not be done."""
    folder, after = corpus.folder, Corpus.of(changed)
    files = {
        folder.adjudicated(name): json_text(layer.model_dump())
        for name, layer in decided.items()
        if layer != corpus.adjudicated[name]
    }
    notes: list[str] = []
    if folder.rendered.is_dir():
        rendered = rendered_files(after.schema, KINDS.values())
        files |= {folder.rendered / name: content for name, content in rendered.items()}
    try:
        quoting = quoting_files(after)
        files |= {folder.root / n: new for n, (old, new) in quoting.items() if old != new}
    except (NeedsAdjudicationError, SplitError) as error:
        notes.append(f"the numbers in README and DATASHEET are not up to date: {error}")
    files = {path: content for path, content in files.items() if not _is(path, content)}
    return {**files, folder.schema: text}, notes


def _is(path: Path, content: str) -> bool:
    return path.is_file() and path.read_bytes() == content.encode("utf-8")


def _differences(before: Sequence[object], after: Sequence[object]) -> int:
    return sum(a != b for a, b in zip(before, after, strict=False))


def _count(before: Sequence[AdjudicatedDecision], after: Sequence[AdjudicatedDecision]) -> int:
    old = {d.uid: d for d in before}
    return sum(old.get(d.uid) != d for d in after)


def _notes(folder: CorpusFolder, schema: Schema, of: ValueList, old: str) -> Iterator[str]:
    """What is left for a person: texts that name the value."""
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    for layer in schema.layers:
        uses = of.is_labels_of(layer) or any(
            of.gives(layer, a) or of.asks(layer, a) for a in layer.attributes
        )
        path = folder.guidelines / (layer.guideline or "")
        if uses and layer.guideline and path.is_file():
            count = len(word.findall(path.read_text(encoding="utf-8", errors="replace")))
            if count:
                yield (
                    f"{folder.relative(path)} names {old} {counted(count, 'time')}: edit it by hand"
                )
