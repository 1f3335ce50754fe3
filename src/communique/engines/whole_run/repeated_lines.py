"""Remove the lines that many pages of a site have, after all documents are cleaned.

A line that the cleaner has kept on one page may be known as boilerplate by the other pages (as in
CCNet: Wenzek et al. 2020). Pages with the same text count once. The keys of the lines are counted,
then each part is written again; both can be stopped and go on.
"""

import shutil
from pathlib import Path

import numpy as np

from communique.engines.local import Listener
from communique.engines.run_folder import RunFolder
from communique.engines.whole_run.pairs import (
    Numbers,
    PairFiles,
    PairsWriter,
    has_pairs,
    save_array,
)
from communique.engines.whole_run.rewrite import rewrite_part
from communique.engines.whole_run.rows import rows_of
from communique.engines.whole_run.site_lines import line_keys, number_of
from communique.engines.whole_run.steps import Step, do


def remove_repeated_lines(folder: RunFolder, workers: int, listener: Listener) -> None:
    """Remove the lines that as many pages of a site have as the settings say.

    All parts must be finished. Raises OSError, WorkerError.
    """
    least = folder.settings.repeated_lines
    numbers = range(len(folder.plan.shards))
    left = [n for n in numbers if folder.tally(n).repeated_lines is None]
    if least is None or not left:
        return
    place = folder.path / "repeated-lines"
    table = place / "lines.npy"
    if not table.is_file():
        counted = [n for n in numbers if not has_pairs(place, n)]
        do(Step(_count_lines, (folder, place)), counted, workers, listener)
        ranges = range(PairFiles(place, len(numbers)).n_ranges)
        missing = [n for n in ranges if not _keys(place, n).is_file()]
        do(Step(_find_repeated, (place, len(numbers), least)), missing, workers, listener)
        save_array(table, np.concatenate([_loaded(_keys(place, n)) for n in ranges]))
        _remove_all_but(table)
    do(Step(rewrite_part, (folder, table)), left, workers, listener)


def _count_lines(folder: RunFolder, place: Path, number: int) -> None:
    writer = PairsWriter(place, number)
    for row in rows_of(folder.part(number)):
        keys = {key for _, key in line_keys(row)}
        if keys:
            writer.add(np.array(sorted(keys), np.uint64), number_of(row["text"]))
    writer.finish()


def _find_repeated(place: Path, n_parts: int, least: int, number: int) -> None:
    pairs = PairFiles(place, n_parts).read(number)
    save_array(_keys(place, number), _frequent(pairs[0], least))


def _frequent(keys: Numbers, least: int) -> Numbers:
    """The distinct numbers that occur `least` times or more, from sorted numbers."""
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else keys.astype(int)
    counts = np.diff(np.r_[starts, len(keys)])
    return keys[starts[counts >= least]]


def _keys(place: Path, number: int) -> Path:
    return place / f"range-{number:05d}.npy"


def _loaded(path: Path) -> Numbers:
    return np.load(path)


def _remove_all_but(table: Path) -> None:
    for path in table.parent.iterdir():
        if path != table:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
