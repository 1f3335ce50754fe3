"""Groups of near-duplicates of a run, after all documents are cleaned.

Documents that share a run of so many words are in one group; with seven, the groups are those of a
corpus. Every run of every document is compared, by its hash.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from communique.engines.answers import json_line
from communique.engines.local import Listener
from communique.engines.run_folder import RunFolder
from communique.engines.whole_run.join import join, links
from communique.engines.whole_run.pairs import PairFiles, PairsWriter, has_pairs, save_array
from communique.engines.whole_run.rows import body_of, rows_of
from communique.engines.whole_run.run_hashes import RunHashes
from communique.engines.whole_run.steps import Step, do
from communique.engines.zst_writer import ZstWriter
from communique.util.atomic_write import json_text, write_atomic

_REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Groups:
    """Counts: the words of a run, all groups, and those with two documents or more (`shared`).

    `documents` is the number of documents in the latter, and `largest` that of the largest.
    """

    words: int
    groups: int
    shared: int
    documents: int
    largest: int


def make_groups(folder: RunFolder, n_words: int, workers: int, listener: Listener) -> Groups:
    """Write the group of each kept document into `groups/`. All parts must be finished.

    Documents that share `n_words` words in a row are in one group. Raises OSError, WorkerError.
    """
    place = folder.path / "groups"
    pairs, numbers = place / "pairs", range(len(folder.plan.shards))
    left = [n for n in numbers if not _part(folder, n).is_file()]
    if not left and (known := _report(place)) and known.words == n_words:
        return known
    _begin(place, n_words)
    firsts = [0, *accumulate(folder.tally(n).kept for n in numbers)]
    labels = place / "labels.npy"
    if not labels.is_file():
        missing = [n for n in numbers if not has_pairs(pairs, n)]
        do(Step(_hash_runs, (folder, pairs, n_words, firsts)), missing, workers, listener)
        ranges = range(PairFiles(pairs, len(numbers)).n_ranges)
        missing = [n for n in ranges if not _links(pairs, n).is_file()]
        do(Step(_find_links, (pairs, len(numbers))), missing, workers, listener)
        save_array(labels, _labels(pairs, len(ranges), firsts[-1]))
    left = [n for n in numbers if not _part(folder, n).is_file()]
    do(Step(_write_part, (folder, labels, firsts)), left, workers, listener)
    counts = _counted(np.load(labels), n_words)
    write_atomic(place / _REPORT, json_text(asdict(counts)))
    shutil.rmtree(pairs, ignore_errors=True)
    labels.unlink(missing_ok=True)
    return counts


def _report(place: Path) -> Groups | None:
    path = place / _REPORT
    return Groups(**json.loads(path.read_bytes())) if path.is_file() else None


def _begin(place: Path, n_words: int) -> None:
    """Keep what an earlier run with the same number of words has made, and nothing else."""
    mark = place / "words"
    if not mark.is_file() or mark.read_text() != str(n_words):
        shutil.rmtree(place, ignore_errors=True)
        write_atomic(mark, str(n_words))


def _hash_runs(
    folder: RunFolder, pairs: Path, n_words: int, firsts: list[int], number: int
) -> None:
    writer, hashes = PairsWriter(pairs, number), RunHashes(n_words)
    for document, row in enumerate(rows_of(folder.part(number)), firsts[number]):
        writer.add(hashes.of(body_of(row)), document)
    writer.finish()


def _find_links(pairs: Path, n_parts: int, number: int) -> None:
    save_array(_links(pairs, number), links(PairFiles(pairs, n_parts).read(number)))


def _labels(pairs: Path, n_ranges: int, n_documents: int) -> NDArray[np.int64]:
    """The group of each document. They are numbered in the order of their first documents."""
    parents = np.arange(n_documents)
    for number in range(n_ranges):
        parents = join(parents, np.load(_links(pairs, number)))
    return np.unique(parents, return_inverse=True)[1].astype(np.int64)


def _write_part(folder: RunFolder, labels: Path, firsts: list[int], number: int) -> None:
    groups: NDArray[np.int64] = np.load(labels, mmap_mode="r")
    own = groups[firsts[number] : firsts[number + 1]].tolist()
    target = _part(folder, number)
    writer = ZstWriter(target, target.with_name(f".{target.name}.{os.getpid()}"))
    try:
        for row, group in zip(rows_of(folder.part(number)), own, strict=True):
            named = {name: row[name] for name in ("id", "file", "record")}
            writer.write(json_line({**named, "group": group}))
        writer.complete()
    except BaseException:
        writer.abandon()
        raise


def _counted(labels: NDArray[np.int64], n_words: int) -> Groups:
    sizes = np.bincount(labels) if len(labels) else np.zeros(0, np.int64)
    shared = sizes[sizes > 1]
    largest = int(sizes.max()) if len(sizes) else 0
    return Groups(n_words, len(sizes), len(shared), int(shared.sum()), largest)


def _links(pairs: Path, number: int) -> Path:
    return pairs / f"links-{number:05d}.npy"


def _part(folder: RunFolder, number: int) -> Path:
    return folder.path / "groups" / folder.part(number).name
