"""Make Arrow tables from rows, in as many processes as the machine has cores.

Rows are plain Python, and making them takes much of the time of a build. The result and its order
do not depend on the number of processes.
"""

import gc
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from datasets import Features

from communique.dataset.arrays import Columns, to_table
from communique.dataset.processes import cores, in_processes, read_arrow, write_arrow
from communique.util.gc_pause import without_search

_FEW: Final = 8  # with fewer parts, one process is used


class Part(Protocol):
    """Rows that are made on request."""

    def columns(self) -> Columns:
        """The rows, as columns."""
        ...


Parts = Sequence[Part]


def tables_of(parts: Parts, features: Features) -> Iterator[Any]:
    """Make an Arrow table for each part, in order. Raises ValueError as `to_table` does."""
    workers = cores()
    if workers < 2 or len(parts) < _FEW:
        return _in_this_process(parts, features)
    make = partial(_in_file, parts, features)
    return map(read_arrow, in_processes(make, len(parts), workers, gc.disable))


def _in_this_process(parts: Parts, features: Features) -> Iterator[Any]:
    with without_search():
        for part in parts:
            yield to_table(part.columns(), features)


def _in_file(parts: Parts, features: Features, place: Path, number: int) -> Path:
    return write_arrow(to_table(parts[number].columns(), features), place / str(number))
