"""The repository that a corpus lies in, read and written through git itself."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder

RELEASES: Final = "releases"


class HistoryError(ValueError):
    """Git refuses, or does not know what was asked for."""


def git(root: Path, *arguments: str) -> bytes:
    """What git prints. Raises HistoryError."""
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise HistoryError("git is not installed") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise HistoryError(said[-1] if said else f"git {arguments[0]} failed")
    return done.stdout


def tag_of(version: str) -> str:
    """The tag of a version."""
    return f"v{version}"


@contextmanager
def released_at(version: str, corpus: Path | None) -> Generator[Path]:
    """`releases/<version>` as it was at its tag, in a folder that lasts as long as the context.

    Raises HistoryError; OSError without a corpus.
    """
    root = CorpusFolder.find(corpus).root
    inside = f"{_below(root)}{RELEASES}/{version}"
    archive = git(root, "archive", "--format=tar", f"{tag_of(version)}:{inside}")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder)


def _below(root: Path) -> str:
    """Where the corpus lies in its repository, ending in a slash; empty at the top."""
    return git(root, "rev-parse", "--show-prefix").decode().strip()
