"""The parts of a task that are read, with types. Values of other types are kept unchanged.

A valid task is decoded directly into these classes. Any other task is decoded as plain JSON first.
Its fields may then hold anything, lists of values are lists instead of tuples, and the reader
reports what is wrong.
"""

from typing import Any, Final

import msgspec

from communique.label_studio.reading.json_elements import decoded
from communique.util.json_values import Object, as_list, as_object, as_string, objects, strings


class Value(msgspec.Struct, gc=False):
    """The `value` of a result row. `text` is the echoed text, or what was typed into a form."""

    start: int | None = None
    end: int | None = None
    text: str | tuple[str, ...] | None = None
    labels: tuple[str, ...] | None = None
    choices: tuple[str, ...] | None = None
    taxonomy: tuple[tuple[str, ...], ...] | None = None


class Row(msgspec.Struct, gc=False):
    """A result row. The fields from `from_id` on belong to the rows of relations."""

    id: str | None = None
    from_name: str | None = None
    type: str | None = None
    value: Value | None = None
    origin: str | None = None
    from_id: str | None = None
    to_id: str | None = None
    direction: str = "right"
    labels: tuple[str, ...] | None = None


NOT_A_LIST: Final[list[Row]] = []  # stands for a result that is neither a list nor null


class Annotation(msgspec.Struct, gc=False):
    """One annotation of a task."""

    id: Any = None
    result: list[Row] | None = None
    was_cancelled: bool = False
    ground_truth: Any = None
    lead_time: Any = None
    completed_by: Any = None
    updated_by: Any = None
    updated_at: Any = None

    @property
    def is_finished(self) -> bool:
        """Whether it was submitted and not cancelled."""
        return not self.was_cancelled


class Prediction(msgspec.Struct, gc=False):
    """Regions that were on the page before the annotator started."""

    result: list[Row] | None = None


class Data(msgspec.Struct, gc=False):
    """The data of a task: the document as it was annotated. `basis`: fingerprints of the votes,
    `reopened` of those that are unanimous and open again."""

    doc_id: str | None = None
    text: str | None = None
    text_sha256: str | None = None
    guideline_version: str | None = None
    basis: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()


class Meta(msgspec.Struct, gc=False):
    """Where a task comes from. `imported_from`: the format of another tool."""

    imported_from: str | None = None


class Task(msgspec.Struct, gc=False):
    """One task of an export."""

    id: Any = None
    data: Data | None = None
    annotations: list[Annotation] | None = None
    drafts: Any = None
    predictions: list[Prediction] = []
    meta: Meta | None = None

    @property
    def finished(self) -> list[Annotation]:
        """The annotations that were submitted and not cancelled."""
        return [a for a in self.annotations or () if a.is_finished]

    @property
    def is_import(self) -> bool:
        """Whether another tool made it. What the schema requires may then be missing."""
        return self.meta is not None and self.meta.imported_from is not None


_decode = msgspec.json.Decoder(Task).decode


def read_task(element: bytes) -> Task:
    """Decode a task. Unexpected content is kept. Raises UnreadableExportError if it is not JSON."""
    try:
        return _decode(element)
    except (msgspec.DecodeError, RecursionError):
        return read_odd_task(element)


def read_odd_task(element: bytes) -> Task:
    """As `read_task`, through plain JSON. A valid task gives the same result.

    Raises UnreadableExportError.
    """
    return _task(decoded(element))


def _task(value: object) -> Task:
    task = as_object(value) or {}
    data, meta = as_object(task.get("data")), as_object(task.get("meta"))
    annotations = as_list(task.get("annotations"))
    return Task(
        id=task.get("id"),
        data=None if data is None else _data(data),
        annotations=None if annotations is None else [_annotation(a) for a in annotations],
        drafts=task.get("drafts"),
        predictions=[Prediction(_rows(p.get("result"))) for p in objects(task.get("predictions"))],
        meta=None if meta is None else Meta(as_string(meta.get("imported_from"))),
    )


def _data(data: Object) -> Data:
    return Data(
        doc_id=as_string(data.get("doc_id")),
        text=as_string(data.get("text")),
        text_sha256=as_string(data.get("text_sha256")),
        guideline_version=as_string(data.get("guideline_version")),
        basis=tuple(strings(data.get("basis"))),
        reopened=tuple(strings(data.get("reopened"))),
    )


def _annotation(value: object) -> Annotation:
    fields = as_object(value) or {}
    known_fields: dict[str, Any] = {name: fields.get(name) for name in Annotation.__struct_fields__}
    known_fields["was_cancelled"] = fields.get("was_cancelled", False)
    result = fields.get("result") if isinstance(value, dict) else ""
    rows = _rows(result)
    known_fields["result"] = NOT_A_LIST if rows is None and result is not None else rows
    return Annotation(**known_fields)


def _rows(value: object) -> list[Row] | None:
    listed = as_list(value)
    return None if listed is None else [_row(item) for item in listed]


def _row(value: object) -> Row:
    fields = as_object(value) or {}
    row_value = as_object(fields.get("value"))
    known_fields: dict[str, Any] = {k: v for k, v in fields.items() if k in Row.__struct_fields__}
    known_fields |= {
        name: as_string(known_fields.get(name)) for name in ("from_name", "type", "origin")
    }
    if row_value is not None:
        row_value = {k: v for k, v in row_value.items() if k in Value.__struct_fields__}
    known_fields["value"] = None if row_value is None else Value(**row_value)
    return Row(**known_fields)
