"""Building a dataset of many documents, compared with bare ijson and bare pyarrow in the same run.

`scripts/bench build [DOCUMENTS] [--corpus FOLDER]`. The corpus is that of `large_corpus.py`: three
annotators with thirty spans a document. `--corpus` keeps it in a folder, and uses it again.

- Tables: processor seconds of making Arrow tables from columns, hashing and writing them. Bare
  pyarrow is handed rows that are ready, with class ids in them, and does `Table.from_pylist` and
  `ParquetWriter.write_table` with the same options.
- Commands: processor seconds and peak memory (PSS) of the whole process tree.
- First row: seconds until a streaming reader has it.
"""

import argparse
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import datasets
import ijson
import pyarrow as pa
import pyarrow.parquet as pq
from large_corpus import make

from communique.dataset import batch_tables, write_tables
from communique.dataset.shards import ShardWriter
from communique.workflow.build import build_dataset
from communique.workspace import Corpus

DOCUMENTS, BATCH, GROUP = 2_000, 1_000, 10
VERBS = ("check", "status", "agree", "build")
COMMUNIQUE = Path(sys.executable).with_name("communique")


class Timed:
    """Processor seconds of calls, by config."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def around(self, function: Callable[..., Any], name: Callable[..., str]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self.seconds[name(*given)] += time.process_time() - start

        return timed


class TimedWriter(ShardWriter):
    """A writer whose time is counted."""

    clock = Timed()

    def add(self, table: Any) -> None:
        self._counted(super().add, table)

    def close(self) -> Any:
        return self._counted(super().close)

    def _counted(self, function: Callable[..., Any], *given: Any) -> Any:
        return self.clock.around(function, lambda *_: self._config)(*given)


def tables(corpus: Path, into: Path) -> Counter[str]:
    """Build in one process. Return the seconds of making and writing tables, by config."""
    clock = TimedWriter.clock = Timed()
    # The columns of a table name its config.
    by_columns: dict[tuple[str, ...], str] = {}
    work = batch_tables.TableWork.batch

    def remember(self: Any, number: int) -> Any:
        by_columns.update({tuple(f): config for config, f in self.form.features.items()})
        return work(self, number)

    made = clock.around(batch_tables.to_table, lambda _, f: by_columns[tuple(f)])
    with contextlib.ExitStack() as restored:
        for module, name, value in (
            (batch_tables, "to_table", made),
            (batch_tables.TableWork, "batch", remember),
            (write_tables, "ShardWriter", TimedWriter),
            (os, "sched_getaffinity", lambda _: {0}),
        ):
            restored.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, value)
        build_dataset(Corpus.open(corpus), into)
    return clock.seconds


def bare(path: Path, into: Path) -> float:
    """Processor seconds that pyarrow alone takes to write the same rows."""
    file, seconds = pq.ParquetFile(path), 0.0
    options = {"compression": "zstd", "compression_level": 3, "write_page_index": True}
    options["use_content_defined_chunking"] = True
    waiting: list[Any] = []
    with pq.ParquetWriter(into, file.schema_arrow, **options) as writer:
        for batch in file.iter_batches(BATCH):
            rows = batch.to_pylist()
            start = time.process_time()
            waiting.append(pa.Table.from_pylist(rows, schema=file.schema_arrow))
            if len(waiting) == GROUP:
                writer.write_table(pa.concat_tables(waiting))
                waiting = []
            seconds += time.process_time() - start
        start = time.process_time()
        if waiting:
            writer.write_table(pa.concat_tables(waiting))
    return seconds + time.process_time() - start


def reading(corpus: Path) -> float:
    """Processor seconds that ijson alone takes to read all exports."""
    start = time.process_time()
    for path in corpus.glob("annotations/*/*.json"):
        with path.open("rb") as file:
            for _ in ijson.items(file, "item", use_float=True):
                pass
    return time.process_time() - start


def first_row(folder: Path, config: str) -> float:
    """Seconds until a streaming reader has a row."""
    with tempfile.TemporaryDirectory() as cache:
        start = time.perf_counter()
        split = datasets.load_dataset(
            str(folder), config, split="train", streaming=True, cache_dir=cache
        )
        next(iter(split))
        return time.perf_counter() - start


def command(corpus: Path, verb: str, *more: str) -> tuple[float, float]:
    """Processor seconds and peak memory in MB of a command, with its child processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    arguments = [COMMUNIQUE, verb, "--corpus", corpus, *more]
    process, peak = subprocess.Popen(arguments, stdout=subprocess.DEVNULL), 0
    while process.poll() is None:
        peak = max(peak, sum(map(_pss, _tree(process.pid))))
        time.sleep(0.1)
    if process.returncode:
        raise SystemExit(f"{verb} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, peak / 1024


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _pss(pid: int) -> int:
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0


def main(documents: int, corpus: Path, folder: Path) -> None:
    """Print the tables."""
    datasets.disable_progress_bars()
    if not (corpus / "schema/corpus.yaml").is_file():
        make(corpus, documents)
        command(corpus, "render")
    out = folder / "out"
    print(f"{documents} documents. Processor seconds, peak memory of all processes")
    spent = {verb: command(corpus, verb) for verb in VERBS[:-1]}
    spent["build"] = command(corpus, "build", "--out", str(out))
    for verb, (seconds, peak) in spent.items():
        print(f"{verb:14} {seconds:8.1f} s {peak:6.0f} MB", flush=True)
    (folder / "again").mkdir()
    ours = tables(corpus, folder / "again")
    print("tables: ours, bare pyarrow, ratio; seconds to the first row")
    theirs: Counter[str] = Counter()
    for path in sorted((out / "data").glob("*/*.parquet")):
        theirs[path.parent.name] += bare(path, folder / "bare.parquet")
    for config, seconds in theirs.items():
        ratio = f"{ours[config]:8.2f} {seconds:8.2f} {ours[config] / seconds:6.2f} x"
        print(f"{config:14} {ratio} {first_row(out, config):7.2f} s", flush=True)
    whole, read = theirs.total(), reading(corpus)
    print(f"{'all':14} {ours.total():8.2f} {whole:8.2f} {ours.total() / whole:6.2f} x")
    print(f"{'build':14} {spent['build'][0]:8.2f} {read + whole:8.2f}", end="")
    print(f" {spent['build'][0] / (read + whole):6.2f} x   (ijson {read:.2f} and pyarrow)")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench build", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("documents", type=int, nargs="?", default=DOCUMENTS)
    parser.add_argument("--corpus", type=lambda p: Path(p).resolve(), help="folder to keep it in")
    return parser.parse_args()


if __name__ == "__main__":
    given = _arguments()
    with tempfile.TemporaryDirectory() as place:
        main(given.documents, given.corpus or Path(place) / "corpus", Path(place))
