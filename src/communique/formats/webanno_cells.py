"""The header of a WebAnno TSV file, and its cells: stacked values, ids and escapes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_HEADER: Final = re.compile(r"#T_(SP|RL|CH)=([^|]+)((?:\|[^|]*)*)")
_UNESCAPED_BAR: Final = re.compile(r"(?<!\\)(?:\\\\)*\|")
_ID: Final = re.compile(r"(.*?)(?<!\\)((?:\\\\)*)\[(\d+)\]", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(->|.)", re.DOTALL)
_CHARACTERS: Final = {"t": "\t", "n": "\n", "r": "\r"}


@dataclass(frozen=True, slots=True)
class Header:
    """A layer: its kind (SP spans, RL relations, CH chains), type and features."""

    kind: str
    type: str
    features: tuple[str, ...]

    @property
    def short(self) -> str:
        """The name of the type without its package."""
        return self.type.rsplit(".", 1)[-1]

    @property
    def base(self) -> str | None:
        """The type of the spans that a layer of relations links."""
        ends = (f.removeprefix("BT_") for f in self.features if f.startswith("BT_"))
        return next(ends, None)

    def is_value(self, feature: str) -> bool:
        """Whether a feature has plain values; a slot has two columns of links."""
        at = self.features.index(feature)
        slot = at > 0 and self.features[at - 1].startswith("ROLE_")
        return not slot and not feature.startswith(("ROLE_", "BT_"))


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the values stacked in a cell; None for an annotation without one. `id` joins rows."""

    value: str | None
    id: str | None = None


def header_of(lines: Sequence[str]) -> tuple[list[Header], list[tuple[int, str]]]:
    """The layers of a file, and faults with their lines."""
    layers: list[Header] = []
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if not line.startswith("#T_"):
            continue
        match = _HEADER.fullmatch(line)
        if match is None:
            faults.append((number, f"not a layer: {line:.60}"))
            continue
        features = tuple(f for f in match[3].split("|")[1:] if f)
        layers.append(Header(match[1], match[2], features))
    return layers, faults


def cells_of(cell: str, *, with_ids: bool = True) -> list[Cell]:
    """The values of a cell; [] for `_`, which stands for no annotation."""
    if cell in ("_", ""):
        return []
    cells: list[Cell] = []
    for part in _parts(cell):
        match = _ID.fullmatch(part) if with_ids else None
        value, id_ = (match[1] + match[2], match[3]) if match else (part, None)
        cells.append(Cell(None if value in ("*", "_") else unescaped(value), id_))
    return cells


def _parts(cell: str) -> list[str]:
    parts: list[str] = []
    at = 0
    for match in _UNESCAPED_BAR.finditer(cell):
        parts.append(cell[at : match.end() - 1])
        at = match.end()
    return [*parts, cell[at:]]


def unescaped(value: str) -> str:
    """A value without the escapes of the format."""
    return _ESCAPE.sub(lambda m: _CHARACTERS.get(m[1], m[1]), value)
