"""Read a file of predictions, line by line."""

import codecs
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from communique.problems import Problem, ProblemKind
from communique.records.predictions.header import HeaderError, read_header
from communique.records.predictions.json_line import parse_line
from communique.records.predictions.model import GivenSpan, Header, Prediction, Unit
from communique.records.predictions.places import Places
from communique.records.predictions.problem_kinds import (
    PREDICTION_DUPLICATE,
    PREDICTION_MALFORMED,
    PREDICTIONS_HEADER,
)
from communique.records.predictions.units import UnitCheck, UnitKey, as_unit, unit_key
from communique.records.predictions.values import LayerValues
from communique.schema import Schema

_BLANK: Final = b" \t\r\n"


def read_predictions(
    lines: Iterable[bytes],
    schema: Schema,
    places: Places,
    *,
    file: str | None = None,
    layer: str | None = None,
) -> Iterator[Header | Prediction | Problem]:
    """The header first, then every unit that is sound, and a problem for everything that is not.

    `lines` is a file opened as bytes; memory holds one line and the keys of the units. Empty lines
    are skipped. `layer` is the only one that is taken. Without a sound header, the only event is
    its problem.
    """
    numbered = ((n, line) for n, line in _lines(lines) if line.strip(_BLANK))
    number, first = next(numbered, (1, b""))
    try:
        if not first:
            raise HeaderError("the file is empty")
        header, values = read_header(first, schema, layer)
    except HeaderError as error:
        yield PREDICTIONS_HEADER.problem(str(error), layer=layer, file=file, at=f"line {number}")
        return
    yield header
    reader = _UnitReader(values, places, file)
    for number, line in numbered:
        yield from reader.read(number, line)


def _lines(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, start=1):
        yield number, line.removeprefix(codecs.BOM_UTF8) if number == 1 else line


class _UnitReader:
    """Reads the lines after the header, and remembers which units were there."""

    def __init__(self, values: LayerValues, places: Places, file: str | None) -> None:
        self._values = values
        self._check = UnitCheck(values, places)
        self._file = file
        self._seen: dict[UnitKey, int] = {}
        self._given: bool | None = None  # whether the units are given spans

    def read(self, number: int, line: bytes) -> Iterator[Prediction | Problem]:
        layer, file = self._values.name, self._file
        try:
            unit = as_unit(self._values, parse_line(line))
            self._require_one_form(unit)
        except ValueError as error:
            yield PREDICTION_MALFORMED.problem(
                str(error), layer=layer, file=file, at=f"line {number}"
            )
            return
        document = None if isinstance(unit, GivenSpan) else unit.doc_id
        report = partial(ProblemKind.problem, layer=layer, document=document, file=file)
        first = self._seen.setdefault(unit_key(unit), number)
        if first != number:
            message = f"line {first} is about the same {' '.join(unit_key(unit))}"
            yield report(PREDICTION_DUPLICATE, message, at=f"line {number}")
            return
        is_sound = True
        for kind, message, span in self._check.faults(unit):
            is_sound = False
            at = f"line {number}, span {span}" if span else f"line {number}"
            yield report(kind, message, at=at)
        if is_sound:
            yield Prediction(number, unit)

    def _require_one_form(self, unit: Unit) -> None:
        is_given = isinstance(unit, GivenSpan)
        if self._given is None:
            self._given = is_given
        if self._given != is_given:
            raise ValueError("a file has spans by block or spans by uid, not both")
