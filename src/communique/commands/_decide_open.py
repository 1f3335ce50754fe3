"""Decide open items one by one. Each answer is written at once, so that a stop loses nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from communique.commands._shared import refusing

if TYPE_CHECKING:
    from communique.adjudication.decide import Outcome
    from communique.commands._prompt import Answer
    from communique.records import Record
    from communique.records.decision import Reason
    from communique.records.items import ComparedItem
    from communique.records.linked_pairs import Labels, LinkedPair
    from communique.schema import Layer
    from communique.workflow.adjudicate import AdjudicationState

Item = TypeVar("Item")
Kept = TypeVar("Kept")


@dataclass
class _Queue(Generic[Item, Kept]):
    """Open items: how to ask about one, and how to decide it or take its decision back."""

    noun: str
    waiting: Sequence[Item]
    ask: "Callable[[Item, str], Answer[Kept]]"
    decide: "Callable[[Outcome, Item, Kept, Reason], Outcome]"
    withdraw: "Callable[[Outcome, Item], Outcome]"
    write: "Callable[[Outcome], None]"

    def run(self, outcome: "Outcome") -> "tuple[Outcome, bool]":
        """Ask about each item. Returns the outcome, and whether the adjudicator went to the end."""
        from communique.commands._prompt import say

        at, decided = 0, set[int]()
        while at < len(self.waiting):
            item = self.waiting[at]
            answer = self.ask(item, f"{self.noun}{at + 1} of {len(self.waiting)}")
            if answer == "quit":
                say(_goodbye(len(decided), len(self.waiting)))
                return outcome, False
            if answer == "undo":
                if at == 0:
                    say("  There is nothing to undo.")
                    continue
                at -= 1
                if at in decided:
                    decided.remove(at)
                    outcome = self.withdraw(outcome, self.waiting[at])
                    self.write(outcome)
                continue
            if answer != "skip":
                outcome = self.decide(outcome, item, *answer)
                self.write(outcome)
                decided.add(at)
            at += 1
        return outcome, True


def decide_open(
    state: "AdjudicationState", layer: "Layer", outcome: "Outcome", by: str
) -> "Outcome":
    """Ask about every open item, then about every relation between spans that are decided."""
    from communique.workflow.decision_file import DecisionFile

    file = DecisionFile(state.corpus.folder.adjudicated(layer.name))

    def write(outcome: "Outcome") -> None:
        with refusing():
            file.write(outcome.layer)

    outcome, goes_on = _items(state, layer, outcome, by, write).run(outcome)
    return _pairs(state, layer, outcome, by, write).run(outcome)[0] if goes_on else outcome


def _items(
    state: "AdjudicationState",
    layer: "Layer",
    outcome: "Outcome",
    by: str,
    write: "Callable[[Outcome], None]",
) -> "_Queue[ComparedItem, Record | None]":
    from communique.adjudication.decisions import AdjudicatorDecision
    from communique.commands._prompt import prompt

    def decide(
        outcome: "Outcome", item: "ComparedItem", record: "Record | None", reason: "Reason"
    ) -> "Outcome":
        at = max((t for r in item.records if (t := state.time(r))), default=None)
        return state.answer(layer, outcome, item, AdjudicatorDecision(record, by, at, reason))

    return _Queue(
        "",
        outcome.open,
        lambda item, where: prompt(state, layer, item, where),
        decide,
        lambda outcome, item: state.withdraw(layer, outcome, item),
        write,
    )


def _pairs(
    state: "AdjudicationState",
    layer: "Layer",
    outcome: "Outcome",
    by: str,
    write: "Callable[[Outcome], None]",
) -> "_Queue[LinkedPair, Labels]":
    from communique.adjudication.relations import PairDecision
    from communique.commands._prompt import prompt_relation

    def decide(
        outcome: "Outcome", pair: "LinkedPair", labels: "Labels", reason: "Reason"
    ) -> "Outcome":
        times = [t for r in pair.source.records if (t := state.time(r))]
        decision = PairDecision(labels, by, max(times, default=None), reason)
        return state.answer_pair(layer, outcome, pair, decision)

    return _Queue(
        "relation ",
        outcome.ready_pairs,
        lambda pair, where: prompt_relation(state, layer, pair, where),
        decide,
        lambda outcome, pair: state.withdraw_pair(layer, outcome, pair),
        write,
    )


def _goodbye(decided: int, asked: int) -> str:
    return (
        f"\nStopped. {decided} of {asked} decided and kept. Run the command again to go on with"
        " the rest."
    )
