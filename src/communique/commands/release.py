"""Cut a version."""

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

MARK = "RELEASE.txt"  # says that a folder of dist/releases is one of ours


def run(
    version: Annotated[str, typer.Argument(help="Three numbers, higher than the last.")],
    corpus: CorpusOption = None,
    date: Annotated[str | None, typer.Option(help="Its date (default: today).")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show everything, change nothing.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Commit and tag VERSION of a clean corpus: changelog, dates, and the dataset without texts
    under releases/; both flavours and their archives go to dist/releases/VERSION.
    """
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    released = _date(date)
    _numbers(version)
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
                _say({"version": version, "finished": True}, as_json=json)
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
        raise Refusal(f"{tag_of(version)} is there already", "Name a higher version.")
    with working("preparing the release"):
        prepared = prepare(repository, version, released)
        blockers = refusals(prepared, repository.changed())
    told = _told(prepared, blockers)
    if dry or blockers:
        _say(told, as_json=as_json)
        if blockers and not dry:
            raise typer.Exit(2)
        return
    new = repository.commit(prepared.files, f"Release {version}", head)
    apply(repository, Journal(version, repository.branch, head, new))
    _write(target, prepared.schema.name, version, prepared.full, prepared.standoff)
    finish(repository)
    _say({**told, "commit": new, "tag": tag_of(version), "out": str(target)}, as_json=as_json)


def _finish(repository: "Repository", version: str, target: Path, name: str) -> None:
    """What an interrupted release had still to write, of what its tag holds."""
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
    """Both flavours as folders and as archives, beside and then in place."""
    from communique.release.archive import archive
    from communique.util.atomic_write import replace_folder

    files: dict[str, bytes] = {MARK: f"{name} {version}\n".encode()}
    for flavour, own in (("full", full), ("standoff", standoff)):
        top = f"{name}-{version}-{flavour}"
        files |= {f"{flavour}/{path}": data for path, data in own.items()}
        files[f"{top}.tar.gz"] = archive(own, top)
    replace_folder(target, files, MARK)


def _told(prepared: "Prepared", blockers: list[str]) -> dict[str, Any]:
    from communique.versions.bump import bumped
    from communique.versions.summary import counted

    old, bump = prepared.old, prepared.bump
    return {
        "version": prepared.version,
        "released": prepared.released,
        "since": old,
        "least_bump": bump,
        "least_version": bumped(old, bump) if old else None,
        "changes": [
            {"config": c, "kind": kind, "count": n} for c, kind, n in counted(prepared.changes)
        ],
        "files": sorted(prepared.files),
        "blockers": blockers,
    }


def _say(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(told)
        return
    for key, value in told.items():
        if isinstance(value, list):
            lines = cast("list[Any]", value)
            print(f"{key}: {len(lines)}")
            for line in lines:
                print(f"  {_line(line)}")
        elif value is not None:
            print(f"{key}: {value}")


def _line(line: Any) -> str:
    if isinstance(line, dict):
        return f"{line['config'] or 'beside'}: {line['count']} {line['kind']}"
    return str(line)


def _numbers(version: str) -> None:
    import re

    from communique.schema.names import VERSION

    if not re.fullmatch(VERSION, version):
        raise Refusal(f"{version!r} is no version", "Three numbers: 1.0.0.")


def _date(given: str | None) -> str:
    try:
        date = datetime.date.fromisoformat(given) if given else datetime.datetime.now(datetime.UTC)
    except ValueError:
        raise Refusal(f"{given!r} is no date", "Year, month, day: 2026-01-31.") from None
    return date.strftime("%Y-%m-%d")


@contextmanager
def _releasing() -> Generator[None]:
    """Turn what stands in the way of a release into a refusal."""
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
        raise Refusal(str(error), error.fix or "See `git status` and `git log`.") from None
    except (
        BuildError,
        NeedsAdjudicationError,
        SplitError,
        NotADatasetError,
        NotOursError,
    ) as error:
        raise Refusal(str(error), "See `communique check` and `communique status`.") from None
