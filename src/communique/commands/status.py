"""`communique status`: show the state of the corpus."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from communique.commands._advice import command
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
    """Show coverage, open disagreements, the next steps and who should take them.

    Columns: documents by status, median seconds for a document, and the share of pre-annotated
    regions that were kept unchanged.
    """
    from communique.workflow.status import overview_of

    opened = open_corpus(corpus)
    with refusing():
        overview = overview_of(opened)
    if json:
        print_json(_json(overview))
    else:
        _show(overview)


def _json(overview: "Overview") -> dict[str, Any]:
    data = asdict(overview)
    for row in data["coverage"]:
        row["pass"] = row.pop("pass_")
    return data


def _show(overview: "Overview") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Column, Table

    console = Console(highlight=False)
    columns = (Column(name, no_wrap=True) for name in HEAD)
    table = Table(*columns, box=SIMPLE_HEAD, pad_edge=False)
    for row in overview.coverage:
        table.add_row(*_cells(row))
    if overview.coverage:
        console.print(table)
    for line in _lines(overview):
        print(line)


def _lines(overview: "Overview") -> Iterator[str]:
    for row in overview.disputed:
        count = counted(row.open, "open disagreement")
        yield f"{row.layer}: {count} in {', '.join(row.documents)}"
    for file in overview.stale:
        yield f"out of date: {file}"
    yield f"{counted(overview.errors, 'error')}, {counted(overview.warnings, 'warning')}"
    for step in overview.owed:
        yield f"next: {step.who}: {step.what} ({command(step.how)})"
    if not overview.owed:
        yield "Nothing to do."


def _cells(row: "Coverage") -> list[str]:
    given = ["missing" if s == "outdated" else s for s in row.documents.values()]
    counts = [given.count(wanted) for wanted in STATUSES]
    seconds = "" if row.lead_time is None else f"{row.lead_time:.0f}"
    share = "" if row.unchanged is None else f"{row.unchanged:.0%}"
    return [row.layer, row.annotator, str(row.pass_), *map(str, counts), seconds, share]
