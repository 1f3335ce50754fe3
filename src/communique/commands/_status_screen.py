"""The state of a corpus on one screen: who has done what, and what comes next."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from communique.commands._advice import advice, command
from communique.commands._screen import natural_width, print_table, screen, table, title
from communique.util.pass_name import pass_name
from communique.util.plural import counted

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from communique.workflow.region_notes import RegionNote
    from communique.workflow.status import Coverage, Overview

FINISHED = ("done", "empty", "skipped")
EXTRA = "In brackets: optional work."
TIME = "Median time for a document"
EFFORT = f"{TIME}, and the share of offered regions that stayed unchanged"
MOST = 5  # documents or files named in a line on a terminal
Cell = Callable[["Coverage"], str]


def show_status(overview: "Overview") -> None:
    """Print the passes, the open disagreements, the problems and the next steps."""
    console = screen()
    if overview.coverage:
        _passes(console, overview.coverage)
    for line in _state(overview, MOST if console.is_terminal else None):
        console.print(line)
    _notes(console, overview.notes)
    _next_steps(console, overview)


def _notes(console: "Console", notes: "Sequence[RegionNote]") -> None:
    """What annotators ask, with the words that it is about."""
    if notes:
        title(console, "Notes of annotators")
    for one in notes:
        about = f"'{one.words}' in {one.where}" if one.words else "a region"
        console.print(
            f"{pass_name(one.annotator, one.pass_)}, {one.layer} {one.document}, {about}:"
        )
        for line in one.note.splitlines():
            console.print(f"  {line}")


def _passes(console: "Console", coverage: "Sequence[Coverage]") -> None:
    listed = sorted(coverage, key=lambda row: not row.is_due)
    print_table(console, _grid(console, listed, _progress))
    if not all(row.is_due for row in listed):
        console.print(EXTRA, style="dim")
    measured = [row for row in listed if _effort(row)]
    if measured:
        title(console, EFFORT if any(row.unchanged is not None for row in measured) else TIME)
        print_table(console, _grid(console, measured, _effort))


def _grid(console: "Console", rows: "Sequence[Coverage]", cell: Cell) -> "Table":
    """One row for a pass and one column for a layer, or one row for both if that is too wide."""
    layers = list(dict.fromkeys(row.layer for row in rows))
    cells: dict[str, dict[str, str]] = {}
    for row in rows:
        cells.setdefault(_who(row), {})[row.layer] = cell(row)
    grid = table(
        ("annotator", *layers),
        ((who, *(found.get(layer, "") for layer in layers)) for who, found in cells.items()),
    )
    if natural_width(console, grid) <= console.width:
        return grid
    return table(("layer", "annotator", "documents"), ((r.layer, _who(r), cell(r)) for r in rows))


def _who(row: "Coverage") -> str:
    """The annotator; in brackets, why the pass is extra."""
    parts = [] if row.role == "annotator" else [row.role]
    parts += [f"pass {row.pass_}"] if row.pass_ != 1 else []
    return f"{row.annotator} ({', '.join(parts)})" if parts else row.annotator


def _progress(row: "Coverage") -> str:
    """For example `3 of 5, 1 skipped`. Of extra work, only what was done is shown."""
    counts = Counter(row.documents.values())
    finished = sum(counts[status] for status in FINISHED)
    special = [f"{counts[s]} {s}" for s in ("empty", "skipped", "outdated") if counts[s]]
    parts = [f"{finished} of {len(row.documents)}"] if row.is_due else []
    parts += [str(finished)] if not parts and (finished or not special) else []
    parts += special
    return ", ".join(parts)


def _effort(row: "Coverage") -> str:
    seconds = "" if row.lead_time is None else f"{row.lead_time:.0f} s"
    share = "" if row.unchanged is None else f"{row.unchanged:.0%} unchanged"
    return ", ".join(part for part in (seconds, share) if part)


def _state(overview: "Overview", most: int | None) -> Iterator[str]:
    for row in overview.disputed:
        count = counted(row.open, "open disagreement")
        yield f"{row.layer}: {count} in {_named(row.documents, most)}"
    yield from overview.outdated
    if overview.stale:
        yield f"out of date: {_named(overview.stale, most)}"
    counts = f"{counted(overview.errors, 'error')}, {counted(overview.warnings, 'warning')}"
    see = advice(": see `communique check`") if overview.errors or overview.warnings else ""
    yield f"{counts}{see}"


def _named(names: Sequence[str], most: int | None) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names[most:])} more" if most and names[most:] else shown


def _next_steps(console: "Console", overview: "Overview") -> None:
    """Name the steps, each with the command to type. One command is named once."""
    if not overview.owed:
        console.print("Nothing to do.")
        return
    steps: dict[tuple[str, str, str], list[str]] = {}
    for step in overview.owed:
        steps.setdefault((step.who, step.how, step.or_how), []).append(step.what)
    title(console, "Next")
    for (who, how, or_how), what in steps.items():
        console.print(f"{who}: {'; '.join(what)}")
        console.print(f"  {command(how)}", style="bold cyan", soft_wrap=True)
        if or_how:
            console.print("  or, without Label Studio:")
            console.print(f"  {command(or_how)}", style="bold cyan", soft_wrap=True)
