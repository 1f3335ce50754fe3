"""Problems for people: one line a problem, and each fix once."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from communique.commands._advice import advice
from communique.commands._screen import escape_unknown, screen, title
from communique.commands._shared import print_json
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.problems import Problem

Words = Callable[["Problem"], str]
_LONGEST = 24  # characters of the words quoted on a terminal
_COLOURS = {"error": "bold red", "warning": "bold yellow"}


def no_words(problem: "Problem") -> str:
    """Quote nothing."""
    return ""


def show_problems(
    problems: "Sequence[Problem]", *, as_json: bool, full: bool = False, words: Words = no_words
) -> None:
    """Print problems: as JSON, or one line each with the words of the text that it is about.

    The fixes come once at the end; with `full`, each problem is followed by its own.
    """
    if as_json:
        print_json([p.to_json() for p in problems])
        return
    escape_unknown()
    errors = sum(p.level == "error" for p in problems)
    if sys.stdout.isatty():
        _show(problems, full, words)
    else:
        for line in _lines(problems, full, words):
            print(line)
    print(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}")


def _lines(problems: "Sequence[Problem]", full: bool, words: Words) -> Iterator[str]:
    for p in problems:
        place = " ".join(filter(None, (p.where, _quoted(words(p)))))
        line = f"{p.level} {p.id} {f'{place}: ' if place else ''}{advice(p.message)}"
        yield f"{line} {advice(p.fix)}".strip() if full else line
    if not full:
        yield from (f"fix {id_}: {fix}" for id_, fix in _fixes(problems))


def _show(problems: "Sequence[Problem]", full: bool, words: Words) -> None:
    """Print the problems of each file below its name."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console, file = screen(), ""
    for p in problems:
        if p.file and p.file != file:
            title(console, p.file)
        file = p.file or file
        line = Table.grid(padding=(0, 1))
        what = Text.assemble(f"{p.id} ", (_place(p, words), "cyan"), advice(p.message))
        line.add_row(Text(p.level, _COLOURS[p.level]), what)
        console.print(Padding(line, (0, 0, 0, 2 if p.file else 0)))
        if full and p.fix:
            console.print(Padding(advice(p.fix), (0, 0, 0, 4)))
    if problems and not full:
        title(console, "How to fix")
        for id_, fix in _fixes(problems):
            console.print(Text.assemble((id_, "bold"), f": {fix}"))
    if problems:
        console.print()


def _place(p: "Problem", words: Words) -> str:
    """Document, place and words. The heading names the file, which is the annotator's."""
    who = None if p.file and p.annotator and p.annotator in p.file else p.annotator
    at = (p.at or "").rpartition(", ")[2] if p.document else p.at
    quoted = _quoted(words(p), _LONGEST)
    if at and quoted:  # the words show that it is a region or a block
        at = at.removeprefix("region ").removeprefix("block ")
    place = " · ".join(filter(None, (p.document, who, at)))
    return f"{' '.join(filter(None, (place, quoted)))}: " if place or quoted else ""


def _quoted(words: str, longest: int | None = None) -> str:
    """The words in quotation marks, with escapes for what cannot be seen, so on one line.

    With `longest`, only their beginning.
    """
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)
    if longest and len(shown) > longest:
        shown = f"{shown[:longest].rpartition(' ')[0] or shown[:longest]}…"
    return f'"{shown}"' if words else ""


def _fixes(problems: "Sequence[Problem]") -> list[tuple[str, str]]:
    """Every fix once, with the id of its problems."""
    return list(dict.fromkeys((p.id, advice(p.fix)) for p in problems if p.fix))
