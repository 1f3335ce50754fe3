"""The executors of datatrove, with our own marks of what is finished.

datatrove marks a finished task by its number alone, so a run with other inputs would find the marks
of an earlier one. Ours are in the output folder, which belongs to one run.
"""

# pyright: reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUntypedBaseClass=false
# pyright: reportUnknownArgumentType=false, reportCallIssue=false

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import dill
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.executor.slurm import SlurmPipelineExecutor

from communique.engines.datatrove.job import ShardJob
from communique.engines.identity import run_key
from communique.engines.local import Listener, Silent, run_shards
from communique.engines.run_folder import RunFolder
from communique.engines.tally import Tally


class OurMarks:
    """Answers whether a rank is finished."""

    folder: RunFolder

    def is_rank_completed(self, rank: int) -> bool:
        """Whether the part of this rank is written."""
        return self.folder.is_finished(rank)

    def get_incomplete_ranks(
        self, ranks: Iterable[int] | None = None, skip_completed: bool | None = None
    ) -> list[int]:
        """Return the ranks whose parts are still to be written."""
        wanted = None if ranks is None else set(ranks)
        return [n for n in self.folder.unfinished() if wanted is None or n in wanted]


def log_folder(folder: RunFolder) -> str:
    """The folder for the logs of datatrove; another plan has another folder."""
    key = run_key({**folder.identity, "tasks": len(folder.plan.shards)})
    return str(folder.path / "datatrove" / key)


class RankTask:
    """Runs a pipeline for one rank, as what a worker gets. Each rank has steps of its own."""

    def __init__(self, executor: Any, folder: RunFolder) -> None:
        self.folder = folder
        self._executor = dill.dumps(executor)

    def __call__(self, number: int, say: Any = None) -> Tally:
        """Run the pipeline for this rank."""
        executor = dill.loads(self._executor)  # noqa: S301 - our own bytes
        with Path(os.devnull).open("w") as quiet, redirect_stderr(quiet):  # the log has it too
            executor._run_for_rank(number, local_rank=1)
        return self.folder.tally(number)

    def forget(self, number: int) -> None:
        """Forget that a worker was busy with this rank; it was stopped on purpose."""
        self.folder.forget(number)


class LocalShards(OurMarks, LocalPipelineExecutor):
    """Runs ranks in processes of this machine.

    datatrove's own pool waits for ever for a worker that is killed, so ours is used.
    """

    def __init__(
        self,
        pipeline: Sequence[Any],
        job: ShardJob,
        workers: int = 1,
        listener: Listener | None = None,
    ) -> None:
        self.folder = job.folder
        tasks, logs = len(self.folder.plan.shards), log_folder(self.folder)
        super().__init__(list(pipeline), tasks, workers, logs)
        self._listener = listener

    def run(self) -> None:
        """Run every rank that is not finished. Raises what a step raises, and WorkerError."""
        listener, self._listener = self._listener or Silent(), None
        numbers = self.get_incomplete_ranks()
        run_shards(RankTask(self, self.folder), numbers, self.workers, listener)


class SlurmShards(OurMarks, SlurmPipelineExecutor):
    """Submits a job array to Slurm. `options` are those of datatrove's SlurmPipelineExecutor.

    Without `partition` and `qos`, those of the cluster or of SBATCH_PARTITION hold.
    """

    def __init__(
        self, pipeline: Sequence[Any], job: ShardJob, workers: int = -1, **options: Any
    ) -> None:
        self.folder = job.folder
        tasks = len(self.folder.plan.shards)
        defaults = {
            **{"time": "24:00:00", "partition": None, "qos": None, "job_name": "communique"},
            "venv_path": str(Path(sys.prefix) / "bin/activate"),
            "logging_dir": log_folder(self.folder),
        }
        super().__init__(list(pipeline), tasks, workers=workers, **{**defaults, **options})

    def get_sbatch_args(self, max_array: int = 1) -> dict[str, Any]:
        """Return the options of sbatch, without those that are not set."""
        args = super().get_sbatch_args(max_array)
        return {k: v for k, v in args.items() if v is not None}

    def launch_merge_stats(self) -> None:
        """Do nothing: the report is made from our own counts."""
