"""Say how far a corpus is."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    open_corpus,
    print_json,
    refusing,
)
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.workflow.status import Coverage, Overview

STATUSES = ("done", "empty", "skipped", "missing")
HEAD = ("layer", "annotator", "pass", *STATUSES, "s/doc", "kept")


def run(corpus: CorpusOption = None, json: JsonOption = False) -> None:
    """Coverage by annotator, layer and document; disagreements; what is owed next, and by whom."""
    from communique.workflow.status import overview_of

    opened = open_corpus(corpus)
    with refusing():
        seen = overview_of(opened)
    if json:
        print_json(_plain(seen))
    else:
        _show(seen)


def _plain(seen: "Overview") -> dict[str, Any]:
    data = asdict(seen)
    for row in data["coverage"]:
        row["pass"] = row.pop("pass_")
    return data


def _show(seen: "Overview") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Column, Table

    console = Console(highlight=False)
    columns = (Column(name, no_wrap=True) for name in HEAD)
    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in seen.coverage:
        table.add_row(*_cells(row))
    if seen.coverage:
        console.print(table)
    for line in _lines(seen):
        print(line)


def _lines(seen: "Overview") -> Iterator[str]:
    for row in seen.disputed:
        yield f"{row.layer}: {counted(row.open, 'open disagreement')} in {', '.join(row.documents)}"
    for file in seen.stale:
        yield f"stale: {file}"
    yield f"{counted(seen.errors, 'error')}, {counted(seen.warnings, 'warning')}"
    for owed in seen.owed:
        yield f"next: {owed.who}: {owed.what} ({owed.how})"
    if not seen.owed:
        yield "nothing is owed"


def _cells(row: "Coverage") -> list[str]:
    counts = [sum(s == wanted for s in row.documents.values()) for wanted in STATUSES]
    seconds = "" if row.lead_time is None else f"{row.lead_time:.0f}"
    share = "" if row.unchanged is None else f"{row.unchanged:.0%}"
    return [row.layer, row.annotator, str(row.pass_), *map(str, counts), seconds, share]
