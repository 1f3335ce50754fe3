"""Show on a terminal how far cleaning is: parts, documents, rate and time left."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from signal import SIGPROF, Signals
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.engines import RunFolder
    from communique.engines.tally import Tally


class Quiet:
    """What is shown in a pipe: only the workers that die."""

    def progress(self, records: int) -> None:
        """Show nothing."""

    def finished(self, number: int, tally: "Tally") -> None:
        """Show nothing."""

    def died(self, number: int, exit_code: int | None) -> None:
        """Say that a worker died."""
        print(f"communique: {_death(number, exit_code)}", file=sys.stderr, flush=True)


class Bar:
    """A bar by the size of the inputs, with the number of documents and their rate."""

    def __init__(self, bar: Any, task: Any, weights: list[int], parts: int) -> None:
        self._bar, self._task, self._weights = bar, task, weights
        self._parts, self._records = parts, 0

    def progress(self, records: int) -> None:
        """Count records."""
        self._records += records
        self._show()

    def finished(self, number: int, tally: "Tally") -> None:
        """Count a part."""
        self._parts += 1
        self._bar.advance(self._task, self._weights[number])
        self._show()

    def _show(self) -> None:
        seconds = self._bar.tasks[0].elapsed or 1e-9
        rate = f"{self._records / seconds:.0f} a second"
        counts = f"part {self._parts} of {len(self._weights)}, {self._records} documents, {rate}"
        self._bar.update(self._task, description=counts)

    def died(self, number: int, exit_code: int | None) -> None:
        """Say that a worker died, above the bar."""
        self._bar.console.print(f"communique: {_death(number, exit_code)}")


def _death(number: int, exit_code: int | None) -> str:
    how = f"exit code {exit_code}"
    if exit_code == -SIGPROF:
        return f"documents of part {number:05d} are too slow; they are cleaned one by one"
    if exit_code is not None and exit_code < 0:
        how = Signals(-exit_code).name
    return f"a worker has ended ({how}); part {number:05d} is made again"


@contextmanager
def showing(folder: "RunFolder") -> Generator[Quiet | Bar]:
    """Show how far a run is, on a terminal; in a pipe, only what goes wrong."""
    if not sys.stderr.isatty():
        yield Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    weights = [max(1, sum(p.weight for p in shard.pieces)) for shard in folder.plan.shards]
    open_ = set(folder.unfinished())
    done = sum(weight for number, weight in enumerate(weights) if number not in open_)
    columns = (BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("starting", total=sum(weights), completed=done)
        yield Bar(bar, task, weights, len(weights) - len(open_))
