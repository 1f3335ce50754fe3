"""Sound at a glance: most annotations have no fault, and that can be told without explaining one.

What a region says, its labels and values, is judged once and remembered; where it stands is
compared with the text. Whatever is odd in any way is left to the judge, which says what is wrong.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from communique.json_values import as_list
from communique.label_studio.controls import ROW_TYPES
from communique.label_studio.echo import Unit
from communique.label_studio.judge import Judge
from communique.label_studio.rows import Region, regions
from communique.label_studio.standing import Standing

_MOST_REMEMBERED: Final = 1 << 16
_PLAIN: Final = frozenset({"labels", "choices"})
Saying = tuple[object, ...]  # (control, value, …), (control, value, …), …
Range = tuple[int, int]


class _OddError(Exception):
    """Something that the judge has to look at."""


@dataclass(slots=True)
class Glance:
    """Remembers what the judge of one layer has found sound."""

    judge: Judge
    _ranged: dict[object, bool] = field(init=False)
    _free: set[str] = field(init=False)
    _sound: set[Saying] = field(default_factory=set[Saying])

    def __post_init__(self) -> None:
        plain = [
            c for c in self.judge.controls.values() if c.role != "relation" and c.signal is None
        ]
        self._ranged = {c.name: c.level == "region" for c in plain}
        self._free = {c.name for c in plain if c.attribute and c.attribute.type == "text"}

    def sound(self, rows: list[Any], standing: Standing, unit: Unit, bound: int) -> bool:
        """Whether an annotation surely has neither fault nor warning; False says nothing.

        Up to `bound` in the text it makes no difference what the offsets count.
        """
        if standing.former is not None:
            return False
        try:
            document, said, spans = self._gather(rows, standing.text, bound)
            ranges = set(spans.values())
            return (
                len(ranges) == len(spans)
                and self._units_met(ranges, standing)
                and self._judged(rows, {document, *said}, standing.text, unit)
            )
        except (_OddError, KeyError, TypeError, IndexError):
            return False

    def _gather(
        self, rows: list[Any], text: str, bound: int
    ) -> tuple[Saying, list[Saying], dict[str, Range]]:
        """What is said of the document and of each region, and where each region stands.

        Raises _OddError, KeyError, TypeError or IndexError for rows of another shape.
        """
        document: Saying = ()
        said: dict[str, Saying] = {}
        spans: dict[str, Range] = {}
        ranged, metonyms = self._ranged, self.judge.schema.metonyms
        for row in rows:
            name, region_id, value = row["from_name"], row["id"], row["value"]
            given: list[Any] = value[ROW_TYPES[row["type"]]]
            if type(given) is not list or type(region_id) is not str:
                raise _OddError
            plain = row["type"] in _PLAIN
            saying: Saying = (name, *given) if plain else self._special(name, row["type"], given)
            if not ranged[name]:
                document += (saying,)
            elif region_id not in spans:
                spans[region_id] = span = value["start"], value["end"]
                surface = _surface(*span, text, bound)
                if surface != value["text"]:
                    raise _OddError
                said[region_id] = (surface in metonyms, saying)
            elif spans[region_id] == (value["start"], value["end"]):
                said[region_id] += (saying,)
            else:
                raise _OddError
        return document, list(said.values()), spans

    def _special(self, name: str, kind: str, given: list[Any]) -> Saying:
        """Of a path in a tree the leaf is said; of a free text no more than that it is there."""
        if kind == "taxonomy":
            return (name, *[(as_list(path) or [path])[-1] for path in given])
        if name not in self._free or not all(type(v) is str for v in given):
            raise _OddError
        return (name, bool(given))

    def _units_met(self, ranges: set[Range], standing: Standing) -> bool:
        layer, document = self.judge.layer, standing.document
        if layer.unit != "block" or document is None:
            return True
        return ranges == {block.range for block in document.units(layer.units)}

    def _judged(self, rows: list[Any], said: set[Saying], text: str, unit: Unit) -> bool:
        """Whether all that is said is known to be sound, or is judged so now."""
        if said <= self._sound:
            return True
        found, stray = regions(rows, self.judge.controls)
        if stray or any(self.judge.region(r, text, unit)[1] for r in found if not r.document):
            return False
        document = next((r for r in found if r.document), Region(None, document=True))
        if document.faults or any(faults for _, _, faults in self.judge.document(document)):
            return False
        if len(self._sound) > _MOST_REMEMBERED:
            self._sound.clear()
        self._sound |= said
        return True


def _surface(start: object, end: object, text: str, bound: int) -> str:
    """The slice of the text, if nothing is odd about it."""
    if type(start) is int and type(end) is int and 0 <= start < end <= bound:
        surface = text[start:end]
        if surface.strip() == surface and "\n" not in surface:
            return surface
    raise _OddError
