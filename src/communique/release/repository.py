"""The repository that a corpus lies in, read and written through git itself."""

import errno
import io
import os
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder
from communique.schema.names import VERSION

RELEASES: Final = "releases"


class HistoryError(ValueError):
    """Git refuses, or does not know what was asked for; `fix` is what a person can do about it."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree: its top, git's own folder, and where the corpus lies in it (`a/b/`, or
    nothing).
    """

    top: Path
    git_folder: Path
    prefix: str

    @classmethod
    def of(cls, root: Path) -> "Repository":
        """The repository that holds a corpus. Raises HistoryError."""
        told = _git(root, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--show-prefix")
        top, folder, *rest = told.decode().splitlines()
        return cls(Path(top), Path(folder), rest[0] if rest else "")

    def git(self, *arguments: str, given: bytes | None = None, index: Path | None = None) -> bytes:
        """What git prints; `index` stands in for its own. Raises HistoryError."""
        return _git(self.top, *arguments, given=given, index=index)

    def line(self, *arguments: str) -> str:
        """What git prints, as one line."""
        return self.git(*arguments).decode().strip()

    @property
    def head(self) -> str:
        """The commit that is checked out. Raises HistoryError in a repository without one."""
        found = self.commit_of("HEAD")
        if found is None:
            raise HistoryError("nothing is committed yet", "Commit the corpus first.")
        return found

    @property
    def branch(self) -> str:
        """The full name of the branch. Raises HistoryError where none is checked out."""
        try:
            return self.line("symbolic-ref", "HEAD")
        except HistoryError:
            fix = "Check one out: `git switch BRANCH`."
            raise HistoryError("no branch is checked out (the head is detached)", fix) from None

    def require_branch_and_identity(self) -> None:
        """Raise HistoryError where nothing can be committed: no branch, or git does not know by
        whom.
        """
        _ = self.branch
        try:
            self.git("var", "GIT_AUTHOR_IDENT")
            self.git("var", "GIT_COMMITTER_IDENT")
        except HistoryError:
            raise HistoryError(
                "git does not know who commits",
                "Say who: `git config user.name NAME` and `git config user.email ADDRESS`.",
            ) from None

    def commit_of(self, reference: str) -> str | None:
        """The commit of a tag or branch; None if there is none."""
        try:
            return self.line("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
        except HistoryError:
            return None

    def changed(self) -> list[str]:
        """What is not committed: changed, new or deleted files, ignored ones apart."""
        told = self.git("status", "--porcelain", "-z").decode("utf-8", "surrogateescape")
        return [entry[3:] for entry in told.split("\0") if entry]

    def versions(self) -> list[str]:
        """The released versions, lowest first: by their tags, and by their folders at HEAD, for a
        clone does not always have the tags.
        """
        tags = self.git("tag", "--list", "v*.*.*").decode().split()
        found = {tag[1:] for tag in tags} | self._kept()
        numbered = [v for v in found if re.fullmatch(VERSION, v, flags=re.ASCII)]
        return sorted(numbered, key=lambda v: tuple(map(int, v.split("."))))

    def _kept(self) -> set[str]:
        try:
            names = self.git("ls-tree", "-z", "--name-only", f"HEAD:{self.prefix}{RELEASES}")
        except HistoryError:
            return set()
        return set(filter(None, names.decode("utf-8", "replace").split("\0")))

    def release_tree(self, version: str) -> str:
        """Git's name of `releases/<version>`: at its tag, or at HEAD where the tag is missing."""
        tag = tag_ref(version)
        at = tag if self.commit_of(tag) else "HEAD"
        return f"{at}:{self.prefix}{RELEASES}/{version}"

    def export(self, tree: str, into: Path) -> None:
        """Write the files of a tree (`HEAD`, `v1.0.0:releases/1.0.0`)."""
        archive = self.git("archive", "--format=tar", tree)
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(into, filter="data")
        except tarfile.FilterError as error:
            raise HistoryError(f"a link leads out of the corpus: {error}") from None

    def commit(self, files: Mapping[str, bytes], message: str, parent: str) -> str:
        """A commit with these files changed against its parent; no branch knows of it yet.

        Writes objects alone: neither the index nor the work tree changes.
        """
        with tempfile.TemporaryDirectory(dir=self.git_folder) as folder:
            index = Path(folder) / "index"
            self.git("read-tree", parent, index=index)
            lines = [self._entry(name, data) for name, data in sorted(files.items())]
            told = "".join(lines).encode("utf-8")
            self.git("update-index", "-z", "--add", "--index-info", given=told, index=index)
            tree = self.git("write-tree", index=index).decode().strip()
        return self.line("commit-tree", tree, "-p", parent, "-m", message)

    def _entry(self, name: str, data: bytes) -> str:
        blob = self.git("hash-object", "-w", "--stdin", given=data).decode().strip()
        return f"100644 {blob}\t{self.prefix}{name}\0"


def _git(
    root: Path, *arguments: str, given: bytes | None = None, index: Path | None = None
) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    ours = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}  # said in English; reading writes nothing
    env = {**os.environ, **ours, **({"GIT_INDEX_FILE": str(index)} if index else {})}
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=False, env=env)  # noqa: S603
    except FileNotFoundError:
        fix = "Install git, and see that it is on PATH."
        raise HistoryError("git is not installed", fix) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        code = done.returncode
        how = f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"
        raise HistoryError(said[-1] if said else f"git {arguments[0]} {how}", _fix(said))
    return done.stdout


def _fix(said: Sequence[str]) -> str:
    """What a person can do about what git says; nothing if it is not known."""
    told = "\n".join(said)
    if "not a git repository" in told:
        return "Make one: `git init`, then commit the corpus."
    is_full = os.strerror(errno.ENOSPC) in told or "Out of diskspace" in told
    return "Free space on this disk, then run the command again." if is_full else ""


def tag_of(version: str) -> str:
    """The tag of a version."""
    return f"v{version}"


def tag_ref(version: str) -> str:
    """The full name of a version's tag in git."""
    return f"refs/tags/{tag_of(version)}"


@contextmanager
def released_at(version: str, corpus: Path | None) -> Generator[Path]:
    """`releases/<version>` as it was released, in a folder that lasts as long as the context.

    Raises HistoryError; OSError without a corpus.
    """
    repository = Repository.of(CorpusFolder.find(corpus).root)
    with tempfile.TemporaryDirectory() as folder:
        repository.export(repository.release_tree(version), Path(folder))
        yield Path(folder)
