"""The unit that the offsets of an export count in, told by the text that is echoed beside them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from communique.json_values import as_list, as_object, as_string, objects
from communique.label_studio.controls import Control
from communique.label_studio.echo import Unit, fits, surrogate_pairs
from communique.label_studio.export import tasks
from communique.label_studio.rows import Fault, Region, regions

_POINTS: Final = frozenset[Unit]({"code-points"})
_UTF16: Final = frozenset[Unit]({"utf-16"})
Votes = Counter[frozenset[Unit] | None]


@dataclass(slots=True)
class UnitVotes:
    """What the regions of one file have told so far of the unit of its offsets.

    One region that fits code points alone decides for them. The whole file is asked only when a
    range hangs on the unit before any region has told it.
    """

    path: Path
    controls: Mapping[str, Control]
    now: Unit = "code-points"
    _told: bool = False
    _votes: Votes = field(default_factory=Votes)

    def copy(self) -> "UnitVotes":
        """What has been told so far, to come back to."""
        return replace(self, _votes=Votes(self._votes))

    def bound(self, text: str) -> int:
        """How far into a text the unit is known to be code points, or makes no difference."""
        if self._told and self.now == "code-points":
            return len(text)
        return (surrogate_pairs(text) or (len(text),))[0]

    def hear(self, found: list[Region], text: str) -> Unit:
        """Count what the regions of one annotation tell; the unit to judge them in.

        Raises UnreadableExportError, OSError.
        """
        new = votes(text, found)
        self._votes += new
        if not self._told and new[_POINTS]:
            self._told = True
        if not self._told and any(_beyond(r, self.bound(text)) for r in found):
            self.ask()
        return self.now

    def ask(self) -> None:
        """Let the whole file tell. Raises UnreadableExportError, OSError."""
        everything = _all_votes(self.path, self.controls)
        self.now = "utf-16" if everything[_UTF16] and not everything[_POINTS] else "code-points"
        self._told = True

    def faults(self) -> Iterator[Fault]:
        """`mixed-offset-units`, or `offset-unit-assumed`, once every region was heard."""
        utf16 = self._votes[_UTF16]
        if utf16 and self.now == "code-points":
            message = f"{utf16} regions count UTF-16 units, others count code points"
            yield "mixed-offset-units", message
        elif self._votes[None] and not utf16:
            yield "offset-unit-assumed", f"{self._votes[None]} regions without echoed text"


def votes(text: str, found: list[Region]) -> Votes:
    """How many regions fit which units; under None those that echo nothing."""
    counted: Votes = Counter()
    for region in found:
        if type(region.start) is not int or type(region.end) is not int:
            continue
        if region.echo is None:
            counted[None] += 1
        else:
            counted[fits(text, region.start, region.end, region.echo)] += 1
    return counted


def results(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """The text and the result rows of every submitted annotation of a file, as far as it has any.

    Raises UnreadableExportError, OSError.
    """
    for value in tasks(path):
        task = as_object(value) or {}
        text = as_string((as_object(task.get("data")) or {}).get("text"))
        for annotation in objects(task.get("annotations")):
            rows = as_list(annotation.get("result"))
            if rows is not None and annotation.get("was_cancelled") is not True:
                yield text or "", rows


def _beyond(region: Region, bound: int) -> bool:
    return type(region.end) is int and region.end > bound


def _all_votes(path: Path, known: Mapping[str, Control]) -> Votes:
    counted: Votes = Counter()
    for text, rows in results(path):
        counted += votes(text, regions(rows, known)[0])
    return counted
