"""Decide open items one by one. Each answer is written at once, so that a stop loses nothing."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from communique.commands._shared import Refusal, refusing

if TYPE_CHECKING:
    from communique.adjudication.decide import Outcome
    from communique.commands._prompt import Answer
    from communique.records import Record
    from communique.records.decision import Reason
    from communique.records.items import ComparedItem
    from communique.records.linked_pairs import Labels, LinkedPair
    from communique.schema import Layer
    from communique.workflow.adjudicate import AdjudicationState
    from communique.workflow.adjudicator_answers import LayerAnswers

Item = TypeVar("Item")
Kept = TypeVar("Kept")
CHANGED = "All answers up to now are saved. Run the command again to go on with the rest."


@dataclass
class _Queue(Generic[Item, Kept]):
    """Open items: how to ask about one, and how to decide it or take its decision back."""

    noun: str
    waiting: Sequence[Item]
    ask: "Callable[[Item, str], Answer[Kept]]"
    decide: "Callable[[Item, Kept, Reason], None]"
    withdraw: "Callable[[Item], None]"

    def run(self) -> bool:
        """Ask about each item. Returns whether the adjudicator went to the end."""
        from communique.commands._prompt import say

        at, decided = 0, set[int]()
        while at < len(self.waiting):
            item = self.waiting[at]
            answer = self.ask(item, f"{self.noun}{at + 1} of {len(self.waiting)}")
            if answer == "quit":
                say(_goodbye(len(decided), len(self.waiting)))
                return False
            if answer == "undo":
                if at == 0:
                    say("  There is nothing to undo.")
                    continue
                at -= 1
                if at in decided:
                    decided.remove(at)
                    with _saving():
                        self.withdraw(self.waiting[at])
                continue
            if answer != "skip":
                with _saving():
                    self.decide(item, *answer)
                decided.add(at)
            at += 1
        return True


def decide_open(
    state: "AdjudicationState", layer: "Layer", outcome: "Outcome", by: str
) -> "Outcome":
    """Ask about every open item, then about every relation between spans that are decided."""
    from communique.workflow.adjudicator_answers import LayerAnswers

    answers = LayerAnswers(state, layer, outcome, by)
    if _items(answers).run():
        _pairs(answers).run()
    return answers.outcome


def _items(answers: "LayerAnswers") -> "_Queue[ComparedItem, Record | None]":
    from communique.commands._prompt import prompt

    state, layer = answers.state, answers.layer
    return _Queue(
        "",
        answers.outcome.open,
        lambda item, where: prompt(state, layer, item, where),
        answers.decide,
        answers.withdraw,
    )


def _pairs(answers: "LayerAnswers") -> "_Queue[LinkedPair, Labels]":
    from communique.commands._prompt import prompt_relation

    state, layer = answers.state, answers.layer
    return _Queue(
        "relation ",
        answers.outcome.ready_pairs,
        lambda pair, where: prompt_relation(state, layer, pair, where),
        answers.decide_pair,
        answers.withdraw_pair,
    )


@contextmanager
def _saving() -> Generator[None]:
    from communique.workflow.adjudicator_answers import DecisionsChangedError

    try:
        with refusing():
            yield
    except DecisionsChangedError as error:
        raise Refusal(str(error), CHANGED) from None


def _goodbye(decided: int, asked: int) -> str:
    return (
        f"\nStopped. {decided} of {asked} decided and kept. Run the command again to go on with"
        " the rest."
    )
