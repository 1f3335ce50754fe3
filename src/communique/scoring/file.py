"""Score a file of predictions. Its lines are read one at a time."""

import json
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from communique.problems import Problem
from communique.records.predictions import (
    GivenSpan,
    Header,
    Places,
    Prediction,
    Unit,
    read_predictions,
)
from communique.records.predictions.problem_kinds import (
    PREDICTION_UNKNOWN_UNIT,
    PREDICTIONS_HEADER,
)
from communique.records.predictions.units import unit_key
from communique.records.predictions.values import ALL_SPLITS
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import UnitKey
from communique.scoring.gold_units import read_gold, read_uids
from communique.scoring.problem import missing_units, other_version
from communique.scoring.scorer import Scorer
from communique.util.json_values import as_object

_KEYS = (("uid",), ("doc_id", "sentence_id", "target"), ("doc_id", "block_id"))


class FileScorer:
    """Compares the lines of one file with the gold, and keeps all problems.

    `split` is the part that is scored; without it, the split of the header. After `read`, there is
    either an error among `problems`, or `scorer` has every unit.
    """

    def __init__(
        self,
        dataset: GoldDataset,
        *,
        file: str | None = None,
        split: str | None = None,
        missing_is_empty: bool = False,
    ) -> None:
        """Raises GoldError if the dataset has no such split."""
        if split is not None:
            dataset.check_split(split)
        self.problems: list[Problem] = []
        self.header: Header | None = None
        self.not_scored = 0  # units of another split, and of documents without gold
        self._dataset, self._file, self._split = dataset, file, split
        self._missing_is_empty = missing_is_empty
        self.is_given = False  # the units are spans by uid
        self._line = b""
        self._faulty: set[UnitKey] = set()  # units that lines with a problem are about

    @property
    def has_errors(self) -> bool:
        """Whether no figure may be printed."""
        return any(problem.level == "error" for problem in self.problems)

    @property
    def split(self) -> str:
        """The split that is scored."""
        return self._split or self._head.split

    @cached_property
    def scorer(self) -> Scorer:
        """What compares. The gold is read when the first line has shown the form of the units."""
        gold = read_gold(self._dataset, self._head.layer, self.split, given=self.is_given)
        return Scorer(gold)

    def read(self, lines: Iterable[bytes]) -> None:
        """Compare every line. Raises GoldError, NotADatasetError, OSError."""
        dataset = self._dataset
        places = Places(dataset.blocks, dataset.sentences, _Uids(self))
        events = read_predictions(self._watched(lines), dataset.schema, places, file=self._file)
        for event in events:
            match event:
                case Header():
                    self.header = event
                    self._check_header(event)
                    if self.has_errors:
                        return
                case Problem():
                    self.problems.append(event)
                    self._faulty |= _named(self._line)
                case Prediction():
                    self.is_given = isinstance(event.unit, GivenSpan)
                    self.problems += self._add(event)
        if self.header is not None:
            self._end()

    @property
    def uids(self) -> dict[str, str]:
        """The uids of all spans of the layer, each with its split."""
        return self._uids

    @cached_property
    def _uids(self) -> dict[str, str]:
        return read_uids(self._dataset, self._head.layer)

    @property
    def _head(self) -> Header:
        assert self.header is not None  # noqa: S101 - it is the first event of every other one
        return self.header

    def _watched(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        for self._line in lines:
            yield self._line

    def _check_header(self, header: Header) -> None:
        wanted, version = self._split, self._dataset.version
        if wanted is not None and header.split not in (wanted, ALL_SPLITS):
            message = f"split: the predictions are for {header.split!r}, not for {wanted!r}"
            self.problems.append(
                PREDICTIONS_HEADER.problem(
                    message, layer=header.layer, file=self._file, at="line 1"
                )
            )
        if header.data_version != version:
            problem = other_version(header.layer, header.data_version, version, self._file)
            self.problems.append(problem)

    def _add(self, prediction: Prediction) -> Iterator[Problem]:
        unit = prediction.unit
        if self.scorer.add(unit):
            return
        document = None if isinstance(unit, GivenSpan) else unit.doc_id
        message = self._why_not(unit, document)
        if not message:
            self.not_scored += 1
            return
        yield PREDICTION_UNKNOWN_UNIT.problem(
            message,
            layer=self._head.layer,
            document=document,
            file=self._file,
            at=f"line {prediction.line}",
        )

    def _why_not(self, unit: Unit, document: str | None) -> str:
        """What is wrong with a unit that the gold does not have; "" if it is only not scored."""
        if isinstance(unit, GivenSpan):
            own = self.uids[unit.uid]
        else:
            own = self._dataset.documents[unit.doc_id].split
        if self._head.split not in (own, ALL_SPLITS):
            return f"it is in the split {own!r}, and the header says {self._head.split!r}"
        if self.split in (own, ALL_SPLITS) and document in self._gold_documents:
            return f"the gold has no label for {' '.join(unit_key(unit)[1:])}"
        return ""

    @cached_property
    def _gold_documents(self) -> frozenset[str]:
        return frozenset(self.scorer.gold.documents)

    def _end(self) -> None:
        if self._missing_is_empty:
            if not self.has_errors:
                self.scorer.count_missing()
            return
        missing = (key for key in self.scorer.missing if key not in self._faulty)
        self.problems += missing_units(self.scorer.gold, missing, self._file)


class _Uids(Collection[str]):
    """The uids of the layer that the header names. They are read when the first is asked for."""

    def __init__(self, of: FileScorer) -> None:
        self._of = of

    def __contains__(self, uid: object) -> bool:
        return uid in self._of.uids

    def __iter__(self) -> Iterator[str]:
        return iter(self._of.uids)

    def __len__(self) -> int:
        return len(self._of.uids)


def _named(line: bytes) -> set[UnitKey]:
    """The unit that a line with a problem is about, as far as it can be told."""
    try:
        parsed: object = json.loads(line)
    except (ValueError, RecursionError):
        return set()
    unit = as_object(parsed) or {}
    return {
        tuple(str(unit[name]) for name in names)
        for names in _KEYS
        if all(name in unit for name in names)
    }
