"""`communique release`: release a version of the dataset."""

import datetime
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.release.prepare import Prepared
    from communique.release.repository import Repository

MARK = "RELEASE.txt"  # in each folder of dist/releases that this command wrote


def run(
    version: Annotated[
        str,
        typer.Argument(help="A version that is higher than the last, for example 1.1.0."),
    ],
    corpus: CorpusOption = None,
    date: Annotated[
        str | None, typer.Option(help="The date of the release, YYYY-MM-DD. Default: today.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show the release and what blocks it. Change nothing."),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Release VERSION: write the changelog, commit and tag.

    The commit holds the standoff dataset under releases/. Both flavours and their archives go to
    dist/releases/VERSION. The command refuses a corpus that is not ready, and says why.
    """
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    released = _date(date)
    _require_version(version)
    with _releasing():
        from communique.release.repository import Repository
        from communique.release.transaction import finish, release_lock, resume

        repository = Repository.of(folder.root)
        with release_lock(repository):
            target = folder.root / "dist" / "releases"
            unfinished = resume(repository)
            if unfinished is not None:
                _finish(repository, unfinished, target / unfinished, schema.name)
                finish(repository)
            if unfinished == version:
                _print({"version": version, "finished": True}, as_json=json)
            else:
                _release(repository, version, released, target / version, dry_run, json)


def _release(
    repository: "Repository", version: str, released: str, target: Path, dry: bool, as_json: bool
) -> None:
    from communique.release.gates import refusals
    from communique.release.prepare import prepare
    from communique.release.repository import tag_of
    from communique.release.transaction import Journal, apply, finish

    head = repository.head
    if not dry:
        repository.require_branch_and_identity()
    if version in repository.versions():
        raise Refusal(f"the tag {tag_of(version)} already exists", "Choose a higher version.")
    with working("Preparing the release"):
        prepared = prepare(repository, version, released)
        blockers = refusals(prepared, repository.changed())
    summary = _summary(prepared, blockers)
    if dry or blockers:
        _print(summary, as_json=as_json)
        if blockers:
            raise typer.Exit(1 if dry else 2)
        return
    new = repository.commit(prepared.files, f"Release {version}", head)
    apply(repository, Journal(version, repository.branch, head, new))
    _write(target, prepared.schema.name, version, prepared.full, prepared.standoff)
    finish(repository)
    _print({**summary, "commit": new, "tag": tag_of(version), "out": str(target)}, as_json=as_json)


def _finish(repository: "Repository", version: str, target: Path, name: str) -> None:
    """Write the files that an interrupted release has not written, from its tag."""
    from communique.release.prepare import rebuild

    full, standoff = rebuild(repository, version)
    _write(target, name, version, full, standoff)


def _write(
    target: Path,
    name: str,
    version: str,
    full: "Mapping[str, bytes]",
    standoff: "Mapping[str, bytes]",
) -> None:
    """Write both flavours as folders and archives. They replace the target folder in one step."""
    from communique.release.archive import archive
    from communique.util.atomic_write import replace_folder

    files: dict[str, bytes] = {MARK: f"{name} {version}\n".encode()}
    for flavour, dataset in (("full", full), ("standoff", standoff)):
        top = f"{name}-{version}-{flavour}"
        files |= {f"{flavour}/{path}": data for path, data in dataset.items()}
        files[f"{top}.tar.gz"] = archive(dataset, top)
    replace_folder(target, files, MARK)


def _summary(prepared: "Prepared", blockers: list[str]) -> dict[str, Any]:
    from communique.versions.bump import least_version
    from communique.versions.summary import counted as counted_changes

    old, bump = prepared.old, prepared.bump
    return {
        "version": prepared.version,
        "released": prepared.released,
        "since": old,
        "least_bump": bump,
        "least_version": least_version(old, bump) if old else None,
        "changes": [
            {"config": c, "kind": kind, "count": n}
            for c, kind, n in counted_changes(prepared.changes)
        ],
        "files": sorted(prepared.files),
        "blockers": blockers,
    }


def _print(summary: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(summary)
        return
    is_first = summary.get("since", "") is None
    for key, value in summary.items():
        name = key.replace("_", " ")
        if is_first and key == "since":
            print("first release")
        elif is_first and key in ("least_bump", "changes"):
            continue
        elif isinstance(value, list):
            lines = cast("list[Any]", value)
            print(f"{name}: {len(lines)}")
            for line in lines:
                print(f"  {_line(line)}")
        elif value is not None:
            print(f"{name}: {value}")


def _line(line: Any) -> str:
    if isinstance(line, dict):
        return f"{line['config'] or 'other files'}: {line['count']} {line['kind']}"
    return str(line)


def _require_version(version: str) -> None:
    import re

    from communique.schema.names import VERSION

    if not re.fullmatch(VERSION, version):
        raise Refusal(
            f"{version!r} is not a valid version (expected MAJOR.MINOR.PATCH)",
            "Write three numbers, for example 1.0.0.",
        )


def _date(value: str | None) -> str:
    try:
        date = datetime.date.fromisoformat(value) if value else datetime.datetime.now(datetime.UTC)
    except ValueError:
        raise Refusal(
            f"{value!r} is not a valid date (expected YYYY-MM-DD)",
            "Write year, month and day, for example 2026-01-31.",
        ) from None
    return date.strftime("%Y-%m-%d")


@contextmanager
def _releasing() -> Generator[None]:
    """Turn errors that prevent a release into a Refusal."""
    from communique.dataset.build import BuildError
    from communique.dataset.decisions import NeedsAdjudicationError
    from communique.dataset.read import NotADatasetError
    from communique.dataset.splits import SplitError
    from communique.release.repository import HistoryError
    from communique.util.atomic_write import NotOursError

    try:
        with refusing():
            yield
    except HistoryError as error:
        fix = error.fix or "Run `git status` and `git log` to see the state of the repository."
        raise Refusal(str(error), fix) from None
    except (
        BuildError,
        NeedsAdjudicationError,
        SplitError,
        NotADatasetError,
        NotOursError,
    ) as error:
        raise Refusal(
            str(error), "Run `communique check` and `communique status` to see what is missing."
        ) from None
