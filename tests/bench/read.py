"""Reading an export: tasks decoded and every slice checked, against the SDK's JSON_MIN converter.

`scripts/bench read [TASKS [ROUNDS]]`; each reader runs in a process of its own, in turn.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from exports import CONFIG, SCHEMA, write_export


def survey(folder: Path) -> Callable[[], None]:
    from communique.label_studio.controls import controls
    from communique.label_studio.survey import survey
    from communique.schema import load_schema

    schema = load_schema(folder / "schema.yaml")
    known = controls(schema, schema.layers[0])

    def run() -> None:
        if survey(folder / "names/ann-1.json", known, "names", "") != ("code-points", []):
            raise SystemExit("the slices do not fit")

    return run


def records(folder: Path) -> Callable[[], None]:
    from communique.label_studio import read_export
    from communique.schema import load_schema

    schema = load_schema(folder / "schema.yaml")

    def run() -> None:
        for found in read_export(folder / "names/ann-1.json", schema):
            if type(found).__name__ != "Record":
                raise SystemExit(found)

    return run


def converter(folder: Path) -> Callable[[], None]:
    from label_studio_sdk.converter import Converter

    made = Converter(CONFIG, project_dir=str(folder), download_resources=False)
    export, out = str(folder / "names/ann-1.json"), str(folder / "min")
    return lambda: made.convert_to_json_min(export, out, is_dir=False)


def ijson_alone(folder: Path) -> Callable[[], None]:
    import ijson

    def run() -> None:
        with (folder / "names/ann-1.json").open("rb") as file:
            for _ in ijson.items(file, "item", use_float=True):
                pass

    return run


READERS = {f.__name__: f for f in (survey, records, ijson_alone, converter)}


def main(tasks: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "names/ann-1.json"
        write_export(export, tasks)
        (Path(folder) / "schema.yaml").write_text(SCHEMA)
        print(f"{tasks} tasks, {export.stat().st_size / 1e6:.0f} MB, {rounds} rounds")
        runs = [{name: _run(name, folder) for name in READERS} for _ in range(rounds)]
    for name in READERS:
        ratio = median(run["converter"][0] / run[name][0] for run in runs)
        rate = median(tasks / run[name][0] for run in runs)
        peak = max(run[name][1] for run in runs)
        print(f"{name:12} {rate:7.0f} tasks/s  {ratio:5.2f} x converter  {peak:4d} MB")


def _run(name: str, folder: str) -> tuple[float, int]:
    """Seconds without imports, and the peak of memory in MB."""
    command = [sys.executable, __file__, "--one", name, folder]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(said[-2]), int(said[-1])


def one(name: str, folder: Path) -> None:
    run = READERS[name](folder)
    before = time.perf_counter()
    run()
    seconds = time.perf_counter() - before
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(seconds, peak // 1024)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], Path(sys.argv[3]))
    else:
        given = [int(n) for n in sys.argv[1:]]
        main(*(given + [20000, 3][len(given) :]))
