"""Which layer an export belongs to: what its tasks say, else what its answers show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from communique.label_studio.controls import UNIT, Control, controls
from communique.label_studio.reading.export_stream import ExportStream
from communique.label_studio.reading.json_elements import decoded
from communique.label_studio.reading.task_json import Row, read_task
from communique.schema import Layer, Schema
from communique.util.json_values import as_list, as_object, as_string

_NAMED: Final = 5  # documents in a message
Answer = tuple[str, str | None]  # a control, or a control and one of the values given in it


class LayerError(ValueError):
    """The layer is not known, or what names it disagrees; `fix` says what to do."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def export_layer(export: ExportStream, schema: Schema, named: str | None = None) -> str:
    """The name of the layer that all tasks of an export belong to.

    A task that we made says it in `data.layer`. Of other tasks the answers decide: the layer that
    knows most of the controls, then most of the values. `named` must not contradict either.
    Raises LayerError, UnreadableExportError.
    """
    layers = [layer.name for layer in schema.layers]
    choices = f"Name one of the schema: --layer {' or --layer '.join(layers)}."
    if named is not None and named not in layers:
        raise LayerError(f"the schema has no layer {named!r}", choices)
    evidence = _Evidence.of(export, schema)
    if stated := evidence.stated(layers, named):
        return stated
    best = evidence.best()
    if named is not None:
        if evidence.contradicts(named):
            raise LayerError(
                f"`--layer {named}` contradicts the answers, which fit layer {' or '.join(best)}",
                f"Leave out --layer, or name the layer of this export: {' or '.join(best)}.",
            )
        return named
    if len(best) == 1:
        return best[0]
    why = f"its answers fit {' and '.join(best)}" if best else "its answers name no layer"
    raise LayerError(f"it is not clear to which layer it belongs: {why}", choices)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the tasks of an export say of their layer.

    `documents` are the documents by the layer that their task states. `scores` are, by layer, how
    many of the controls and how many of the values the layer knows; `given` is how many there are.
    """

    documents: Mapping[str, list[str]]
    scores: Mapping[str, tuple[int, int]]
    given: tuple[int, int]

    @classmethod
    def of(cls, export: ExportStream, schema: Schema) -> "_Evidence":
        """Read an export. Raises UnreadableExportError."""
        documents: dict[str, list[str]] = defaultdict(list)
        given: set[Answer] = set()
        for number, element in enumerate(export.elements(), start=1):
            data = as_object((as_object(decoded(element)) or {}).get("data")) or {}
            if stated := as_string(data.get("layer")):
                documents[stated].append(as_string(data.get("doc_id")) or f"task {number}")
            given |= set(_answers(element))
        scores = {x.name: _counts(given & _known(schema, x)) for x in schema.layers}
        return cls(documents, scores, _counts(given))

    def stated(self, layers: list[str], named: str | None) -> str | None:
        """The layer that the tasks state. Raises LayerError."""
        known = [name for name in self.documents if name in layers]
        if len(known) > 1:
            listed = "; ".join(f"{name}: {_listed(self.documents[name])}" for name in sorted(known))
            raise LayerError(
                f"it holds tasks of several layers ({listed})",
                "Export one project at a time, or split the file by `data.layer`.",
            )
        if not known:
            if (unknown := sorted(self.documents)) and named is None:
                raise LayerError(
                    f"its tasks are of layer {' and '.join(unknown)}, which the schema has not",
                    f"If the layer has another name now, name it: --layer {layers[0]}.",
                )
            return None
        if named not in (None, known[0]):
            raise LayerError(
                f"`--layer {named}` contradicts the tasks, which are of layer {known[0]}:"
                f" {_listed(self.documents[known[0]])}",
                f"Leave out --layer: the export is taken in as {known[0]}.",
            )
        return known[0]

    def contradicts(self, named: str) -> bool:
        """Whether the answers are plainly of another layer: one that knows some of the values
        where the named one knows none, or knows all where the named one does not.
        """
        best = self.best()
        if not best or named in best:
            return False
        return self.scores[named][1] == 0 or self.scores[best[0]] == self.given

    def best(self) -> list[str]:
        """The layers that fit the answers best; none if no layer knows any of them."""
        most = max(self.scores.values(), default=(0, 0))
        return [name for name, score in self.scores.items() if score == most and score[0]]


def _listed(documents: list[str]) -> str:
    shown = ", ".join(documents[:_NAMED])
    more = len(documents) - _NAMED
    return shown if more <= 0 else f"{shown} and {more} more"


def _answers(element: bytes) -> Iterator[Answer]:
    """Each control that a task's finished annotations name, alone and with each value."""
    for annotation in read_task(element).finished:
        for row in annotation.result or ():
            if name := as_string(row.from_name):
                yield name, None
                yield from ((name, value) for value in _values(row))


def _values(row: Row) -> Iterator[str]:
    if row.value is None:
        return
    for given in (row.value.labels, row.value.choices, row.value.taxonomy):
        for value in _listed_values(given):
            last = (_listed_values(value) or [value])[-1]  # of a path through a tree, its end
            if isinstance(last, str):
                yield last


def _listed_values(value: object) -> list[Any]:
    if isinstance(value, tuple):
        return list(cast("tuple[Any, ...]", value))
    return as_list(value) or []


def _counts(answers: set[Answer]) -> tuple[int, int]:
    """How many controls, and how many values of controls."""
    return sum(v is None for _, v in answers), sum(v is not None for _, v in answers)


def _known(schema: Schema, layer: Layer) -> set[Answer]:
    """Each control of the layer's page, alone and with each value that it offers."""
    return {
        (name, value)
        for control in controls(schema, layer).values()
        for name in (control.name, *(short.name for short in control.short_lists))
        for value in (None, *_offered(schema, layer, control))
    }


def _offered(schema: Schema, layer: Layer, control: Control) -> tuple[str, ...]:
    attribute = control.attribute
    if attribute is None:
        return tuple(layer.units) if control.name == UNIT else layer.label_ids
    listed = tuple(value.id for value in attribute.values)
    return listed or tuple(schema.values(layer, attribute.source or ""))
