"""The answers of one adjudicator on a layer, from the terminal or the page, written at once."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from communique.adjudication.decide import Outcome
from communique.adjudication.decisions import AdjudicatorDecision
from communique.adjudication.relations import PairDecision
from communique.records import Record
from communique.records.decision import Reason
from communique.records.items import ComparedItem
from communique.records.linked_pairs import Labels, LinkedPair
from communique.schema import Layer
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.decision_file import DecisionFile

Signature = tuple[int, int, int]  # inode, size, time of the last change


class DecisionsChangedError(ValueError):
    """Another program has changed the file of decisions since it was read."""


@dataclass
class LayerAnswers:
    """Decides items and linked pairs of a layer. `outcome` is the layer after the last answer.

    Each answer is in the file before the method returns. If it cannot be written, the outcome stays
    as it was. All methods raise OSError and DecisionsChangedError.
    """

    state: AdjudicationState
    layer: Layer
    outcome: Outcome
    by: str
    _file: DecisionFile = field(init=False)
    _seen: Signature | None = field(init=False)
    _hash: str = field(init=False)

    def __post_init__(self) -> None:
        self._file = DecisionFile(self.state.corpus.folder.adjudicated(self.layer.name))
        self._seen = _signature(self._file.path)
        self._hash = _hash(self._file.path)

    def decide(self, item: ComparedItem, record: Record | None, reason: Reason) -> None:
        """Keep a record as the answer on an open item, or reject the item (None)."""
        times = (self.state.time(r) for r in item.records)
        decision = AdjudicatorDecision(record, self.by, _latest(times), reason)
        with self._undone_on_error():
            self._write(self.state.answer(self.layer, self.outcome, item, decision))

    def decide_pair(self, pair: LinkedPair, labels: Labels, reason: Reason) -> None:
        """Keep these labels of a relation, or reject it (no labels)."""
        times = (self.state.time(r) for r in pair.source.records)
        decision = PairDecision(labels, self.by, _latest(times), reason)
        with self._undone_on_error():
            self._write(self.state.answer_pair(self.layer, self.outcome, pair, decision))

    def withdraw(self, item: ComparedItem) -> None:
        """Take the answer on an item back. The item is open again."""
        with self._undone_on_error():
            self._write(self.state.withdraw(self.layer, self.outcome, item))

    def withdraw_pair(self, pair: LinkedPair) -> None:
        """As `withdraw`, for a linked pair."""
        with self._undone_on_error():
            self._write(self.state.withdraw_pair(self.layer, self.outcome, pair))

    def _write(self, outcome: Outcome) -> None:
        path = self._file.path
        if _signature(path) != self._seen and _hash(path) != self._hash:
            raise DecisionsChangedError(
                f"another program changed {self.state.corpus.folder.relative(path)}"
            )
        self._file.write(outcome.layer)
        self._seen, self._hash = _signature(path), _hash(path)
        self.outcome = outcome

    @contextmanager
    def _undone_on_error(self) -> Generator[None]:
        name = self.layer.name
        choices = dict(self.state.choices.get(name, {}))
        pairs = dict(self.state.pair_choices.get(name, {}))
        try:
            yield
        except BaseException:
            self.state.choices[name], self.state.pair_choices[name] = choices, pairs
            raise


def _latest(times: Generator[str | None]) -> str | None:
    return max((t for t in times if t), default=None)


def _signature(path: Path) -> Signature | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()
