"""Work in forked processes, in order. Arrow tables come back in files: a pipe would copy them five
times.
"""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar, cast

import pyarrow

from communique.util.ctrl_c import held_back, ignore_ctrl_c
from communique.util.free_memory import give_back

pa = cast("Any", pyarrow)
_Result = TypeVar("_Result")
_RESULTS: Final = 32  # of one worker, before it is replaced
_make: Callable[[int], object] | None = None  # what this worker makes; set after the fork


def cores() -> int:
    """The cores that this process may use; 1 where the system does not say, or cannot fork."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def in_processes(
    make: Callable[[Path, int], _Result], count: int, workers: int
) -> Iterator[_Result]:
    """Call `make` for 0 to `count` - 1 in forked processes, and yield the results in order.

    A worker inherits what `make` refers to; only its results are sent. It gets a folder that is
    there until the last result is used. It gets its own copy of every page of memory that it uses,
    so workers are replaced after some results.
    """
    with TemporaryDirectory(prefix="communique-") as place:
        start = partial(_begin, partial(make, Path(place)))
        for first in range(0, count, _RESULTS * workers):
            numbers = range(first, min(first + _RESULTS * workers, count))
            give_back()
            yield from _by_workers(start, numbers, workers)


def _by_workers(start: Callable[[], object], numbers: range, workers: int) -> Iterator[Any]:
    """The results with some numbers, in order, from new workers."""
    waiting: deque[Future[Any]] = deque()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=fork, initializer=start) as pool:
        try:
            for number in numbers:
                with held_back():  # the first call starts the workers
                    waiting.append(pool.submit(_run, number))
                if len(waiting) > 2 * workers:  # so that memory stays flat
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)  # after an error nobody wants the rest


def _begin(make: Callable[[int], object]) -> None:
    global _make
    _make = make
    ignore_ctrl_c()  # the parent process ends its workers
    gc.freeze()  # a search would copy what is shared with the parent process


def _run(number: int) -> object:
    try:
        return cast("Callable[[int], object]", _make)(number)
    finally:
        give_back()


def write_arrow(table: Any, path: Path) -> Path:
    """Write a table for another process. Returns the path."""
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return path


def read_arrow(path: Path) -> Any:
    """Read what `write_arrow` wrote, and remove the file."""
    table = pa.ipc.open_stream(pa.memory_map(str(path))).read_all()
    path.unlink()  # the mapped data stay until the table is freed
    return table
