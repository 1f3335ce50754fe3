"""Inputs of a run on a cluster: many short documents, and a few that are broken."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

import pyarrow as pa

ROOT: Final = Path(__file__).parents[2]
LINES: Final = 4  # of a document
_MOST: Final = 10_000  # documents of a file
_LEAST_FILES: Final = 40
_TOO_LARGE: Final = 50_000_001  # bytes
_LONG: Final = 2_000_000  # characters of one line that is cleaned
# Each is a line of a file, with the reason why it is quarantined.
_POISON: Final = (
    (b'{"text": "' + b"x" * _TOO_LARGE + b'"}', "too-large"),
    (b'{"text": "caf\xe9 \xff\xfe"}', "invalid-utf-8"),
    (b"{broken", "invalid-json"),
    (b"\x00\x01\x02", "invalid-json"),
    (b"[" * 100_000, "invalid-json"),
    (b'{"text": "\\ud800"}', "invalid-text"),
    (b'{"text": 7}', "text-not-string"),
    (b'{"id": "empty"}', "missing-text"),
)


@dataclass(frozen=True)
class Inputs:
    """What was written: the number of records of each file, and what is quarantined, by reason."""

    records: dict[str, int]
    quarantined: dict[str, int]
    size: int

    @property
    def count(self) -> int:
        """The number of documents."""
        return sum(self.records.values())


def write_inputs(folder: Path, count: int, pages: Path | None, seed: int = 1) -> Inputs:
    """Write `count` documents in compressed files, and one more file with broken documents."""
    folder.mkdir(parents=True)
    pools = [_article_lines()] + ([_page_lines(pages)] if pages else [])
    n_files = max(_LEAST_FILES, -(-count // _MOST))
    records: dict[str, int] = {}
    for number in range(n_files):
        first, end = count * number // n_files, count * (number + 1) // n_files
        path = folder / f"documents-{number:04d}.jsonl.zst"
        made = _documents(pools, range(first, end), Random(f"{seed} {number}"))
        records[str(path)] = _write(path, made)
    path = folder / "poison.jsonl.zst"
    records[str(path)] = _write(path, _poison(pools[0]))
    reasons = [reason for _, reason in _POISON]
    size = sum(Path(name).stat().st_size for name in records)
    return Inputs(records, {r: reasons.count(r) for r in sorted(set(reasons))}, size)


def _article_lines() -> list[str]:
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus/raw").iterdir())]
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _page_lines(pages: Path) -> list[str]:
    opened = gzip.open if pages.suffix == ".gz" else open
    with opened(pages, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    listed = [row["lines"] if "lines" in row else row["text"].split("\n") for row in rows]
    return [line for lines in listed for line in lines if line.strip()]


def _documents(pools: list[list[str]], numbers: range, random: Random) -> Iterator[bytes]:
    """Documents in turn of lines of each pool."""
    for number in numbers:
        text = "\n".join(random.choices(pools[number % len(pools)], k=LINES))
        yield json.dumps({"id": f"d{number}", "text": text}, ensure_ascii=False).encode()


def _poison(pool: list[str]) -> Iterator[bytes]:
    """Broken documents between sound ones; one of these is one long line."""
    yield json.dumps({"id": "first", "text": pool[0]}).encode()
    for line, _ in _POISON:
        yield line
        yield json.dumps({"id": "next", "text": pool[-1]}).encode()
    yield json.dumps({"id": "long", "text": "word " * (_LONG // 5)}).encode()


def _write(path: Path, lines: Iterator[bytes]) -> int:
    count = 0
    with path.open("wb") as sink, pa.CompressedOutputStream(sink, "zstd") as stream:
        for line in lines:
            stream.write(line + b"\n")
            count += 1
    return count
