"""A worker: a process that makes one shard after another, as long as its driver lives."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import wait
from typing import Any, Final, Protocol

from communique.engines.tally import Tally
from communique.util.ctrl_c import ignore_ctrl_c

Say = Callable[[int], None]
ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


class Task(Protocol):
    """Makes a shard. It is sent to each worker."""

    def __call__(self, number: int, say: Say) -> Tally:
        """Make the shard with this number; `say` receives counts of records."""
        ...

    def forget(self, number: int) -> None:
        """Forget that a worker was busy with this shard; it was stopped on purpose."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """A worker has read so many records since it last said so."""

    records: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A worker has finished its shard."""

    tally: Tally


@dataclass(frozen=True, slots=True)
class Failed:
    """An error has stopped a worker's shard. The run cannot go on."""

    error: Exception


def work(connection: Any, task: Task) -> None:
    """Make the shards whose numbers arrive, until the driver closes the connection."""
    ignore_ctrl_c()  # the driver stops its workers
    busy: list[int] = []
    threading.Thread(target=_end_with_driver, args=(task, busy), daemon=True).start()
    while True:
        try:
            busy[:] = [connection.recv()]
        except EOFError:
            return
        connection.send(_answer(connection, task, busy[0]))


def _answer(connection: Any, task: Task, number: int) -> Finished | Failed:
    connection.send(Progress(0))
    try:
        return Finished(task(number, lambda records: connection.send(Progress(records))))
    except Exception as error:
        return Failed(error)


def _end_with_driver(task: Task, busy: list[int]) -> None:
    """End this process when its driver has ended, so that it does not work for nobody."""
    driver = parent_process()
    if driver is not None:
        wait([driver.sentinel])
        for number in busy:
            task.forget(number)
        os._exit(1)
