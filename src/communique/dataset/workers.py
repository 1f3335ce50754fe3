"""Making Arrow tables from rows in as many processes as the machine has cores.

Rows are plain Python, and making them takes much of the time of a build. What comes out is the
same, in the same order, with one process and with many.
"""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, Final, Protocol, cast

import pyarrow
from datasets import Features

from communique.dataset.arrays import Columns, to_table

pa = cast("Any", pyarrow)
_FEW: Final = 8  # parts that are not worth a second process


class Part(Protocol):
    """Rows that are made when they are asked for."""

    def columns(self) -> Columns:
        """The rows, as columns."""
        ...


Parts = Sequence[Part]
_work: tuple[Parts, Features] | None = None  # what a forked worker finds; rows are never sent


def tables_of(parts: Parts, features: Features) -> Iterator[Any]:
    """An Arrow table for each part, in order. Raises ValueError as `to_table` does."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if workers < 2 or len(parts) < _FEW:
        return (to_table(part.columns(), features) for part in parts)
    return _in_processes(parts, features, workers)


def _in_processes(parts: Parts, features: Features, workers: int) -> Iterator[Any]:
    global _work
    _work = (parts, features)
    waiting: deque[Future[bytes]] = deque()
    fork = multiprocessing.get_context("fork")
    try:
        # Rows hold no cycles, and looking for some takes as long as making the rows.
        with ProcessPoolExecutor(workers, mp_context=fork, initializer=gc.disable) as pool:
            for number in range(len(parts)):
                waiting.append(pool.submit(_part, number))
                if len(waiting) > 2 * workers:  # so that memory stays flat
                    yield _received(waiting.popleft())
            while waiting:
                yield _received(waiting.popleft())
    finally:
        _work = None


def _part(number: int) -> bytes:
    parts, features = cast("tuple[Parts, Features]", _work)  # laid out before the fork
    table = to_table(parts[number].columns(), features)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def _received(future: "Future[bytes]") -> Any:
    return pa.ipc.open_stream(future.result()).read_all()
