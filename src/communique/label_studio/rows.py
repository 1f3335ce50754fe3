"""Result rows to regions: the rows of one id belong together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from communique.label_studio.controls import ROW_TYPES, Control

Fault = tuple[str, str]


@dataclass(slots=True)
class Region:
    """What an annotator said of one range (or, without `start`, of the document)."""

    region_id: str | None
    document: bool = False
    start: object = None
    end: object = None
    echo: str | None = None
    origin: str | None = None
    labels: list[str] = field(default_factory=list[str])
    label_rows: int = 0
    values: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
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
    for number, row in enumerate(rows):
        fault = _row_fault(row, known)
        if fault is not None:
            stray.append((_place(row, number), fault))
            continue
        region = _region_of(row, number, known, found)
        _add(region, row, known[row["from_name"]])
    return list(found.values()), stray


def _place(row: object, number: int) -> str:
    if isinstance(row, dict) and isinstance(row.get("id"), str):
        return f"region {row['id']}"
    return f"row {number}"


def _row_fault(row: object, known: Mapping[str, Control]) -> Fault | None:
    if not isinstance(row, dict) or not isinstance(row.get("from_name"), str):
        if isinstance(row, dict) and row.get("type") == "relation":
            return "unknown-control", "the schema has no relations"
        return "malformed-region", "the row names no control"
    if not isinstance(row.get("id"), str | None):
        return "malformed-region", "the region id is no string"
    if row["from_name"] not in known:
        return "unknown-control", f"control {row['from_name']!r} is not in the schema"
    if not isinstance(row.get("value"), dict):
        return "malformed-region", "the row has no value"
    return _value_fault(row)


def _value_fault(row: dict[str, Any]) -> Fault | None:
    key = ROW_TYPES.get(row.get("type") or "")
    if key is None:
        return "malformed-region", f"row type {row.get('type')!r} is not understood"
    if _strings(row["value"].get(key), paths=key == "taxonomy") is None:
        return "malformed-region", f"value.{key} is no list of strings"
    return None


def _strings(value: object, *, paths: bool) -> list[str] | None:
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return None
    items = [v[-1] if paths and isinstance(v, list) and v else v for v in value]
    return items if all(isinstance(v, str) for v in items) else None


def _region_of(
    row: dict[str, Any], number: int, known: Mapping[str, Control], found: dict[object, Region]
) -> Region:
    value: dict[str, Any] = row["value"]
    ranged = known[row["from_name"]].level == "region"
    key: object = (ranged, row.get("id") or ("no id", value.get("start"), value.get("end")))
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
