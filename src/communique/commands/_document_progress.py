"""How many documents are done, on a terminal. Shows nothing in a pipe."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager


@contextmanager
def document_progress(task: str) -> Generator[Callable[[int, int], None]]:
    """Yield a function that takes the documents done and their number."""
    if not sys.stderr.isatty():
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(task), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        number = shown.add_task(task, total=None)
        yield lambda done, total: shown.update(number, completed=done, total=total)


def _ignore(done: int, total: int) -> None:
    """Show nothing."""
