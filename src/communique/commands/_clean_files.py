"""`communique clean INPUT… --out DIR`: clean files of any size."""

import os
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final, NoReturn

from communique.commands._shared import Refusal, print_json
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.engines import Report, RunFolder

INTERRUPTED: Final = 130
ENGINES: Final = ("local", "datatrove")
EXECUTORS: Final = ("local", "slurm", "ray")


@dataclass(frozen=True, slots=True)
class FileRun:
    """What the user asks for."""

    inputs: tuple[str, ...]
    out: Path
    policy: str
    text_column: str
    id_column: str | None
    workers: int
    engine: str
    executor: str
    shard_bytes: int
    write_pipeline: Path | None = None
    as_json: bool = False


def asked_run(
    inputs: list[str] | None,
    out: Path | None,
    policy: str,
    columns: tuple[str, str | None],
    workers: int | None,
    engines: tuple[str, str],
    shard_bytes: int,
) -> FileRun:
    """Put the options together. Raises Refusal if they do not fit."""
    if not inputs:
        raise Refusal("--out needs files to clean", "Name files or folders before it.")
    if "-" in inputs:
        raise Refusal("`-` stands alone", "Use `-` to read JSON lines, without other inputs.")
    if out is None:
        fix = "Use `-` to read JSON lines. To clean files, add --out DIR."
        raise Refusal(f"unexpected argument {inputs[0]!r}", fix)
    n_workers = _n_cores() if workers is None else workers
    run = FileRun(tuple(inputs), out, policy, *columns, n_workers, *engines, shard_bytes)
    _require_known(run)
    return run


def clean_files(run: FileRun) -> int:
    """Clean the inputs. Returns the exit code: 1 if a document is quarantined, else 0."""
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


def _require_known(run: FileRun) -> None:
    for option, value, values in (
        ("--engine", run.engine, ENGINES),
        ("--executor", run.executor, EXECUTORS),
    ):
        if value not in values:
            raise Refusal(f"{option} {value!r} is unknown", f"Choose from {', '.join(values)}.")
    if run.executor != "local" and run.engine != "datatrove":
        raise Refusal(f"--executor {run.executor} needs --engine datatrove", "Add this option.")
    if run.workers < 1 or run.shard_bytes < 1:
        raise Refusal("--workers and --shard-bytes must be 1 or more", "Give a larger number.")


def _clean(run: FileRun) -> int:
    from communique.engines import RunFolder, Settings, start_run, write_report

    settings = Settings(
        policy=run.policy,
        text_column=run.text_column,
        id_column=run.id_column,
        shard_bytes=run.shard_bytes,
    )
    folder = RunFolder(run.out)
    with folder.locked():
        start_run(run.inputs, folder, settings, _warn)
        _make(run, folder)
        left = len(list(folder.unfinished()))
        if left:
            return _unfinished(run, folder, left)
        report = write_report(folder)
        folder.remove_running()
    _print(report, folder, as_json=run.as_json)
    return 1 if report.tally.quarantined else 0


def _make(run: FileRun, folder: "RunFolder") -> None:
    """Make the shards that are not finished, with the engine that the user names."""
    from communique.commands._clean_progress import showing

    numbers = list(folder.unfinished())
    if not numbers:
        return
    with showing(folder) as screen:
        from communique.engines import CleanTask
        from communique.engines.local import run_shards

        run_shards(CleanTask(folder), numbers, min(run.workers, len(numbers)), screen)


def _unfinished(run: FileRun, folder: "RunFolder", left: int) -> int:
    _warn(f"{counted(left, 'part')} of {len(folder.plan.shards)} not finished yet")
    return 1


def _print(report: "Report", folder: "RunFolder", *, as_json: bool) -> None:
    if as_json:
        print_json(report.to_json())
        return
    tally = report.tally
    print(f"{folder.path}: {counted(tally.kept, 'document')} kept, of {tally.read}")
    for reason, count in sorted(tally.quarantined.items()):
        print(f"  quarantined: {count} {reason}")
    for why, count in sorted(tally.skipped.items()):
        print(f"  no document: {counted(count, 'record')} ({why})")


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
