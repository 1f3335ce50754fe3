"""`communique clean INPUT… --out DIR`: clean files of any size."""

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from communique.commands._clean_arguments import FileRun
from communique.commands._clean_report import print_report
from communique.commands._shared import Refusal
from communique.util.ctrl_c import INTERRUPTED
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.engines import RunFolder, Settings


def clean_files(run: FileRun) -> int:
    """Clean the inputs. Returns the exit code: 1 if a document is quarantined, else 0."""
    if not hasattr(signal, "SIGPROF"):  # it ends a worker whose document takes too long
        raise Refusal("cleaning files needs Linux, macOS or WSL", "On Windows, run it in WSL.")
    from communique.engines import BusyRunError, InputError, OtherRunError, ShardError
    from communique.engines.local import WorkerError

    try:
        with _ctrl_c():
            return _clean(run)
    except InputError as error:
        raise Refusal(str(error), error.fix) from None
    except OtherRunError as error:
        why = "\n  ".join(error.why)
        fix = "Name another folder with --out. Or delete this one, to clean again."
        raise Refusal(f"{error}:\n  {why}", fix) from None
    except BusyRunError as error:
        raise Refusal(str(error), "Wait until it has ended.") from None
    except (WorkerError, ShardError) as error:
        fix = "Check the memory of the machine, then run the command again."
        raise Refusal(str(error), fix) from None


def _clean(run: FileRun) -> int:
    from communique.commands._clean_progress import Quiet
    from communique.engines import RunFolder, Settings, finish_run, start_run
    from communique.engines.whole_run import make_groups

    settings = Settings(
        policy=run.policy,
        text_column=run.text_column,
        id_column=run.id_column,
        shard_bytes=run.shard_bytes,
        time_limit=run.time_limit,
        repeated_lines=run.repeated_lines,
    )
    if run.write_pipeline:
        _write_pipeline(run, settings, run.write_pipeline)
        return 0
    folder = RunFolder(run.out)
    with folder.locked():
        start_run(run.inputs, folder, settings, _warn)
        _make(run, folder)
        left = len(list(folder.unfinished()))
        if left:
            print(
                f"{counted(left, 'part')} submitted. Run the same command again when they are done."
            )
            return 0
        workers = run.workers or _n_cores()
        report = finish_run(folder, workers, Quiet())
        groups = None
        if run.group_words is not None:
            groups = make_groups(folder, run.group_words, workers, Quiet())
    print_report(report, groups, folder, as_json=run.as_json)
    return 1 if report.tally.quarantined else 0


def _make(run: FileRun, folder: "RunFolder") -> None:
    """Make the shards that are not finished, with the engine that the user names."""
    from communique.commands._clean_progress import showing
    from communique.engines import CleanTask
    from communique.engines.local import run_shards

    numbers = list(folder.unfinished())
    if not numbers:
        return
    with showing(folder) as screen:
        if run.engine == "datatrove":
            from communique.engines.datatrove import clean_with

            workers = run.workers or (_n_cores() if run.executor == "local" else None)
            clean_with(run.executor, folder, workers, screen)
        else:
            workers = min(run.workers or _n_cores(), len(numbers))
            run_shards(CleanTask(folder), numbers, workers, screen)


def _write_pipeline(run: FileRun, settings: "Settings", path: Path) -> None:
    from communique.engines.datatrove import pipeline_file
    from communique.util.atomic_write import write_atomic

    text = pipeline_file(run.inputs, run.out, settings, run.executor, run.workers)
    write_atomic(path, text)
    command = f"{quote(sys.executable)} {quote(str(path))}"
    print(f"{path}: edit it, then run it: {command}")


def _warn(line: str) -> None:
    print(f"communique: {line}", file=sys.stderr)


@contextmanager
def _ctrl_c() -> Generator[None]:
    """End with a short message when the user or the system stops the command."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except KeyboardInterrupt:
        _warn("stopped. What is finished stays; run the same command again to go on.")
        sys.stderr.flush()
        raise SystemExit(INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _n_cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
