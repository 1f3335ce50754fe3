"""A cleaning bench: its pages, and its own scorer, used as it is."""

import gzip
import importlib.util
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

Record = dict[str, Any]
HEADLINE = "HEADLINE"


@dataclass(frozen=True)
class Pages:
    """The pages of one variant that belong to a slice; ids are unique."""

    score: ModuleType
    variant: str
    slice: str
    records: list[Record]

    @property
    def megabytes(self) -> float:
        """Of text, as the scorer counts it."""
        return sum(len("\n".join(r["lines"]).encode()) for r in self.records) / 1e6

    def marks(self, kept: dict[str, str]) -> dict[str, float]:
        """The scorer's row for texts by id; a page without one counts as all dropped."""
        return self.row(
            [self.score.keep_from_text(r["lines"], kept.get(r["id"], "")) for r in self.records]
        )

    def everything(self) -> dict[str, float]:
        """The scorer's row for keeping every line."""
        return self.row([[True] * len(r["lines"]) for r in self.records])

    def row(self, keeps: list[list[bool]]) -> dict[str, float]:
        return self.score.evaluate(self.records, keeps)[self.slice]


def scorer(bench: Path) -> ModuleType:
    """The bench's `score.py`; nothing is written beside it."""
    file = bench / "score.py"
    spec = importlib.util.spec_from_file_location("score", file)
    if spec is None or spec.loader is None or not file.is_file():
        raise SystemExit(f"{file} is missing; the argument BENCH must be a folder with score.py")
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def read_pages(bench: Path, score: ModuleType, variant: str, wanted: str) -> Pages:
    """The pages of the first slice whose name begins as `wanted`."""
    every = list(score.load([str(bench / "pages" / f"dev.{variant}.jsonl.gz")]))
    names = sorted({name for record in every for name in score.slices(record)})
    found = next((name for name in names if name.startswith(wanted)), None)
    if found is None:
        raise SystemExit(
            f"{variant} has no slice that begins with {wanted!r}; choose one of {', '.join(names)}"
        )
    return Pages(score, variant, found, [r for r in every if found in score.slices(r)])


def as_input(records: list[Record], html: Path | None = None) -> bytes:
    """JSON lines for a cleaner: lines joined, and perhaps the real page beside them.

    `html` is a folder of `<id>.html`, or a gzipped file of JSON lines `{"id", "html"}`.
    """
    return b"".join(
        json.dumps(
            {"id": r["id"], "lang": r["lang"], "text": "\n".join(r["lines"])} | _page(r, html)
        ).encode()
        + b"\n"
        for r in records
    )


def as_html(records: list[Record], html: Path) -> bytes:
    """JSON lines of pages alone."""
    pages = ({"id": r["id"]} | _page(r, html) for r in records)
    return b"".join(json.dumps(page).encode() + b"\n" for page in pages)


@cache
def _pages_of(html: Path) -> dict[str, str]:
    with gzip.open(html, "rt", encoding="utf-8") as file:
        return {page["id"]: page["html"] for page in map(json.loads, file)}


def _page(record: Record, html: Path | None) -> dict[str, str]:
    if html is None:
        return {}
    if html.is_file():
        if record["id"] not in _pages_of(html):
            raise SystemExit(f"{html} has no page {record['id']}")
        return {"html": _pages_of(html)[record["id"]]}
    path = html / f"{record['id']}.html"
    if not path.is_file():
        raise SystemExit(f"{path} is missing; --html needs a file for every page")
    return {"html": path.read_text("utf-8", errors="replace")}
