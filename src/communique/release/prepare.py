"""Prepare a release of a commit in a temporary folder. The corpus itself is not changed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.assessment.measures import Plain
from communique.checks import run
from communique.corpus import Source, write_atomic
from communique.corpus.citation import CITATION, ZENODO, CitingFileError, read_citing_file
from communique.dataset.names import FULL, STANDOFF
from communique.problems import Problem
from communique.release.changelog import add_section, sentences, set_key
from communique.release.repository import RELEASES, HistoryError, Repository, released_at
from communique.release.zenodo import zenodo_text
from communique.schema import Schema, load_schema
from communique.versions import least_bump
from communique.versions.bump import Bump
from communique.versions.difference import difference
from communique.versions.stored_changes import StoredChanges
from communique.workflow.agree import assess_corpus
from communique.workflow.build import dataset_files, require_decided
from communique.workflow.render import quote_numbers, write_rendered
from communique.workspace import Corpus

Files = Mapping[str, bytes]
_DATED: Final = {  # file: the keys for version and date
    "schema/corpus.yaml": ("version", "released"),
    CITATION: ("version", "date-released"),
}
_LAST_LINES: Final = 20  # of what a second build says
_CHANGELOG: Final = "CHANGELOG.md"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that is ready: its changes, its problems and its files.

    `files` go into the commit, by name below the corpus. `second` is a second build of the full
    dataset; `second_told` is what it printed on stderr.
    """

    schema: Schema
    sources: Sequence[Source]
    version: str
    released: str
    old: str | None
    changes: StoredChanges
    bump: Bump
    problems: Sequence[Problem]
    files: Files
    full: Files
    standoff: Files
    second: Files
    second_told: str = ""


def prepare(repository: Repository, version: str, released: str) -> Prepared:
    """Prepare a release of HEAD. Raises HistoryError, and the errors of `dataset_files`."""
    old = next(iter(reversed(repository.versions())), None)
    with tempfile.TemporaryDirectory(prefix="communique-release-") as place:
        root = Path(place) / "corpus"
        root.mkdir()
        export_corpus(repository, "HEAD", root)
        before = _texts(root)
        _date(root, version, released)
        dated = Corpus.open(root)
        dated.reading.scans = True  # otherwise the check would open every export again
        assessed = assess_corpus(dated)
        require_decided(dated)
        changes, bump = _changes(dated, assessed, repository, old)
        _write_changelog(root, version, released, sentences(changes, old))
        write_rendered(dated)
        quote_numbers(dated)
        problems = run(dated)
        both = {
            flavour: dataset_files(dated, flavour, assessed=assessed, is_decided=True)
            for flavour in (FULL, STANDOFF)
        }
        after = {name: data for name, data in _texts(root).items() if before.get(name) != data}
        kept = {f"{RELEASES}/{version}/{n}": data for n, data in both[STANDOFF].items()}
        second, told = _second(root, Path(place) / "second")
        return Prepared(
            dated.schema,
            dated.active,
            version,
            released,
            old,
            changes,
            bump,
            problems,
            {**after, **kept},
            both[FULL],
            both[STANDOFF],
            second,
            told,
        )


def export_corpus(repository: Repository, commit: str, into: Path) -> None:
    """Write the corpus of a commit into a folder."""
    prefix = repository.prefix.rstrip("/")
    repository.export(f"{commit}:{prefix}" if prefix else commit, into)


def _texts(root: Path) -> dict[str, bytes]:
    """Return the files that a release may change, by name."""
    names = [*_DATED, ZENODO, _CHANGELOG, "README.md", "DATASHEET.md"]
    paths = [root / name for name in names] + sorted((root / "schema/rendered").glob("*"))
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in paths if p.is_file()}


def _date(root: Path, version: str, released: str) -> None:
    """Write version and date into the files that state them."""
    for name, (number, date) in _DATED.items():
        path = root / name
        if path.is_file():
            text = set_key(path.read_text(encoding="utf-8"), number, version)
            write_atomic(path, set_key(text, date, f'"{released}"'))
    _write_zenodo(root, version, released)


def _write_zenodo(root: Path, version: str, released: str) -> None:
    """Keep `.zenodo.json` beside CITATION.cff. A file that is broken stays for the check."""
    try:
        citation, kept = (read_citing_file(root, name) for name in (CITATION, ZENODO))
    except CitingFileError:
        return
    if citation is not None or kept is not None:
        schema = load_schema(root / "schema/corpus.yaml")
        text = zenodo_text(citation or {}, kept or {}, schema, version, released)
        write_atomic(root / ZENODO, text)


def _write_changelog(root: Path, version: str, released: str, lines: Sequence[str]) -> None:
    path = root / _CHANGELOG
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    write_atomic(path, add_section(text, version, released, lines))


def _changes(
    corpus: Corpus, assessed: Plain, repository: Repository, old: str | None
) -> tuple[StoredChanges, Bump]:
    """Return the changes since the last release, and the lowest bump for them."""
    if old is None:
        return StoredChanges(), "none"
    with tempfile.TemporaryDirectory() as place:
        files = dataset_files(corpus, STANDOFF, assessed=assessed, is_decided=True)
        for name, data in files.items():
            write_atomic(Path(place) / name, data)
        with released_at(old, repository.top / repository.prefix) as folder:
            found = difference(folder, Path(place), None)
    return found.changes, least_bump(found.changes, found.known)


def _second(root: Path, out: Path) -> tuple[dict[str, bytes], str]:
    """Build the full dataset in another process, with another time zone, locale and hash seed.

    Returns the files, none if the build fails, and what it printed.
    """
    env = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Chatham", "LC_ALL": "C"}
    command = [
        sys.executable,
        "-P",  # run no module of the working folder
        "-m",
        "communique",
        "build",
        "--corpus",
        str(root),
        "--out",
        str(out),
    ]
    process = subprocess.run(command, capture_output=True, check=False, env=env)  # noqa: S603
    told = process.stderr + (process.stdout if process.returncode else b"")  # `check` uses stdout
    lines = told.decode("utf-8", "replace").strip().splitlines()
    files = {} if process.returncode else dict(_read(out))
    return files, "\n".join(lines[-_LAST_LINES:])


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def rebuild(repository: Repository, version: str) -> tuple[Files, Files]:
    """Build both flavours of a tagged version again, from its tag."""
    with tempfile.TemporaryDirectory(prefix="communique-release-") as place:
        root = Path(place)
        export_corpus(repository, f"v{version}", root)
        if load_schema(root / "schema/corpus.yaml").version != version:
            raise HistoryError(f"the schema at the tag v{version} states another version")
        corpus = Corpus.open(root)
        assessed = assess_corpus(corpus)
        require_decided(corpus)
        full, standoff = (
            dataset_files(corpus, flavour, assessed=assessed, is_decided=True)
            for flavour in (FULL, STANDOFF)
        )
        return full, standoff
