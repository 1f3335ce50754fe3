"""The bench's pages as the network takes them."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path

import numpy as np

from communique.cleaning.learned.features import features
from communique.cleaning.learned.measure import Floats, Hashes, measure
from communique.cleaning.learned.model import MOST_LINES, sample
from communique.cleaning.learned.vocabulary import WordIds, word_ids

VARIANTS = {"full": "page", "residual": "extracted", "residual_rp": "extracted"}
FEWEST_DOMAINS = 6
_GROUP = 64


@dataclass
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
    x: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    words: WordIds = field(default_factory=lambda: np.zeros((0, 0), np.int32))


def read_pages(folder: Path) -> list[Page]:
    """All pages of the three variants; each line's tokens are its words."""
    return [_page(record) for variant in VARIANTS for record in _records(folder, variant)]


def _records(folder: Path, variant: str) -> Iterator[dict]:
    with gzip.open(folder / f"dev.{variant}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _page(record: dict) -> Page:
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


def known_words(pages: Sequence[Page]) -> Hashes:
    """Words on full pages of at least six domains, as sorted hashes."""
    domains: dict[int, set[str]] = {}
    for page in pages:
        if page.variant == "full":
            for word in np.unique(measure([page.lines]).words.hash).tolist():
                domains.setdefault(word, set()).add(page.domain)
    known = [word for word, where in domains.items() if len(where) >= FEWEST_DOMAINS]
    return np.array(sorted(known), np.uint64)


def measure_pages(pages: Sequence[Page], known: Hashes) -> None:
    """Fill in the features and word ids."""
    for k in range(0, len(pages), _GROUP):
        group = pages[k : k + _GROUP]
        lines = measure([page.lines for page in group])
        x, words = features(lines), word_ids(lines, known)
        bounds = np.cumsum([0, *lines.sizes]).tolist()
        for page, a, b in zip(group, bounds, bounds[1:], strict=False):
            page.x, page.words = x[a:b], words[a:b]


def fold_of(domain: str, folds: int) -> int:
    """The fold of a domain; all pages of a domain share it."""
    return int(md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % folds
