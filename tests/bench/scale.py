"""Clean many documents with several engines in one run; the figures are ratios.

`scripts/bench scale [DOCUMENTS] [--pages FILE] [--rounds N] [--json FILE]`. The documents are
recombined, with a seed, from the lines of the corpus, or from those of the pages in FILE (JSON
lines with `text`, also .gz). Each contestant is a process of its own, start-up included, and reads
one file of JSON lines. Those that are ours write the same bytes, which is checked.

The C4 filter of datatrove does another, smaller job: it drops lines by a few rules. It shows what
datatrove itself costs.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median

from scale_contestants import CONTESTANTS, OURS

ROOT = Path(__file__).parents[2]
SHARDS = 16
PROGRAM = Path(__file__).with_name("scale_contestants.py")


@dataclass(frozen=True)
class Row:
    """The figures of a contestant: medians of the rounds, and the largest process in MB."""

    name: str
    seconds: float
    cpu_seconds: float
    documents_per_second: float
    documents_per_cpu_second: float
    megabytes_per_second: float
    ratio: float
    largest_megabytes: float

    def line(self) -> str:
        """The row of the table."""
        figures = (self.seconds, self.cpu_seconds, self.documents_per_second)
        more = (self.documents_per_cpu_second, self.megabytes_per_second, self.ratio)
        return (
            f"{self.name:28}"
            + "".join(f"{f:10.2f}" for f in (*figures, *more))
            + (f"{self.largest_megabytes:8.0f}")
        )


def write_documents(path: Path, count: int, pages: Path | None, seed: int = 1) -> None:
    """Write documents made of lines of the corpus or of pages, each as long as one of these."""
    random = Random(seed)
    texts = _texts(pages)
    lines = [line for text in texts for line in text]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = "\n".join(random.choices(lines, k=len(random.choice(texts))))
            file.write(json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False) + "\n")


def _texts(pages: Path | None) -> list[list[str]]:
    """Return the lines of each text."""
    if pages is None:
        files = sorted((ROOT / "corpus/raw").iterdir())
        return [path.read_text(encoding="utf-8").split("\n") for path in files]
    opened = gzip.open if pages.suffix == ".gz" else open
    with opened(pages, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["lines"] if "lines" in row else row["text"].split("\n") for row in rows]


def measure(name: str, source: Path, out: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and the largest process in MB of one contestant."""
    command = [sys.executable, str(PROGRAM), name, str(source), str(out)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "HF_HUB_OFFLINE": "1"}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
    told = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{name} failed:\n{told.decode()[-2000:]}")
    seconds = time.perf_counter() - began
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main(asked: argparse.Namespace) -> None:
    """Measure each contestant in each round, and print the table."""
    with tempfile.TemporaryDirectory(prefix="communique-") as place:
        source = Path(place) / "documents.jsonl"
        write_documents(source, asked.documents, asked.pages)
        megabytes = source.stat().st_size / 1e6
        print(f"{asked.documents} documents, {megabytes:.1f} MB, {asked.rounds} rounds", flush=True)
        figures: dict[str, list[tuple[float, float, float]]] = {name: [] for name in CONTESTANTS}
        for number in range(asked.rounds):
            for name in CONTESTANTS:
                out = Path(place) / f"{number}-{name.replace(' ', '-')}"
                figures[name].append(measure(name, source, out))
            same_bytes([Path(place) / f"{number}-{name.replace(' ', '-')}" for name in OURS])
        show(asked, figures, megabytes)


def same_bytes(folders: list[Path]) -> None:
    """End if our engines have not written the same parts."""
    parts = [{p.name: p.read_bytes() for p in f.glob("part-*.zst")} for f in folders]
    if any(other != parts[0] for other in parts) or not parts[0]:
        sys.exit("our engines have written different bytes")


def show(
    asked: argparse.Namespace, figures: dict[str, list[tuple[float, float, float]]], size: float
) -> None:
    """Print the table; write it as JSON if asked."""
    rows: list[Row] = []
    for name, rounds in figures.items():
        seconds, cpu, largest = (median(column) for column in zip(*rounds, strict=True))
        ratio = (rows[0].seconds if rows else seconds) / seconds
        rates = (asked.documents / seconds, asked.documents / cpu, size / seconds)
        rows.append(Row(name, seconds, cpu, *rates, ratio, largest))
    heads = ("seconds", "CPU s", "docs/s", "docs/CPU s", "MB/s", "ratio")
    print(f"{'':28}" + "".join(head.rjust(10) for head in heads) + "MB".rjust(8))
    print("\n".join(row.line() for row in rows))
    if asked.json:
        asked.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


def arguments() -> argparse.Namespace:
    """What was asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("scripts/bench scale", None, __doc__, formatter_class=raw)
    parser.add_argument("documents", type=int, nargs="?", default=20_000)
    parser.add_argument("--pages", type=Path, help="JSON lines with `text` or `lines`, also .gz")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
