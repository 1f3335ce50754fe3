"""Run a pipeline of datatrove on a Ray cluster.

datatrove's own Ray executor runs each rank in a pool of processes inside an actor. If a process of
the pool is killed, the pool waits for ever. Here a rank is a task of Ray: Ray itself notices that a
worker or a node has died, and runs the task again elsewhere.
"""

# pyright: reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUntypedBaseClass=false
# pyright: reportUnknownArgumentType=false, reportCallIssue=false

import os
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, Final

from datatrove.executor.ray import RayPipelineExecutor

from communique.engines.datatrove.executors import OurMarks, RankTask, log_folder
from communique.engines.datatrove.job import ShardJob
from communique.engines.errors import InputError
from communique.engines.local import Listener, Silent
from communique.engines.tally import Tally

_TO_END: Final = 2.0  # seconds for a worker to end


class RayShards(OurMarks, RayPipelineExecutor):
    """Runs ranks as tasks of the Ray cluster at RAY_ADDRESS, or of the one on this machine.

    Every node must see the inputs and the output folder under the same paths. `workers` is the
    largest number of tasks at once; by default, as many as the cluster has cores.
    """

    def __init__(
        self,
        pipeline: Sequence[Any],
        job: ShardJob,
        workers: int = -1,
        listener: Listener | None = None,
        **options: Any,
    ) -> None:
        self.folder = job.folder
        tasks, logs = len(self.folder.plan.shards), log_folder(self.folder)
        super().__init__(list(pipeline), tasks, workers, logging_dir=logs, **options)
        self._listener = listener

    def run(self) -> None:
        """Run every rank that is not finished. Raises what a step raises, and InputError."""
        import ray

        listener, self._listener = self._listener or Silent(), None
        numbers = self.get_incomplete_ranks()
        if not numbers:
            return
        is_ours = not ray.is_initialized()
        log = Path(log_folder(self.folder)) / "ray.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as file, redirect_stdout(file):  # Ray tells stdout what its nodes say
            if is_ours:
                _connect(ray)
            try:
                self._run_tasks(ray, numbers, listener)
            finally:
                if is_ours:
                    ray.shutdown()

    def _run_tasks(self, ray: Any, waiting: list[int], listener: Listener) -> None:
        task = ray.put(RankTask(self, self.folder))
        options: dict[str, Any] = {"num_cpus": self.cpus_per_task, "max_retries": -1}
        options |= {"scheduling_strategy": "SPREAD", **(self.ray_remote_kwargs or {})}
        rank = ray.remote(run_rank).options(**options)
        running: dict[Any, int] = {}
        try:
            while waiting or running:
                most = min(self.workers, 2 * int(ray.cluster_resources().get("CPU", 1)))
                while waiting and len(running) < most:
                    number = waiting.pop(0)
                    running[rank.remote(task, number)] = number
                ready, _ = ray.wait(list(running), num_returns=1, timeout=10)
                for reference in ready:
                    number = running.pop(reference)
                    listener.finished(number, _result(ray, reference))
        finally:
            self._stop(ray, running)

    def _stop(self, ray: Any, running: dict[Any, int]) -> None:
        """End the tasks that still run; that they end now is no fault of their documents."""
        for reference in running:
            ray.cancel(reference, force=True)
        if running:
            time.sleep(_TO_END)
        for number in running.values():
            self.folder.forget(number)


def run_rank(task: RankTask, number: int) -> Tally:
    """Run one rank, in a worker of Ray."""
    return task(number)


def _result(ray: Any, reference: Any) -> Tally:
    """Return the counts of a rank. Raises what its step raised."""
    try:
        return ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        raise error.cause from None


def _connect(ray: Any) -> None:
    address = os.environ.get("RAY_ADDRESS", "auto")
    try:
        ray.init(address=address, log_to_driver=False, logging_level="error")
    except ConnectionError:
        fix = "Start one with `ray start --head`, or name its address in RAY_ADDRESS."
        raise InputError("there is no Ray cluster", fix) from None
