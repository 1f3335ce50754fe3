"""Put the options of `communique clean INPUT…` together."""

from dataclasses import dataclass
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import Final

from communique.commands._shared import Refusal

ENGINES: Final = ("local", "datatrove")
EXECUTORS: Final = ("local", "slurm", "ray")


@dataclass(frozen=True, slots=True)
class FileRun:
    """What the user asks for. `workers` None: as many as there are cores.

    `group_words` None: no groups.
    """

    inputs: tuple[str, ...]
    out: Path
    policy: str
    text_column: str
    id_column: str | None
    workers: int | None
    engine: str
    executor: str
    shard_bytes: int
    time_limit: float
    write_pipeline: Path | None = None
    repeated_lines: int | None = None
    group_words: int | None = None
    as_json: bool = False


def asked_run(
    inputs: list[str] | None,
    out: Path | None,
    policy: str,
    columns: tuple[str, str | None],
    workers: int | None,
    engines: tuple[str, str],
    limits: tuple[int, float],
    *,
    write_pipeline: Path | None,
    repeated_lines: int | None,
    group_words: int | None,
    as_json: bool,
) -> FileRun:
    """Put the options together. Raises Refusal if they do not fit."""
    if not inputs:
        option = "--out" if out else "this option"
        raise Refusal(f"{option} needs files to clean", "Name files or folders before it.")
    if "-" in inputs:
        raise Refusal("`-` stands alone", "Use `-` to read JSON lines, without other inputs.")
    if out is None:
        fix = "Use `-` to read JSON lines. To clean files, add --out DIR."
        raise Refusal(f"unexpected argument {inputs[0]!r}", fix)
    steps = (write_pipeline, repeated_lines, group_words)
    run = FileRun(tuple(inputs), out, policy, *columns, workers, *engines, *limits, *steps, as_json)
    _require_known(run)
    return run


def _require_known(run: FileRun) -> None:
    for option, value, values in (
        ("--engine", run.engine, ENGINES),
        ("--executor", run.executor, EXECUTORS),
    ):
        if value not in values:
            raise Refusal(f"{option} {value!r} is unknown", f"Choose from {', '.join(values)}.")
    if run.write_pipeline is not None and run.group_words is not None:
        fix = "Leave out --groups: a run of a pipeline file makes no groups."
        raise Refusal("--groups does not go with --write-pipeline", fix)
    if run.engine != "datatrove" and (run.executor != "local" or run.write_pipeline):
        option = "--write-pipeline" if run.write_pipeline else f"--executor {run.executor}"
        raise Refusal(f"{option} needs --engine datatrove", "Add this option.")
    if run.engine == "datatrove" and not (find_spec("datatrove") and find_spec("ray")):
        raise Refusal("--engine datatrove needs more packages", "Install communique[scale].")
    if min(run.shard_bytes, 1 if run.workers is None else run.workers) < 1:
        raise Refusal("--workers and --shard-bytes must be 1 or more", "Give a larger number.")
    if run.repeated_lines is not None and run.repeated_lines < 2:
        raise Refusal("--repeated-lines must be 2 or more", "Give a number of pages.")
    if run.group_words is not None and run.group_words < 1:
        raise Refusal("--groups must be 1 or more", "Give a number of words, for example 7.")
    if not 0 < run.time_limit < inf:
        raise Refusal("--time-limit must be more than 0", "Give a number of seconds.")
