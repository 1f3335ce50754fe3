"""Result rows to regions: the rows of one id belong together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from communique.json_values import Object, as_list, as_object, as_string
from communique.label_studio.controls import ROW_TYPES, Control
from communique.schema import RELATIONS

Fault = tuple[str, str]
_DIRECTIONS = {"right": ((0, 1),), "left": ((1, 0),), "bi": ((0, 1), (1, 0))}


@dataclass(slots=True)
class Region:
    """What an annotator said of one range (or, without `start`, of the document).

    `relations` are the label and the other region's id of each link that leads from here.
    """

    region_id: str | None
    document: bool = False
    start: object = None
    end: object = None
    echo: str | None = None
    origin: str | None = None
    labels: list[str] = field(default_factory=list[str])
    label_rows: int = 0
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    relations: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    faults: list[Fault] = field(default_factory=list[Fault])

    @property
    def at(self) -> str:
        """How a report names the region."""
        return self.region_id or f"{self.start}-{self.end}"


def regions(
    rows: list[Any], known: Mapping[str, Control]
) -> tuple[list[Region], list[tuple[str, Fault]]]:
    """Join the rows of an annotation's `result`.

    Returns the regions in order of first mention, and the faults of rows that belong to none,
    each with its place.
    """
    found: dict[object, Region] = {}
    stray: list[tuple[str, Fault]] = []
    links: list[tuple[str, Object]] = []
    for number, value in enumerate(rows):
        row = as_object(value)
        if row is not None and row.get("type") == "relation" and RELATIONS in known:
            links.append((_place(row, number), row))
            continue
        fault = _row_fault(row, known)
        if row is None or fault is not None:
            fault = fault or ("malformed-region", "the row is no object")
            stray.append((_place(row, number), fault))
            continue
        region = _region_of(row, number, known, found)
        _add(region, row, known[row["from_name"]])
    by_id = {region.region_id: region for region in found.values() if region.region_id}
    stray += [(where, fault) for where, row in links if (fault := _link(row, by_id))]
    return list(found.values()), stray


def _link(row: Object, found: Mapping[str, Region]) -> Fault | None:
    """Add a relation row to the region, or the regions, that it leads from."""
    ends = as_string(row.get("from_id")) or "", as_string(row.get("to_id")) or ""
    labels = [""] if row.get("labels") in (None, []) else _strings(row["labels"], paths=False)
    if labels is None or row.get("direction", "right") not in _DIRECTIONS:
        return "malformed-region", "the relation's label or direction is not understood"
    if ends[0] not in found or ends[1] not in found:
        return "malformed-region", f"a relation of {ends[0]!r} and {ends[1]!r}: no such regions"
    for first, last in _DIRECTIONS[row.get("direction", "right")]:
        found[ends[first]].relations += [(label, ends[last]) for label in labels]
    return None


def _place(row: Object | None, number: int) -> str:
    region_id = as_string((row or {}).get("id"))
    return f"region {region_id}" if region_id is not None else f"row {number}"


def _row_fault(row: Object | None, known: Mapping[str, Control]) -> Fault | None:
    if row is None or as_string(row.get("from_name")) is None:
        if row is not None and row.get("type") == "relation":
            return "unknown-control", "the schema has no relations"
        return "malformed-region", "the row names no control"
    if not isinstance(row.get("id"), str | None):
        return "malformed-region", "the region id is no string"
    if row["from_name"] not in known:
        meant = get_close_matches(str(row["from_name"]), known, 1)
        message = f"control {row['from_name']!r} is not in the schema"
        return "unknown-control", f"{message}; meant {meant[0]!r}?" if meant else message
    return _value_fault(row)


def _value_fault(row: Object) -> Fault | None:
    value = as_object(row.get("value"))
    if value is None:
        return "malformed-region", "the row has no value"
    key = ROW_TYPES.get(as_string(row.get("type")) or "")
    if key is None:
        return "malformed-region", f"row type {row.get('type')!r} is not understood"
    if _strings(value.get(key), paths=key == "taxonomy") is None:
        return "malformed-region", f"value.{key} is no list of strings"
    return None


def _strings(value: object, *, paths: bool) -> list[str] | None:
    if isinstance(value, str):
        return [value]
    items = as_list(value)
    if items is None:
        return None
    if paths:  # of a path from the root of the tree, the leaf is what was chosen
        items = [(as_list(item) or [item])[-1] for item in items]
    return items if all(isinstance(item, str) for item in items) else None


def _region_of(
    row: dict[str, Any], number: int, known: Mapping[str, Control], found: dict[object, Region]
) -> Region:
    value: dict[str, Any] = row["value"]
    ranged = known[row["from_name"]].level == "region"
    key: object = (
        ranged,
        row.get("id") or ("no id", repr(value.get("start")), repr(value.get("end"))),
    )
    if not ranged:
        key = "document"
    if row.get("id") is None and known[row["from_name"]].role != "attribute":
        key = ("row", number) if key in found else key
    if key not in found:
        found[key] = Region(row.get("id") if ranged else None, document=not ranged)
    return found[key]


def _add(region: Region, row: dict[str, Any], control: Control) -> None:
    value: dict[str, Any] = row["value"]
    kind = ROW_TYPES[row["type"]]
    strings = _strings(value[kind], paths=kind == "taxonomy") or []
    if control.level == "region":
        _place_region(region, value, echo=None if kind == "text" else value.get("text"))
    if control.role == "attribute":
        if control.name in region.values:
            message = f"two rows of control {control.name!r} under one id"
            region.faults.append(("duplicate-region", message))
        region.values.setdefault(control.name, []).extend(strings)
    else:
        region.labels += strings
        region.label_rows += 1
        region.origin = row.get("origin") if isinstance(row.get("origin"), str) else None


def _place_region(region: Region, value: dict[str, Any], echo: object) -> None:
    start, end = value.get("start"), value.get("end")
    if region.start is None and region.end is None:
        region.start, region.end = start, end
    elif (start, end) != (region.start, region.end):
        region.faults.append(("malformed-region", "rows of one region give different offsets"))
    if region.echo is None and isinstance(echo, str):
        region.echo = echo
