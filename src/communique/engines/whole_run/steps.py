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


class Deaths:
    """Passes on only that a worker has died; the parts of a step are not parts of the run."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def progress(self, records: int) -> None:
        """Do nothing."""

    def finished(self, number: int, tally: Tally) -> None:
        """Do nothing."""

    def died(self, number: int, exit_code: int | None) -> None:
        """A worker died; its step is done again."""
        self._listener.died(number, exit_code)


def do(step: Step, numbers: Iterable[int], workers: int, listener: Listener) -> None:
    """Do a step for each number. Raises what it raises, and WorkerError."""
    waiting = list(numbers)
    workers = min(workers, len(waiting))
    if workers > 1:
        run_shards(step, waiting, workers, Deaths(listener))
        return
    for number in waiting:
        step(number, lambda _: None)
