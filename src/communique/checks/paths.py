"""Check that no link of the corpus points outside its folder."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.checks.check import check
from communique.problems import Problem
from communique.workspace.problem_kinds import PATH_OUTSIDE
from communique.workspace.reading import CorpusReading

PARTS: Final = ("schema", "corpus", "annotations", "releases")


@check(PATH_OUTSIDE)
def paths_inside(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that no symbolic link points outside the corpus or to a missing file."""
    for path in files_below(corpus):
        if corpus.folder.leads_out(path):
            yield PATH_OUTSIDE.problem(file=corpus.folder.relative(path))


def files_below(corpus: CorpusReading) -> Iterator[Path]:
    """Yield all files and links of the corpus: files at the root, then the folders in PARTS.

    Links are not followed.
    """
    at_root = (p for p in sorted(corpus.folder.root.iterdir()) if p.suffix in (".md", ".cff"))
    yield from (p for p in at_root if not p.is_dir())
    for part in PARTS:
        top = corpus.folder.root / part
        if top.is_symlink():
            yield top
            continue
        for folder, folders, names in os.walk(top):
            folders.sort()
            for name in sorted([*names, *(f for f in folders if Path(folder, f).is_symlink())]):
                yield Path(folder, name)
