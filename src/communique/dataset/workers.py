"""Make Arrow tables from rows, in as many processes as the machine has cores.

Rows are plain Python, and making them takes much of the time of a build. The result and its order
do not depend on the number of processes.
"""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple, Protocol, cast

import pyarrow
from datasets import Features

from communique.dataset.arrays import Columns, to_table
from communique.util.gc_pause import without_search

pa = cast("Any", pyarrow)
_FEW: Final = 8  # with fewer parts, one process is used


class Part(Protocol):
    """Rows that are made on request."""

    def columns(self) -> Columns:
        """The rows, as columns."""
        ...


Parts = Sequence[Part]


class _Work(NamedTuple):
    """The data that a forked worker inherits. Rows are never sent to it."""

    parts: Parts
    features: Features
    place: Path


_work: _Work | None = None


def tables_of(parts: Parts, features: Features) -> Iterator[Any]:
    """Make an Arrow table for each part, in order. Raises ValueError as `to_table` does."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if workers < 2 or len(parts) < _FEW:
        return _in_this_process(parts, features)
    return _in_processes(parts, features, workers)


def _in_this_process(parts: Parts, features: Features) -> Iterator[Any]:
    with without_search():
        for part in parts:
            yield to_table(part.columns(), features)


def _in_processes(parts: Parts, features: Features, workers: int) -> Iterator[Any]:
    global _work
    waiting: deque[Future[Path]] = deque()
    fork = multiprocessing.get_context("fork")
    with TemporaryDirectory(prefix="communique-") as place:
        _work = _Work(parts, features, Path(place))
        try:
            with ProcessPoolExecutor(workers, mp_context=fork, initializer=gc.disable) as pool:
                for number in range(len(parts)):
                    waiting.append(pool.submit(_part, number))
                    if len(waiting) > 2 * workers:  # so that memory stays flat
                        yield _received(waiting.popleft())
                while waiting:
                    yield _received(waiting.popleft())
        finally:
            _work = None


def _part(number: int) -> Path:
    """Make a part and write it to a file. A pipe would copy it five times."""
    parts, features, place = cast("_Work", _work)  # set before the fork
    table = to_table(parts[number].columns(), features)
    path = place / str(number)
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return path


def _received(future: "Future[Path]") -> Any:
    path = future.result()
    table = pa.ipc.open_stream(pa.memory_map(str(path))).read_all()
    path.unlink()  # the mapped data stay until the table is freed
    return table
