"""One adjudicator's session: the open items in a fixed order, and the answers given in it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, TypeVar, get_args

from communique.adjudication_page.view import item_choices, item_view, pair_choices, pair_view
from communique.records.decision import Reason
from communique.records.items import ComparedItem, item_key
from communique.records.linked_pairs import LinkedPair
from communique.schema import Schema
from communique.workflow.adjudicator_answers import LayerAnswers

REASONS: Final[dict[str, Reason]] = {reason: reason for reason in get_args(Reason)}
_Choice = TypeVar("_Choice")


class StaleError(ValueError):
    """The page that asks has not seen the last answer. Its answer is not saved."""


class UnfitAnswerError(ValueError):
    """The answer does not fit the item. It is not saved."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item or linked pair that was open in this session."""

    id: str
    answers: LayerAnswers
    subject: ComparedItem | LinkedPair


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of this session: the number of the choice, None to reject."""

    entry: Entry
    choice: int | None
    reason: Reason


@dataclass
class PageSession:
    """The layers to decide. `revision` grows with every answer and every undo.

    Not safe for threads: the caller serves one request at a time.
    """

    schema: Schema
    layers: Sequence[LayerAnswers]
    revision: int = 0
    _items: list[Entry] = field(init=False)
    _given: dict[str, Given] = field(init=False, default_factory=dict[str, Given])

    def __post_init__(self) -> None:
        self._items = [_entry(a, item) for a in self.layers for item in a.outcome.open]

    @property
    def decided(self) -> int:
        """How many answers of this session are saved."""
        return len(self._given)

    @property
    def open(self) -> int:
        """How many items and pairs are still to be decided."""
        return sum(len(a.outcome.open) + len(a.outcome.open_pairs) for a in self.layers)

    def queue(self) -> dict[str, Any]:
        """All items of the session as JSON values, with what was answered."""
        return {
            "corpus": self.schema.name,
            "adjudicator": self.layers[0].by if self.layers else "",
            "revision": self.revision,
            "waiting_pairs": self._waiting_pairs(),
            "last": next(reversed(self._given), None),
            "reasons": list(REASONS),
            "entries": [self._listed(entry) for entry in self._entries()],
        }

    def item(self, entry_id: str) -> dict[str, Any]:
        """What the page shows of one item, as JSON values. Raises UnfitAnswerError."""
        entry = self._find(entry_id)
        layer, subject = entry.answers.layer, entry.subject
        text = entry.answers.state.texts.get(subject.doc_id, "")
        if isinstance(subject, LinkedPair):
            shown = pair_view(layer, subject, text)
        else:
            shown = item_view(self.schema, layer, subject, text)
        return {"id": entry.id, "revision": self.revision, **asdict(shown)}

    def decide(self, entry_id: str, choice: int | None, reason: str, revision: int) -> None:
        """Save an answer: keep the choice with this number, or reject the item (None).

        Raises StaleError, UnfitAnswerError, DecisionsChangedError and OSError.
        """
        self._require(revision)
        entry = self._find(entry_id)
        if entry.id in self._given:
            raise UnfitAnswerError("this item is decided already; take the answer back first (u)")
        known = REASONS.get(reason)
        if known is None:
            raise UnfitAnswerError(f"the reason must be one of {', '.join(REASONS)}")
        answers, subject = entry.answers, entry.subject
        if isinstance(subject, LinkedPair):
            labels = _chosen(pair_choices(answers.layer, subject), choice)
            answers.decide_pair(subject, labels or (), known)
        else:
            record = _chosen(item_choices(answers.layer, subject), choice)
            answers.decide(subject, record, known)
        self._given[entry.id] = Given(entry, choice, known)
        self.revision += 1

    def undo(self, revision: int) -> str:
        """Take the last answer of this session back. Returns the id of the item, which is open.

        Raises StaleError, UnfitAnswerError, DecisionsChangedError and OSError.
        """
        self._require(revision)
        last = next(reversed(self._given), None)
        if last is None:
            raise UnfitAnswerError("there is nothing to undo")
        entry = self._given[last].entry
        if isinstance(entry.subject, LinkedPair):
            entry.answers.withdraw_pair(entry.subject)
        else:
            entry.answers.withdraw(entry.subject)
        del self._given[last]
        self.revision += 1
        return last

    def _require(self, revision: int) -> None:
        if revision != self.revision:
            raise StaleError("another tab has answered since. Nothing was saved from this one")

    def _entries(self) -> Iterator[Entry]:
        """Items in their first order; after those of a layer, its pairs with both ends decided."""
        for answers in self.layers:
            yield from (e for e in self._items if e.answers is answers)
            ready = {e.id: e for p in answers.outcome.ready_pairs for e in (_entry(answers, p),)}
            saved = (g.entry for g in self._given.values() if g.entry.answers is answers)
            ready |= {e.id: e for e in saved if isinstance(e.subject, LinkedPair)}
            yield from (ready[key] for key in sorted(ready, key=lambda k: _place(ready[k])))

    def _waiting_pairs(self) -> int:
        outcomes = [a.outcome for a in self.layers]
        return sum(len(o.open_pairs) - len(o.ready_pairs) for o in outcomes)

    def _listed(self, entry: Entry) -> dict[str, Any]:
        saved = self._given.get(entry.id)
        answer = {"choice": saved.choice, "reason": saved.reason} if saved else None
        layer, document = entry.answers.layer.name, entry.subject.doc_id
        return {"id": entry.id, "layer": layer, "document": document, "answer": answer}

    def _find(self, entry_id: str) -> Entry:
        entry = next((e for e in self._entries() if e.id == entry_id), None)
        if entry is None:
            raise UnfitAnswerError("there is no such item in this session")
        return entry


def _chosen(choices: Sequence[_Choice], number: int | None) -> _Choice | None:
    if number is None:
        return None
    if not 1 <= number <= len(choices):
        raise UnfitAnswerError(f"there is no answer {number}; choose from 1 to {len(choices)}")
    return choices[number - 1]


def _entry(answers: LayerAnswers, subject: ComparedItem | LinkedPair) -> Entry:
    key = subject.key if isinstance(subject, LinkedPair) else item_key(subject)
    content = json.dumps([answers.layer.name, key]).encode("utf-8")
    return Entry(hashlib.sha256(content).hexdigest()[:16], answers, subject)


def _place(entry: Entry) -> tuple[object, ...]:
    subject = entry.subject
    ends = (subject.source, subject.target) if isinstance(subject, LinkedPair) else (subject,)
    return subject.doc_id, *(e.records[0].start or 0 for e in ends), entry.id
