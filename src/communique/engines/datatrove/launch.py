"""Run a pipeline, from the command line or from a file that a person has edited."""

# pyright: reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false

import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from datatrove.utils.logging import logger

from communique.engines.datatrove.executors import LocalShards, SlurmShards
from communique.engines.datatrove.job import ShardJob
from communique.engines.datatrove.ray_executor import RayShards
from communique.engines.datatrove.steps import CleanDocuments, ReadShard, WriteShard
from communique.engines.finish import finish_run
from communique.engines.local import Listener, Silent
from communique.engines.run_folder import RunFolder
from communique.engines.settings import Settings
from communique.engines.start import start_run


def clean_with(executor: str, folder: RunFolder, workers: int | None, listener: Listener) -> None:
    """Make what is not finished with the executor `local`, `slurm` or `ray`.

    Slurm only receives the jobs. Raises what a step raises, WorkerError, InputError.
    """
    logger.disable("datatrove")  # in this process; the workers' logs are files
    job = ShardJob(folder)
    pipeline = [ReadShard(job), CleanDocuments(job), WriteShard(job)]
    if executor == "local":
        LocalShards(pipeline, job, workers or 1, listener).run()
    elif executor == "ray":
        RayShards(pipeline, job, workers or -1, listener).run()
    else:
        SlurmShards(pipeline, job, workers or -1).run()


@contextmanager
def running(
    inputs: Sequence[str], out: Path, settings: Settings, pipeline: Path
) -> Generator[ShardJob]:
    """Begin a run of a pipeline file, or go on with it; then write the report if all is finished.

    A changed pipeline file is another run. Raises InputError, OtherRunError, BusyRunError, OSError.
    """
    hashed = replace(settings, pipeline_sha256=sha256(pipeline.read_bytes()).hexdigest())
    folder = RunFolder(out)
    with folder.locked():
        start_run(inputs, folder, hashed, lambda line: print(line, file=sys.stderr))
        yield ShardJob(folder)
        left = len(list(folder.unfinished()))
        if left:
            print(f"{left} parts are not finished. Run this file again later.", file=sys.stderr)
            return
        report = finish_run(folder, 1, Silent())
    print(f"{folder.path}: {report.tally.kept} documents kept, of {report.tally.read}")
