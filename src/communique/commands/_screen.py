"""Where results are printed for people: a terminal of some width, or a pipe."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

ENDLESS: Final = 100_000  # columns of a pipe, where no line is cut or wrapped


def screen(*, stderr: bool = False) -> "Console":
    """Return the console of stdout or stderr. Text is printed as it is: brackets are not markup.

    In a pipe it has no colours, and columns are as wide as needed.
    """
    import sys

    from rich.console import Console

    escape_unknown()
    on_terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(
        stderr=stderr,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=on_terminal,
        no_color=None if on_terminal else True,
        width=None if on_terminal else ENDLESS,
    )


def escape_unknown() -> None:
    """Let stdout print an escape for a character that its encoding does not have."""
    import io
    import sys

    stream: object = sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def table(head: "Sequence[str]", rows: "Iterable[Sequence[Any]]") -> "Table":
    """Return a table whose headers and cells wrap and are never cut."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Column, Table

    columns = (Column(name, overflow="fold") for name in head)
    made = Table(*columns, box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for row in rows:
        made.add_row(*row)
    return made


def natural_width(console: "Console", made: "Table") -> int:
    """Return the width of a table, in columns of the screen, if nothing in it wraps."""
    return made.__rich_measure__(console, console.options.update(width=ENDLESS)).maximum


def print_table(console: "Console", made: "Table") -> None:
    """Print a table. In a pipe, lines have no blanks at their ends."""
    if console.is_terminal:
        console.print(made)
        return
    for line in console.render_lines(made, pad=False):
        console.print("".join(segment.text for segment in line).rstrip(), soft_wrap=True)


def title(console: "Console", text: str) -> None:
    """Print the title of a part, after an empty line."""
    console.print()
    console.print(text, style="bold")


def print_indented(console: "Console", line: "str | Text", by: int = 4) -> None:
    """Print a line below another. If it wraps, all of it is indented."""
    from rich.padding import Padding

    console.print(Padding(line, (0, 0, 0, by), expand=False))
