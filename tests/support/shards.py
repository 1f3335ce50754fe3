"""Runs of `communique clean INPUT…` on made-up documents, and what they write."""

import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa

from communique.engines import CleanTask, RunFolder, Settings, clean_shard, start_run, write_report
from communique.engines.tally import Tally
from paths import ROOT

Row = dict[str, Any]
DEADLY = "This document ends its worker."
ENDLESS = "This document never ends."


@cache
def _sentences() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/raw").iterdir()))
    return [line for text in texts for line in text.split("\n") if line.strip()]


def rows(count: int, seed: int = 1, lines: int = 8) -> list[Row]:
    """Documents recombined from the lines of the corpus."""
    random = Random(seed)
    return [
        {"id": f"d{n}", "text": "\n".join(random.sample(_sentences(), lines)), "n": n}
        for n in range(1, count + 1)
    ]


def as_lines(documents: Iterable[Row]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in documents)


def zst(data: bytes) -> bytes:
    return pa.Codec("zstd").compress(data, asbytes=True)


def read_zst(path: Path) -> list[Row]:
    with pa.input_stream(str(path), compression="zstd") as stream:
        return [json.loads(line) for line in stream.read().splitlines()]


def begun(inputs: Sequence[str | Path], out: Path, **settings: Any) -> RunFolder:
    """A run that has begun and made nothing yet."""
    folder = RunFolder(out)
    with folder.locked():
        start_run([str(path) for path in inputs], folder, Settings(**settings), print)
    return folder


def plain(inputs: Sequence[str | Path], out: Path, **settings: Any) -> Row:
    """The report of a run without any engine: a loop."""
    folder = begun(inputs, out, **settings)
    for number in range(len(folder.plan.shards)):
        clean_shard(folder, number)
    report = write_report(folder).to_json()
    del report["seconds"]
    return report


def kept(out: Path) -> list[Row]:
    return [row for path in sorted(out.glob("part-*.zst")) for row in read_zst(path)]


def quarantined(out: Path) -> list[Row]:
    return [row for path in sorted(out.glob("quarantine/part-*.zst")) for row in read_zst(path)]


def hashes(out: Path) -> dict[str, str]:
    """The sha256 of every part, and of every quarantine."""
    files = (p.relative_to(out).as_posix() for p in out.rglob("part-*.jsonl.zst"))
    return {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in sorted(files)}


def counts(out: Path) -> Row:
    """The report without its time."""
    report = json.loads((out / "report.json").read_text())
    assert report.pop("seconds") >= 0
    assert report["in"] == report["kept"] + sum(report["quarantined"].values())
    return report


@dataclass(frozen=True)
class DeadlyTask(CleanTask):
    """Cleans as always, but a document with a line DEADLY ends the process.

    One with a line ENDLESS stays in compiled code, which does not return to Python.
    """

    def __call__(self, number: int, say: Callable[[int], None]) -> Tally:
        from communique.engines import clean_documents

        clean_many = clean_documents.clean_many

        def clean(texts: Sequence[str], *more: Any, **named: Any) -> Any:
            if any(DEADLY in text for text in texts):
                os.kill(os.getpid(), signal.SIGKILL)
            if any(ENDLESS in text for text in texts):
                sum(range(10**15))
            return clean_many(texts, *more, **named)

        clean_documents.clean_many = clean
        return super().__call__(number, say)
