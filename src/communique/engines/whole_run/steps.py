"""Do a step for each part of a run, in processes of this machine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from communique.engines.local import Listener, run_shards
from communique.engines.tally import Tally


@dataclass(frozen=True, slots=True)
class Step:
    """A function of a number, as what a worker gets. It must be a function of a module."""

    function: Callable[..., None]
    arguments: tuple[Any, ...]

    def __call__(self, number: int, say: Callable[[int], None]) -> Tally:
        """Do it for this number."""
        self.function(*self.arguments, number)
        return Tally()

    def forget(self, number: int) -> None:
        """Nothing needs to be forgotten: a step that was stopped is done again."""


def do(step: Step, numbers: Iterable[int], workers: int, listener: Listener) -> None:
    """Do a step for each number. Raises what it raises, and WorkerError.

    `listener.finished` gets the number of a step, not of a shard: do not pass a progress bar.
    """
    waiting = list(numbers)
    workers = min(workers, len(waiting))
    if workers > 1:
        run_shards(step, waiting, workers, listener)
        return
    for number in waiting:
        step(number, lambda _: None)
