"""One region: the rows that have the same id, or without an id the same range."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec

from communique.label_studio.reading.problem_kinds.regions import MALFORMED_REGION
from communique.label_studio.reading.task_json import Row, Value
from communique.problems import Fault

Answer = tuple[str, tuple[str, ...]]  # a control's name, and the values given in it
_BY_PLACE: Final = attrgetter("start", "end", "region_id")  # ids differ, so nothing else decides
_OFFSETS_DIFFER: Final = (MALFORMED_REGION, "rows of one region give different offsets")
_TEXTS_DIFFER: Final = (MALFORMED_REGION, "rows of one region give different texts")
_SHARED_RANGE: Final = (
    MALFORMED_REGION,
    "several regions without an id have this range, so it is not clear whose attributes are whose",
)


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


class RangedRow(NamedTuple):
    """A row that belongs to a region, with its answer."""

    row: Row
    value: Value
    answer: Answer
    is_label: bool


def add_row(region: Region, given: RangedRow) -> None:
    """Add a row to the region that it belongs to. The order of the rows makes no difference."""
    row, value, answer, is_label = given
    _add_range(region, value.start, value.end)
    if type(value.text) is str and row.type != "textarea":
        _add_echo(region, value.text)
    if is_label:
        region.origin = row.origin
    region.answers += (answer,)


def has_place(region: Region, value: Value) -> bool:
    """Whether a row has the range and the words that its region has, all of sound types."""
    return (
        value.start == region.start
        and value.end == region.end
        and value.text == region.echo
        and type(value.text) is str
        and type(value.start) is int
        and type(value.end) is int
    )


def _add_range(region: Region, start: Any, end: Any) -> None:
    """A row of an attribute may leave the range to the other rows."""
    if start is None and end is None:
        return
    own = region.start, region.end
    if own == (None, None):
        region.start, region.end = start, end
    elif start != own[0] or end != own[1] or (type(start), type(end)) != (*map(type, own),):
        region.start, region.end = min(own, (start, end), key=repr)
        _add_fault(region, _OFFSETS_DIFFER)


def _add_echo(region: Region, echo: str) -> None:
    if region.echo is None:
        region.echo = echo
    elif region.echo != echo:
        if _without_blanks(region.echo) != _without_blanks(echo):
            _add_fault(region, _TEXTS_DIFFER)
        region.echo = min(region.echo, echo)


def _without_blanks(echo: str) -> str:
    return "".join(echo.replace("\\n", " ").split())


def _add_fault(region: Region, fault: Fault) -> None:
    if fault not in region.faults:
        region.faults = tuple(sorted((*region.faults, fault), key=lambda f: f[1]))


def unnamed_regions(rows: Sequence[RangedRow]) -> Iterator[Region]:
    """The regions of rows without an id: one for each label, which other rows of its range join."""
    by_range: dict[str, list[RangedRow]] = {}
    for row in rows:
        by_range.setdefault(f"{row.value.start!r} {row.value.end!r}", []).append(row)
    for group in by_range.values():
        labels = [row for row in group if row.is_label]
        if len(labels) < 2:
            yield _joined(group)
            continue
        for row in labels:
            region = _joined([row])
            if len(labels) < len(group):
                _add_fault(region, _SHARED_RANGE)
            yield region


def _joined(rows: Sequence[RangedRow]) -> Region:
    region = Region(None)
    for row in rows:
        add_row(region, row)
    return region


def in_order(regions: list[Region]) -> list[Region]:
    """Regions in the order of the text, each with its answers and relations in one order."""
    is_sound = True
    for region in regions:
        if len(region.answers) > 1:
            region.answers = tuple(sorted(region.answers))
        if len(region.relations) > 1:
            region.relations = tuple(sorted(region.relations))
        is_placed = type(region.start) is int and type(region.end) is int
        is_sound = is_sound and is_placed and region.region_id is not None
    return sorted(regions, key=_BY_PLACE if is_sound else _order)


def _order(region: Region) -> tuple[int, int, int, str, tuple[Answer, ...], str]:
    start, end, name = region.start, region.end, region.region_id or ""
    if type(start) is int and type(end) is int:
        return 0, start, end, name, region.answers, region.origin or ""
    return 1, 0, 0, f"{name} {start!r} {end!r}", region.answers, region.origin or ""
