"""Join result rows to regions. Rows with the same id belong to one region."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from operator import attrgetter
from typing import Any, Final, NamedTuple, cast

import msgspec

from communique.label_studio.controls import ROW_TYPES, Control
from communique.label_studio.reading.problem_kinds.regions import MALFORMED_REGION, UNKNOWN_CONTROL
from communique.label_studio.reading.task_json import Row, Value
from communique.problems import Fault
from communique.schema import RELATIONS
from communique.util.json_values import as_string

Answer = tuple[str, tuple[str, ...]]  # a control's name, and the values given in it
_DIRECTIONS: Final = {"right": ((0, 1),), "left": ((1, 0),), "bi": ((0, 1), (1, 0))}


class Region(msgspec.Struct, gc=False):
    """An annotator's answers about one range, or (without a range) about the document.

    `start`, `end` and `echo` (the text that the server wrote beside them) are as in the export,
    of any type. `answers` has one entry for each row, in the order of the rows.
    `relations` are the label and the other region's id of each link that leads from here.
    """

    region_id: str | None
    start: Any = None
    end: Any = None
    echo: str | None = None
    origin: str | None = None
    answers: tuple[Answer, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def at(self) -> str:
        """The name of the region in reports."""
        return self.region_id or f"{self.start}-{self.end}"


def values_by_control(answers: Sequence[Answer]) -> dict[str, list[str]]:
    """The values of each control, from all its rows."""
    values_of: dict[str, list[str]] = {}
    for name, values in answers:
        values_of.setdefault(name, []).extend(values)
    return values_of


# How rows of one control and type are read: the control's name, how to get the values, whether
# these are paths of a tree, whether rows have a range, whether they are labels, and whether only
# the range and the values need to be read. It is a tuple for speed: every row needs one.
Shape = tuple[str, Callable[[Value], tuple[str, ...] | None], bool, bool, bool, bool]


class Shapes:
    """The shapes of the rows that a layer's page can write, by control and row type."""

    def __init__(self, known: Mapping[str, Control]) -> None:
        self.known = known
        self.by_row: dict[tuple[str | None, str | None], Shape] = {
            (name, kind): _shape(c, kind)
            for c in known.values()
            for name in (*c.formerly, c.name)
            for kind in ROW_TYPES
        }


def _shape(control: Control, kind: str) -> Shape:
    is_tree, is_ranged = kind == "taxonomy", control.level == "region"
    is_plain = is_ranged and kind in ("labels", "choices")
    values_of = attrgetter(ROW_TYPES[kind])
    return control.name, values_of, is_tree, is_ranged, control.role != "attribute", is_plain


class JoinedRows(NamedTuple):
    """The regions of an annotation in order of first mention, its answers about the document, and
    the faults of all other rows, each with its place.
    """

    regions: list[Region]
    document: Region
    stray: list[tuple[str, Fault]]


def join_rows(rows: Sequence[Row], shapes: Shapes) -> JoinedRows:
    """Join the rows of an annotation's `result`."""
    found: dict[Hashable, Region] = {}
    odd: list[tuple[int, Row]] = []
    shape_of = shapes.by_row.get
    document = Region(None)
    for number, row in enumerate(rows):
        value, shape, key = row.value, shape_of((row.from_name, row.type)), row.id
        if value is None or shape is None:
            odd.append((number, row))
            continue
        name, values_of, is_tree, is_ranged, is_label, is_plain = shape
        given = values_of(value)
        if is_plain and type(given) is tuple and type(key) is str and key and key not in found:
            echo = value.text if type(value.text) is str else None
            origin = row.origin if is_label else None
            answers = ((name, given),)
            found[key] = Region(key, value.start, value.end, echo, origin, answers)
            continue  # most rows end here: the first row of a region, with nothing unusual
        strings = _strings(given, is_tree)
        if strings is None or not (key is None or type(key) is str):
            odd.append((number, row))
        elif is_ranged:
            _answer(found, row, value, number, (name, strings), is_label)
        else:
            document.answers += ((name, strings),)
    stray = list(_stray(found, odd, shapes.known)) if odd else []
    return JoinedRows(list(found.values()), document, stray)


def _answer(
    found: dict[Hashable, Region],
    row: Row,
    value: Value,
    number: int,
    answer: Answer,
    is_label: bool,
) -> None:
    """Add a row to the region that it belongs to."""
    start, end = value.start, value.end
    key: Hashable = row.id or ("no id", repr(start), repr(end))
    if row.id is None and is_label and key in found:
        key = ("row", number)
    region = found.get(key)
    if region is None:
        region = found[key] = Region(row.id, start, end)
    elif start != region.start or end != region.end:
        if region.start is None and region.end is None:
            region.start, region.end = start, end
        else:
            fault = (MALFORMED_REGION, "rows of one region give different offsets")
            region.faults += (fault,)
    if region.echo is None and type(value.text) is str and row.type != "textarea":
        region.echo = value.text
    if is_label:
        region.origin = row.origin
    region.answers += (answer,)


def _strings(given: Any, is_tree: bool) -> tuple[str, ...] | None:
    """The values of a row as strings; None if they are not strings or paths of strings."""
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, list | tuple):
        return None
    items = [_leaf(item) if is_tree else item for item in cast("Sequence[Any]", given)]
    return tuple(items) if all(isinstance(item, str) for item in items) else None


def _leaf(path: Any) -> Any:
    """The last element of a path from the root of the tree: the chosen value."""
    if not isinstance(path, list | tuple) or not path:
        return path  # pyright: ignore[reportUnknownVariableType]
    return cast("Sequence[Any]", path)[-1]


def _stray(
    found: Mapping[Hashable, Region], odd: Sequence[tuple[int, Row]], known: Mapping[str, Control]
) -> Iterator[tuple[str, Fault]]:
    """Add relations to the regions where they start. Return the faults of all other odd rows."""
    by_id = {region.region_id: region for region in found.values() if region.region_id}
    for number, row in odd:
        is_relation = row.type == "relation" and RELATIONS in known
        fault = _link(row, by_id) if is_relation else next(_row_faults(row, known))
        if fault:
            yield _place(row, number), fault


def _link(row: Row, found: Mapping[str, Region]) -> Fault | None:
    """Add a relation row to the region, or the regions, where it starts."""
    ends = as_string(row.from_id) or "", as_string(row.to_id) or ""
    labels = _strings(row.labels or ("",), is_tree=False)
    if labels is None or row.direction not in _DIRECTIONS:
        return MALFORMED_REGION, "the relation's label or direction is not valid"
    if ends[0] not in found or ends[1] not in found:
        return MALFORMED_REGION, f"a relation joins {ends[0]!r} and {ends[1]!r}: no such regions"
    for first, last in _DIRECTIONS[row.direction]:
        region = found[ends[first]]
        region.relations = (*region.relations, *((label, ends[last]) for label in labels))
    return None


def _place(row: Row, number: int) -> str:
    return f"region {row.id}" if isinstance(row.id, str) else f"row {number}"


def _row_faults(row: Row, known: Mapping[str, Control]) -> Iterator[Fault]:
    """The reasons why a row belongs to no region. The first one is reported."""
    name = as_string(row.from_name)
    if name is None and row.type == "relation":
        yield UNKNOWN_CONTROL, "the schema has no relations"
    if name is None:
        yield MALFORMED_REGION, "the row names no control"
    if not (row.id is None or type(row.id) is str):
        yield MALFORMED_REGION, "the region id is not a string"
    if name is not None and name not in known:
        meant = get_close_matches(name, known, 1)
        message = f"control {name!r} is not in the schema"
        yield UNKNOWN_CONTROL, f"{message}; did you mean {meant[0]!r}?" if meant else message
    if row.value is None:
        yield MALFORMED_REGION, "the row has no value"
    kind = ROW_TYPES.get(as_string(row.type) or "")
    if kind is None:
        yield MALFORMED_REGION, f"row type {row.type!r} is not known"
    yield MALFORMED_REGION, f"value.{kind} is not a list of strings"
