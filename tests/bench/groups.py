"""Find groups of near-duplicates in a run; compared with those of a corpus, and with MinHash.

`scripts/bench groups [DOCUMENTS] [--pages FILE]`. The documents are recombined, with a seed, from
the words of the corpus. Four of ten have a passage of 5 to 60 words from an earlier one. With
--pages, they are the texts in FILE (JSON lines with `text` or `lines`, also .gz). Precision and
recall count the pairs of documents that are in one group; right is what a corpus with these
documents would record, which looks for seven words in a row. MinHash (Broder 1997) has 128 numbers
in 32 bands, over the same runs of seven words.
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from communique.dataset.groups import overlapping
from communique.engines import RunFolder, Settings, clean_shard, finish_run, start_run
from communique.engines.local import Silent
from communique.engines.whole_run import make_groups
from communique.engines.whole_run.join import join, links
from communique.engines.whole_run.rows import body_of, rows_of
from communique.engines.whole_run.run_hashes import RunHashes

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))

from shared_passages import word_lists  # noqa: E402

WORDS: Final = (7, 13, 25, 50)
BANDS, ROWS = 32, 4


@dataclass(frozen=True)
class Result:
    """The group of each document, and the seconds of processor time."""

    groups: list[int]
    seconds: float


def texts_of(asked: argparse.Namespace) -> list[str]:
    """The texts that are compared."""
    if asked.pages:
        opened = gzip.open if asked.pages.suffix == ".gz" else open
        with opened(asked.pages, "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        return ["\n".join(r["lines"]) if "lines" in r else r["text"] for r in rows]
    files = sorted((ROOT / "corpus/raw").iterdir())
    pool = [word for path in files for word in path.read_text(encoding="utf-8").split()]
    made = word_lists(pool, asked.documents, Random(1), words=range(100, 400), longest=60)
    return [" ".join(words) + "." for words in made]


def by_corpus(texts: dict[str, str]) -> Result:
    """The groups that a corpus with these texts would have."""
    began = time.process_time()
    places = {name: n for n, name in enumerate(texts)}
    lists = overlapping(texts, ())
    pairs = [[places[a], places[b]] for names in lists for a, b in pairwise(names)]
    linked = np.array(pairs, np.int64).reshape(-1, 2).T
    return Result(join(np.arange(len(texts)), linked).tolist(), time.process_time() - began)


def by_run(folder: RunFolder, words: int) -> Result:
    """The groups of the run."""
    began = time.process_time()
    make_groups(folder, words, 1, Silent())
    seconds = time.process_time() - began
    parts = sorted((folder.path / "groups").glob("part-*.zst"))
    return Result([row["group"] for part in parts for row in rows_of(part)], seconds)


def by_minhash(texts: list[str]) -> Result:
    """The groups of documents that share a band of MinHash."""
    began, random = time.process_time(), np.random.default_rng(1)
    factors, terms = random.integers(1, 2**63, (2, BANDS * ROWS, 1), np.uint64)
    hashes, keys, documents = RunHashes(7), [], []
    for number, text in enumerate(texts):
        own = hashes.of(text)
        if len(own):
            signature = ((own * (factors | np.uint64(1)) + terms) >> np.uint64(20)).min(axis=1)
            keys += [
                hash((i, *band)) for i, band in enumerate(signature.reshape(BANDS, ROWS).tolist())
            ]
            documents += [number] * BANDS
    pairs = np.array([np.array(keys, np.int64).view(np.uint64), documents], np.uint64)
    pairs = pairs[:, np.lexsort((pairs[1], pairs[0]))]
    groups = join(np.arange(len(texts)), links(pairs)).tolist()
    return Result(groups, time.process_time() - began)


def n_pairs(groups: list[int] | list[tuple[int, int]]) -> int:
    """The number of pairs that are in one group."""
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


def main(asked: argparse.Namespace) -> None:
    """Clean the documents, group them in every way, and print a table."""
    with tempfile.TemporaryDirectory(prefix="communique-") as name:
        source = Path(name) / "in.jsonl"
        texts = texts_of(asked)
        source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        folder = RunFolder(Path(name) / "out")
        with folder.locked():
            start_run([str(source)], folder, Settings(shard_bytes=2_000_000), print)
        for number in range(len(folder.plan.shards)):
            clean_shard(folder, number)
        finish_run(folder, 1, Silent())
        parts = sorted(folder.path.glob("part-*.zst"))
        bodies = [body_of(row) for part in parts for row in rows_of(part)]
        right = by_corpus({f"{n:09d}": body for n, body in enumerate(bodies)})
        print(f"{len(bodies)} documents, {sum(map(len, bodies)) / 1e6:.1f} million characters")
        print(f"a corpus: {show_sizes(right.groups)}, {right.seconds:.1f} s")
        for words in WORDS:
            show(f"{words} words", by_run(folder, words), right)
        show("MinHash", by_minhash(bodies), right)


def show_sizes(groups: list[int]) -> str:
    """How many groups have two documents or more, and how many documents the largest has."""
    sizes = Counter(groups).values()
    return f"{sum(n > 1 for n in sizes)} groups, the largest of {max(sizes)}"


def show(name: str, result: Result, right: Result) -> None:
    """Print a row."""
    both = n_pairs(list(zip(result.groups, right.groups, strict=True)))
    precision = both / (n_pairs(result.groups) or 1)
    recall = both / (n_pairs(right.groups) or 1)
    sizes = show_sizes(result.groups)
    print(
        f"{name:10} precision {precision:.3f} recall {recall:.3f}  {sizes}, {result.seconds:.1f} s"
    )
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """What was asked for."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("scripts/bench groups", None, __doc__, formatter_class=raw)
    parser.add_argument("documents", type=int, nargs="?", default=5_000)
    parser.add_argument("--pages", type=Path, help="JSON lines with `text` or `lines`, also .gz")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
