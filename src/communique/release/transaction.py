"""The transaction of a release: first objects, then branch and tag, then the work tree.

A journal in git's folder records what is being done. After an interruption at any moment, `resume`
either leaves everything as it was or completes the release.
"""

import json
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Final

from filelock import FileLock, Timeout

from communique.corpus import write_atomic
from communique.release.repository import HistoryError, Repository, tag_ref

_JOURNAL: Final = "communique-release.json"
_LOCK: Final = "communique-release.lock"
_PATIENCE: Final = 2.0  # seconds after which a lock file of git is taken as abandoned


class BusyError(HistoryError):
    """Another release of the same repository is running."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The release in progress: from one commit to another, on a branch."""

    version: str
    branch: str
    old: str
    new: str


@contextmanager
def release_lock(repository: Repository) -> Generator[None]:
    """Prevent other releases meanwhile. The lock ends with its process. Raises BusyError."""
    lock = FileLock(repository.git_folder / _LOCK, timeout=0, fallback_to_soft=False)
    try:
        held = lock.acquire()
    except Timeout:
        raise BusyError(
            "another release of this repository is running; wait until it ends"
        ) from None
    with held:
        yield


def apply(repository: Repository, journal: Journal) -> None:
    """Move branch and tag to the new commit, and update the work tree. Call `finish` afterwards."""
    write_atomic(repository.git_folder / _JOURNAL, json.dumps(asdict(journal)))
    _move(repository, journal)
    _follow(repository, journal)


def finish(repository: Repository) -> None:
    """Remove the journal when everything is done."""
    (repository.git_folder / _JOURNAL).unlink(missing_ok=True)


def resume(repository: Repository) -> str | None:
    """Complete an interrupted release; return the version whose files must still be written.

    Returns None if there is nothing to complete. Raises HistoryError if the branch moved on.
    """
    journal = _read(repository)
    if journal is None:
        return None
    _unlock(repository, journal)
    here = repository.commit_of(journal.branch)
    tagged = repository.commit_of(tag_ref(journal.version))
    if here == journal.old and tagged is None:
        finish(repository)
        return None
    if here not in (journal.old, journal.new) or tagged not in (None, journal.new):
        raise HistoryError(
            f"the release of {journal.version} was interrupted, and the branch has moved on since;"
            f" compare the branch with the release commit {journal.new[:12]}, then remove"
            f" {_JOURNAL} from git's folder"
        )
    _move(repository, journal)
    _follow(repository, journal)
    return journal.version


def _read(repository: Repository) -> Journal | None:
    path = repository.git_folder / _JOURNAL
    return Journal(**json.loads(path.read_bytes())) if path.is_file() else None


def _move(repository: Repository, journal: Journal) -> None:
    """Move the branch, then set the tag, each only if it is not done yet."""
    if repository.commit_of(journal.branch) != journal.new:
        message = f"release {journal.version}"
        repository.git("update-ref", "-m", message, journal.branch, journal.new, journal.old)
    tag = tag_ref(journal.version)
    if repository.commit_of(tag) is None:
        repository.git("update-ref", tag, journal.new, "0" * len(journal.new))


def _follow(repository: Repository, journal: Journal) -> None:
    """Update the files of the commit in the work tree, if nobody has changed them."""
    output = repository.git("diff-tree", "-r", "-z", "--name-only", journal.old, journal.new)
    for name in filter(None, output.decode("utf-8", "surrogateescape").split("\0")):
        before, after = _blob(repository, journal.old, name), _blob(repository, journal.new, name)
        path = repository.top / name
        present = path.read_bytes() if path.is_file() else None
        if present == before and after is not None:
            write_atomic(path, after)
    repository.git("read-tree", journal.new)
    repository.git("update-index", "-q", "--refresh")


def _blob(repository: Repository, commit: str, name: str) -> bytes | None:
    try:
        return repository.git("cat-file", "blob", f"{commit}:{name}")
    except HistoryError:
        return None


def _unlock(repository: Repository, journal: Journal) -> None:
    """Remove lock files of a git that was killed with its parent; wait for recent ones."""
    names = ["index", "HEAD", "packed-refs", journal.branch, tag_ref(journal.version)]
    for name in names:
        lock = repository.git_folder / f"{name}.lock"
        while lock.exists():
            if time.time() - lock.stat().st_mtime > _PATIENCE:
                lock.unlink(missing_ok=True)
            else:
                time.sleep(0.1)
