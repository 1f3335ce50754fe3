"""Score plain lists: no corpus, no file, no library but numpy and msgspec."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    SentenceLabel,
    Unit,
)
from communique.records.predictions.json_line import as_type, shown
from communique.records.predictions.units import unit_key
from communique.scoring.gold import Form, Gold, GoldLayer, GoldUnit, UnitKey, form_of, labelled
from communique.scoring.report import report
from communique.scoring.scorer import Scorer
from communique.scoring.soft import share_faults

Missing = Literal["error", "empty"]


class ScoreError(ValueError):
    """The lists cannot be compared. `faults` names everything that is wrong.

    >>> try:
    ...     score([{"uid": "a1", "label": "person"}], [])
    ... except ScoreError as error:
    ...     print(error.faults)
    ('predictions: nothing about a1',)
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


def score(
    gold: Iterable[Mapping[str, Any]],
    predictions: Iterable[Mapping[str, Any]],
    *,
    identity: Sequence[str] = (),
    several: str | None = None,
    labels: Sequence[str] = (),
    missing: Missing = "error",
    documents: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Compare two lists of units of the format `predictions/1`, and return the figures.

    A unit is a mapping with the keys of that format: `doc_id`, `block_id` and `spans` (offsets in
    code points of the block, half-open), `uid` and `label`, `doc_id`, `block_id` and `label`, or
    `doc_id`, `sentence_id`, `target` and `label`. A header (key `communique`) is skipped, so the
    lines of a file can be given as they are. The order of both lists does not matter.

    `identity`: the attributes that two spans must share for the figure `tuple`. `several`: the
    attribute that has all labels of a block. `labels`: all labels, if the gold does not have each.
    `missing`: units without a prediction are an error, or count as empty. `documents`: the document
    of each uid, for figures by document.

    The result has the keys of `communique score --json`. F1, precision and recall are 0 to 1.
    Raises ScoreError, which names every fault.

    >>> gold = [{"doc_id": "a", "block_id": "b1", "spans": [
    ...     {"start": 0, "end": 3, "label": "person"}, {"start": 9, "end": 13, "label": "place"}]}]
    >>> predicted = [{"doc_id": "a", "block_id": "b1", "spans": [
    ...     {"start": 0, "end": 3, "label": "person"}, {"start": 9, "end": 12, "label": "place"}]}]
    >>> result = score(gold, predicted)
    >>> [(name, result["scores"][name]["f1"]) for name in ("exact", "boundary", "overlap")]
    [('exact', 0.5), ('boundary', 0.5), ('overlap', 1.0)]
    """
    faults: list[str] = []
    known = _units(gold, "gold", faults)
    guessed = _units(predictions, "predictions", faults)
    forms: list[Form] = sorted({form_of(unit) for unit in (*known, *guessed)})
    if not known:
        faults.append("gold has no unit")
    elif len(forms) > 1:
        faults.append(f"all units must have one form, found {' and '.join(forms)}")
    if faults:
        raise ScoreError(faults)
    scorer = Scorer(_gold(known, forms[0], identity, several, labels, documents or {}))
    faults += _added(scorer, guessed)
    if missing == "error":
        faults += [f"predictions: nothing about {' '.join(key)}" for key in scorer.missing]
    if faults:
        raise ScoreError(faults)
    scorer.count_missing()
    return report(scorer, {})


def _units(lines: Iterable[Mapping[str, Any]], side: str, faults: list[str]) -> list[Unit]:
    units: list[Unit] = []
    for number, line in enumerate(lines):
        where = f"{side}[{number}]"
        if not isinstance(line, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            faults.append(f"{where}: expected a mapping, found {shown(line)}")
        elif "communique" not in line:
            try:
                unit: Unit = as_type(dict(line), _type(line))
            except ValueError as error:
                faults.append(f"{where}: {error}")
            else:
                faults += [f"{where}: {fault}" for fault in _faults(unit)]
                units.append(unit)
    return units


def _faults(unit: Unit) -> Iterator[str]:
    """Everything that is wrong with the ranges and the shares of a unit."""
    if not isinstance(unit, BlockSpans):
        yield from share_faults(unit.soft)
        return
    for span in unit.spans:
        if not 0 <= span.start < span.end:
            yield f"[{span.start}, {span.end}) is not a range"
        yield from share_faults(span.soft)


def _type(line: Mapping[str, Any]) -> type[Unit]:
    if "uid" in line:
        return GivenSpan
    if "sentence_id" in line:
        return SentenceLabel
    return BlockSpans if "spans" in line else BlockLabel


def _gold(
    known: list[Unit],
    form: Form,
    identity: Sequence[str],
    several: str | None,
    labels: Sequence[str],
    documents: Mapping[str, str],
) -> Gold:
    units: dict[UnitKey, GoldUnit] = {}
    faults: list[str] = []
    for unit in known:
        if unit_key(unit) in units:
            faults.append(f"gold: {' '.join(unit_key(unit))} is there twice")
        document = documents.get(unit.uid, "") if isinstance(unit, GivenSpan) else unit.doc_id
        units[unit_key(unit)] = GoldUnit(document, unit)
    if faults:
        raise ScoreError(faults)
    pairs = [pair for unit in known for pair in labelled(unit)]
    names = dict.fromkeys([*labels, *sorted({label for label, _ in pairs})])
    attributes = sorted({name for _, values in pairs for name in values} - {several})
    layer = GoldLayer("", tuple(names), tuple(identity), several, None, tuple(attributes))
    return Gold(layer, form, units)


def _added(scorer: Scorer, predictions: Iterable[Unit]) -> Iterable[str]:
    keys: set[UnitKey] = set()
    for unit in predictions:
        key = unit_key(unit)
        if key in keys:
            yield f"predictions: {' '.join(key)} is there twice"
        elif not scorer.add(unit):
            yield f"predictions: the gold has no {' '.join(key)}"
        keys.add(key)
