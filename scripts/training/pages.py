"""The bench's pages with their labels, and the folds of their domains."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

import numpy as np

from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.scores import MOST_LINES, sample

VARIANTS = {"full": "page", "residual": "extracted", "residual_rp": "extracted"}
FILES = tuple(f"dev.{variant}" for variant in VARIANTS)
EXTRA = ("extra.fundus.full", "extra.zhset.full")
EXTRA_SOURCES = ("fundus", "zhset")
CORE = "core"
# Of the extra pages: the least part of the gold text that the lines must contain. Some pages were
# decoded with a wrong charset and contain nothing of it.
_LEAST_FOUND = 0.5


@dataclass(frozen=True)
class Page:
    """A page with its labels: 1 is content; `scored` is 0 where a line has no sure label.

    The bench does not score titles; on whole pages they are content here.
    """

    id: str
    variant: str
    source: str
    kind: str
    language: str
    domain: str
    lines: list[str]
    label: Floats
    scored: Floats
    tokens: Floats


def read_pages(folder: Path, *, extra: bool) -> list[Page]:
    """All pages of the three variants, and perhaps extra pages; a line's tokens are its words."""
    return [
        to_page(record)
        for name in (*FILES, *(EXTRA if extra else ()))
        for record in records(folder, name)
        if record["lines"] and record.get("cov", 1) >= _LEAST_FOUND
    ]


def records(folder: Path, name: str) -> Iterator[dict]:
    """The records of a file of pages."""
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def to_page(record: dict) -> Page:
    """A page from its record."""
    lines = [sample(line.replace("\n", " ")) for line in record["lines"]][:MOST_LINES]
    measured = measure([lines])
    is_title = np.array(
        [record["variant"] == "full" and flag == "title" for flag in record["flags"][:MOST_LINES]],
        np.float32,
    )
    tokens = np.maximum(measured.end_word - measured.first_word, measured.counts[4] / 2)
    return Page(
        id=record["id"],
        variant=record["variant"],
        source=record["source"],
        kind=record["kind"],
        language=record["lang"],
        domain=record["domain"],
        lines=lines,
        label=np.maximum(np.array(record["labels"][:MOST_LINES], np.float32), is_title),
        scored=np.maximum(np.array(record["mask"][:MOST_LINES], np.float32), is_title),
        tokens=tokens.astype(np.float32),
    )


def fold_of(domain: str, folds: int) -> int:
    """The fold of a domain; all pages of a domain share it."""
    return int(md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % folds
