"""Copies of the corpus of this repository."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from paths import ROOT

TEXTS: Final = ("schema", "corpus")  # as before anybody has annotated
CORPUS: Final = (*TEXTS, "annotations")


def copy_corpus(root: Path, parts: Iterable[str] = CORPUS) -> Path:
    """Copy folders and files of the repository, in this order, and return `root`."""
    root.mkdir(parents=True, exist_ok=True)
    for part in parts:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, root / part)
    return root
