"""Join result rows to regions. Rows with the same id belong to one region."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from operator import attrgetter
from typing import Any, Final, NamedTuple, cast

from communique.label_studio.controls import OTHER_CONTROLS, ROW_TYPES, Control
from communique.label_studio.reading.problem_kinds.regions import (
    MALFORMED_REGION,
    UNKNOWN_CONTROL,
    UNSUPPORTED_CONTROL,
)
from communique.label_studio.reading.region import (
    Answer,
    RangedRow,
    Region,
    add_row,
    has_place,
    in_order,
    unnamed_regions,
)
from communique.label_studio.reading.task_json import Row, Value
from communique.label_studio.reading.tree_paths import Path, tree_values
from communique.problems import Fault
from communique.schema import RELATIONS
from communique.util.json_values import as_string

_DIRECTIONS: Final = {"right": ((0, 1),), "left": ((1, 0),), "bi": ((0, 1), (1, 0))}


# How rows of one control and type are read: the control's name, how to get the values, whether
# these are paths of a tree, whether rows have a range, whether they are labels, and whether only
# the range and the values need to be read. It is a tuple for speed: every row needs one.
Shape = tuple[str, Callable[[Value], tuple[str, ...] | None], bool, bool, bool, bool]


class Shapes:
    """The shapes of the rows that a layer's page can write, by control and row type.

    `allowed` are the values that the schema allows in each control.
    """

    def __init__(
        self, known: Mapping[str, Control], allowed: Mapping[str, Collection[str]]
    ) -> None:
        self.known = known
        self.allowed = allowed
        self.by_row: dict[tuple[str | None, str | None], Shape] = {
            (name, kind): _shape(c, kind, name)
            for c in known.values()
            for name in c.names
            for kind in ROW_TYPES
            if fits(c, kind)
        }


def fits(control: Control, kind: str) -> bool:
    """Whether a control can be answered in rows of a type. Only a free text is typed."""
    is_text = control.attribute is not None and control.attribute.type == "text"
    return kind != "textarea" or is_text


def _shape(control: Control, kind: str, name: str) -> Shape:
    is_tree, is_ranged = kind == "taxonomy", control.level == "region"
    is_plain = is_ranged and kind in ("labels", "choices")
    values_of = attrgetter(ROW_TYPES[kind])
    is_short = any(name == short.name for short in control.short_lists)
    own = name if is_short else control.name
    return own, values_of, is_tree, is_ranged, control.role != "attribute", is_plain


class JoinedRows(NamedTuple):
    """The regions of an annotation in the order of the text, its answers about the document, and
    the faults of all other rows, each with its place.

    Nothing depends on the order of the rows. `paths` are the paths of a tree of which only the last
    part was kept, each with its control.
    """

    regions: list[Region]
    document: Region
    stray: list[tuple[str, Fault]]
    paths: list[tuple[str, Path]]


def join_rows(rows: Sequence[Row], shapes: Shapes) -> JoinedRows:
    """Join the rows of an annotation's `result`."""
    found: dict[str, Region] = {}
    unnamed: list[RangedRow] = []
    odd: list[tuple[int, Row]] = []
    paths: list[tuple[str, Path]] = []
    shape_of = shapes.by_row.get
    document: list[Answer] = []
    for number, row in enumerate(rows):
        value, shape, key = row.value, shape_of((row.from_name, row.type)), row.id
        if value is None or shape is None:
            odd.append((number, row))
            continue
        name, values_of, is_tree, is_ranged, is_label, is_plain = shape
        given = values_of(value)
        if is_tree and type(given) is tuple and len(given) == 1 and len(given[0]) == 1:
            given, is_tree = given[0], False  # most trees are flat
        if type(given) is tuple and is_ranged and type(key) is str and key and not is_tree:
            region = found.get(key)
            if region is None and is_plain:
                echo = value.text if type(value.text) is str else None
                origin = row.origin if is_label else None
                answers = ((name, given),)
                found[key] = Region(key, value.start, value.end, echo, origin, answers)
                continue  # most rows end here: the first row of a region, with nothing unusual
            if region is not None and has_place(region, value):
                region.answers += ((name, given),)
                region.origin = row.origin if is_label else region.origin
                continue  # or here: a further row
        if given is None and is_label:
            given = ()  # a region that was drawn and got no label
        elif is_tree:
            given, whole = tree_values(given, shapes.allowed.get(name, ()))
            paths += [(name, path) for path in whole]
        strings = _strings(given)
        if strings is None or not (key is None or type(key) is str):
            odd.append((number, row))
        elif not is_ranged:
            document.append((name, strings))
        elif key:
            region = found.setdefault(key, Region(key))
            add_row(region, RangedRow(row, value, (name, strings), is_label))
        else:
            unnamed.append(RangedRow(row, value, (name, strings), is_label))
    stray = list(_stray(found, odd, shapes.known)) if odd else []
    regions = in_order([*found.values(), *(unnamed_regions(unnamed) if unnamed else ())])
    return JoinedRows(regions, Region(None, answers=tuple(sorted(document))), stray, paths)


def _strings(given: Any) -> tuple[str, ...] | None:
    """The values of a row as strings; None if they are not strings."""
    if isinstance(given, str):
        return (given,)
    if not isinstance(given, list | tuple):
        return None
    items = tuple(cast("Sequence[Any]", given))
    return items if all(isinstance(item, str) for item in items) else None


def _stray(
    found: Mapping[str, Region], odd: Sequence[tuple[int, Row]], known: Mapping[str, Control]
) -> Iterator[tuple[str, Fault]]:
    """Add relations to the regions where they start. Return the faults of all other odd rows."""
    for number, row in odd:
        is_relation = row.type == "relation" and RELATIONS in known
        fault = _link(row, found) if is_relation else next(_row_faults(row, known))
        if fault:
            yield _place(row, number), fault


def _link(row: Row, found: Mapping[str, Region]) -> Fault | None:
    """Add a relation row to the region, or the regions, where it starts."""
    ends = as_string(row.from_id) or "", as_string(row.to_id) or ""
    labels = _strings(row.labels or ("",))
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
    name, type_ = as_string(row.from_name), as_string(row.type) or ""
    if name is None and row.type == "relation":
        yield UNKNOWN_CONTROL, "the schema has no relations"
    if type_.lower() in OTHER_CONTROLS:
        tag, shown = OTHER_CONTROLS[type_.lower()], "a control" if name is None else repr(name)
        yield UNSUPPORTED_CONTROL, f"{shown} is a {tag}, which is not supported"
    if name is None:
        yield MALFORMED_REGION, "the row names no control"
    if not (row.id is None or type(row.id) is str):
        yield MALFORMED_REGION, "the region id is not a string"
    control = next((c for c in known.values() if name in c.names), None)
    if name is not None and control is None:
        meant = get_close_matches(name, known, 1)
        message = f"control {name!r} is not in the schema"
        yield UNKNOWN_CONTROL, f"{message}; did you mean {meant[0]!r}?" if meant else message
    if row.value is None:
        yield MALFORMED_REGION, "the row has no value"
    kind = ROW_TYPES.get(type_)
    if kind is None:
        yield MALFORMED_REGION, f"row type {row.type!r} is not known"
    if control is not None and not fits(control, type_):
        message = f"{name!r} is a TextArea in the export, and the schema has a list of values"
        yield UNSUPPORTED_CONTROL, message
    yield MALFORMED_REGION, f"value.{kind} is not a list of strings"
