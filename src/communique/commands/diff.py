"""`communique diff`: compare two versions of the dataset."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from communique.dataset.read import Released
    from communique.versions.bump import Bump

_NAMES = "Give the folder of a built dataset, or a released version, for example 1.0.0."
Side = Annotated[
    str, typer.Argument(help="The folder of a dataset, or the number of a released version.")
]


def run(
    old: Side,
    new: Side,
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Compare OLD and NEW by id, and name the smallest version step.

    MAJOR if existing rows change, MINOR if rows are added, PATCH if only metadata changes.
    """
    from communique.versions import compare, least_bump
    from communique.versions.entries import documents
    from communique.versions.summary import format_changes

    with working("Comparing versions"):
        before, after = (_read(side, corpus) for side in (old, new))
        changes = compare(before, after)
        bump = least_bump(changes, documents(before).keys())
    if json:
        print_json({"least_bump": bump, "changes": [c.to_json() for c in changes]})
    else:
        _show(format_changes(changes), bump, before.version)


def _read(side: str, corpus: Path | None) -> "Released":
    from communique.dataset.read import NotADatasetError, read_released
    from communique.release.repository import HistoryError, released_at

    try:
        with refusing():
            if Path(side).is_dir():
                return read_released(Path(side))
            with released_at(side, corpus) as folder:
                return read_released(folder)
    except HistoryError as error:
        raise Refusal(str(error), error.fix or _NAMES) from None
    except NotADatasetError as error:
        raise Refusal(str(error), _NAMES) from None


def _show(lines: list[tuple[str, ...]], bump: "Bump", version: str) -> None:
    import sys

    from communique.versions.bump import least_version

    if sys.stdout.isatty():
        _print_table(lines)
    else:
        for line in lines:
            print("  ".join(part for part in line if part))
    if bump == "none":
        print("Nothing changed.")
        return
    print(f"{bump}: {version} -> {least_version(version, bump)}")
    if version.startswith("0."):
        print("Before 1.0.0, any higher version is enough.")


def _print_table(lines: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("config", "document", "change", "id", "before", "after")
    for line in lines:
        table.add_row(*line)
    if lines:
        Console().print(table)
