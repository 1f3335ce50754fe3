"""Give shards to workers, and notice a worker that dies: its shard is made again."""

import multiprocessing
import os
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Any, Final

from communique.engines.local.listener import Listener
from communique.engines.local.worker import ONE_THREAD, Failed, Finished, Progress, Task, work
from communique.util.ctrl_c import held_back

_MOST_EARLY_DEATHS: Final = 3
_spawn = multiprocessing.get_context("spawn")  # a fork would copy the threads of numpy and pyarrow


class WorkerError(RuntimeError):
    """Workers cannot be started."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Any  # Connection[int, Progress | Finished | Failed]
    number: int


def run_shards(task: Task, numbers: Iterable[int], workers: int, listener: Listener) -> None:
    """Make each shard with `task` in one of `workers` processes. One shard a worker is under way.

    Raises the error of a task, and WorkerError if workers die before they do anything.
    """
    _Pool(task, deque(numbers), workers, listener).run()


class _Pool:
    def __init__(self, task: Task, waiting: deque[int], size: int, listener: Listener) -> None:
        self._task, self._waiting, self._size, self._listener = task, waiting, size, listener
        self._workers: dict[Any, _Worker] = {}
        self._early_deaths = 0

    def run(self) -> None:
        try:
            while self._waiting or self._workers:
                while self._waiting and len(self._workers) < self._size:
                    self._start(self._waiting.popleft())
                for connection in wait(list(self._workers)):
                    self._receive(self._workers[connection])
        finally:
            self._stop()

    def _start(self, number: int) -> None:
        ours, theirs = _spawn.Pipe()
        process = _spawn.Process(target=work, args=(theirs, self._task), daemon=True)
        ensure_running()  # when the first worker starts this process, Ctrl-C is no longer held back
        with held_back(), _one_thread():
            process.start()
            worker = self._workers[ours] = _Worker(process, ours, number)
        theirs.close()  # so that the death of the worker ends the connection
        self._send(worker, number)

    def _receive(self, worker: _Worker) -> None:
        try:
            message: Progress | Finished | Failed = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        self._early_deaths = 0
        if isinstance(message, Progress):
            self._listener.progress(message.records)
        elif isinstance(message, Failed):
            raise message.error
        else:
            self._listener.finished(worker.number, message.tally)
            self._next(worker)

    def _next(self, worker: _Worker) -> None:
        if not self._waiting:
            del self._workers[worker.connection]
            worker.connection.close()
            worker.process.join()
            return
        self._send(worker, self._waiting.popleft())

    def _send(self, worker: _Worker, number: int) -> None:
        worker.number = number
        try:
            worker.connection.send(number)
        except OSError:
            self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        worker.process.join()
        code = worker.process.exitcode
        del self._workers[worker.connection]
        worker.connection.close()
        self._early_deaths += 1
        if self._early_deaths > _MOST_EARLY_DEATHS * self._size:
            raise WorkerError(f"{self._early_deaths} workers ended at once; exit code {code}")
        self._listener.died(worker.number, code)
        self._waiting.appendleft(worker.number)

    def _stop(self) -> None:
        for worker in self._workers.values():
            worker.process.terminate()
        for worker in self._workers.values():
            worker.process.join()
            worker.connection.close()
            self._task.forget(worker.number)


@contextmanager
def _one_thread() -> Generator[None]:
    """Let a process that is started now use one thread for arithmetic; there are other workers."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
