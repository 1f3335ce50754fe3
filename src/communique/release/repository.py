"""Read and write the repository of a corpus with the git command."""

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
    """Git failed, or the repository does not have what was requested. `fix` says what helps."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Repository:
    """A git work tree: its top, git's own folder, and the path of the corpus in it.

    `prefix` is like `a/b/`, or empty.
    """

    top: Path
    git_folder: Path
    prefix: str

    @classmethod
    def of(cls, root: Path) -> "Repository":
        """Return the repository that contains a corpus. Raises HistoryError."""
        output = _git(root, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--show-prefix")
        top, folder, *rest = output.decode().splitlines()
        return cls(Path(top), Path(folder), rest[0] if rest else "")

    def git(self, *arguments: str, stdin: bytes | None = None, index: Path | None = None) -> bytes:
        """Run git and return its output; `index` replaces its own. Raises HistoryError."""
        return _git(self.top, *arguments, stdin=stdin, index=index)

    def line(self, *arguments: str) -> str:
        """Run git and return its output as one line."""
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
        """The full name of the branch. Raises HistoryError if none is checked out."""
        try:
            return self.line("symbolic-ref", "HEAD")
        except HistoryError:
            fix = "Check one out: `git switch BRANCH`."
            raise HistoryError("no branch is checked out (the head is detached)", fix) from None

    def require_branch_and_identity(self) -> None:
        """Raise HistoryError if nothing can be committed: no branch, or git has no identity."""
        _ = self.branch
        try:
            self.git("var", "GIT_AUTHOR_IDENT")
            self.git("var", "GIT_COMMITTER_IDENT")
        except HistoryError:
            raise HistoryError(
                "git has no identity for the commit",
                "Run `git config user.name NAME` and `git config user.email ADDRESS`.",
            ) from None

    def commit_of(self, reference: str) -> str | None:
        """Return the commit of a tag or branch; None if there is none."""
        try:
            return self.line("rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
        except HistoryError:
            return None

    def changed(self) -> list[str]:
        """Return files with uncommitted changes: changed, new or deleted, but not ignored."""
        output = self.git("status", "--porcelain", "-z").decode("utf-8", "surrogateescape")
        return [entry[3:] for entry in output.split("\0") if entry]

    def versions(self) -> list[str]:
        """Return the released versions, lowest first.

        They come from tags and from folders at HEAD, because a clone may not have the tags.
        """
        tags = self.git("tag", "--list", "v*.*.*").decode().split()
        names = {tag[1:] for tag in tags} | self._kept()
        numbered = [v for v in names if re.fullmatch(VERSION, v, flags=re.ASCII)]
        return sorted(numbered, key=lambda v: tuple(map(int, v.split("."))))

    def _kept(self) -> set[str]:
        try:
            names = self.git("ls-tree", "-z", "--name-only", f"HEAD:{self.prefix}{RELEASES}")
        except HistoryError:
            return set()
        return set(filter(None, names.decode("utf-8", "replace").split("\0")))

    def release_tree(self, version: str) -> str:
        """Return git's name of `releases/<version>`: at its tag, or at HEAD if there is no tag."""
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
            raise HistoryError(f"a link points to a file outside the corpus: {error}") from None

    def commit(self, files: Mapping[str, bytes], message: str, parent: str) -> str:
        """Write a commit with these files changed from its parent, and return its id.

        Only objects are written: no branch, index or work tree changes.
        """
        with tempfile.TemporaryDirectory(dir=self.git_folder) as folder:
            index = Path(folder) / "index"
            self.git("read-tree", parent, index=index)
            lines = [self._entry(name, data) for name, data in sorted(files.items())]
            entries = "".join(lines).encode("utf-8")
            self.git("update-index", "-z", "--add", "--index-info", stdin=entries, index=index)
            tree = self.git("write-tree", index=index).decode().strip()
        return self.line("commit-tree", tree, "-p", parent, "-m", message)

    def _entry(self, name: str, data: bytes) -> str:
        blob = self.git("hash-object", "-w", "--stdin", stdin=data).decode().strip()
        return f"100644 {blob}\t{self.prefix}{name}\0"


def _git(
    root: Path, *arguments: str, stdin: bytes | None = None, index: Path | None = None
) -> bytes:
    command = ["git", "-C", str(root), *arguments]
    ours = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}  # said in English; reading writes nothing
    env = {**os.environ, **ours, **({"GIT_INDEX_FILE": str(index)} if index else {})}
    try:
        process = subprocess.run(command, input=stdin, capture_output=True, check=False, env=env)  # noqa: S603
    except FileNotFoundError:
        fix = "Install git, and check that it is on PATH."
        raise HistoryError("git is not installed", fix) from None
    if process.returncode:
        errors = process.stderr.decode("utf-8", "replace").strip().splitlines()
        code = process.returncode
        how = f"ended with code {code}" if code > 0 else f"was ended by signal {-code}"
        raise HistoryError(errors[-1] if errors else f"git {arguments[0]} {how}", _fix(errors))
    return process.stdout


def _fix(said: Sequence[str]) -> str:
    """What a person can do about what git says; nothing if it is not known."""
    told = "\n".join(said)
    if "not a git repository" in told:
        return "Make one: `git init`, then commit the corpus."
    if "not a valid object name" in told:  # a corpus in a repository of something else
        return "Commit the corpus first: `git add .`, then `git commit`."
    is_full = os.strerror(errno.ENOSPC) in told or "Out of diskspace" in told
    return "Free space on this disk, then run the command again." if is_full else ""


def tag_of(version: str) -> str:
    """Return the tag of a version."""
    return f"v{version}"


def tag_ref(version: str) -> str:
    """Return the full name in git of a version's tag."""
    return f"refs/tags/{tag_of(version)}"


@contextmanager
def released_at(version: str, corpus: Path | None) -> Generator[Path]:
    """Write `releases/<version>` as it was released to a folder that exists during the context.

    Raises HistoryError, and OSError if there is no corpus.
    """
    repository = Repository.of(CorpusFolder.find(corpus).root)
    with tempfile.TemporaryDirectory() as folder:
        repository.export(repository.release_tree(version), Path(folder))
        yield Path(folder)


def is_in_history(corpus: Path, paths: Sequence[str]) -> bool:
    """Whether a commit of the corpus's repository has one of the paths; without paths, any."""
    try:
        repository = Repository.of(corpus)
        inside = [f"{repository.prefix}{path}" for path in paths]
        return bool(repository.line("rev-list", "--all", "--max-count=1", "--", *inside))
    except HistoryError:
        return False
