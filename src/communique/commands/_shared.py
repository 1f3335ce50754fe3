"""What every verb shares: finding the corpus, refusing plainly, showing problems."""

import json
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._advice import advice, remember_corpus

if TYPE_CHECKING:
    from communique.problems import Problem
    from communique.schema import Annotator, Schema
    from communique.workspace import Corpus, UnsoundCorpusError

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="The corpus folder (default: the nearest one upwards)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class Refusal(Exception):
    """The command cannot run: what is wrong and how to fix it. Exit code 2."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


def print_refusal(refusal: Refusal) -> None:
    """One or two lines on stderr."""
    print(f"communique: {advice(str(refusal))}", file=sys.stderr)
    if refusal.fix:
        print(f"  {advice(refusal.fix)}", file=sys.stderr)


@contextmanager
def refusing() -> Generator[None]:
    """Turn what a person can fix into a refusal without a traceback."""
    from communique.label_studio.intake.pull_log import UnreadableLogError
    from communique.schema import YamlError

    try:
        yield
    except UnreadableLogError as error:
        message = f"annotations/pull.json: {error}"
        raise Refusal(message, "Restore it from version control.") from None
    except YamlError as error:
        lines = "\n".join(f"  {fault}" for fault in error.faults)
        raise Refusal(f"{error.path}: {len(error.faults)} faults", lines.strip()) from None
    except OSError as error:
        what = error.strerror or str(error)
        raise Refusal(f"{error.filename}: {what}" if error.filename else what) from None


@contextmanager
def working(what: str) -> Generator[None]:
    """Say on a terminal what is being waited for; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


@contextmanager
def reporting() -> "Generator[Callable[[str], None]]":
    """Say on a terminal, in one line that changes, how far something long is; in a pipe a line for
    every step that is not counted.
    """
    if not sys.stderr.isatty():
        said: set[str] = set()

        def tell(step: str) -> None:
            if (kind := step.split(" package ")[0]) not in said:
                said.add(kind)
                print(step, file=sys.stderr, flush=True)

        yield tell
        return
    from rich.console import Console

    with Console(stderr=True).status("") as line:
        yield line.update


def open_corpus(corpus: Path | None) -> "Corpus":
    """The corpus, with a schema that can be read. Raises Refusal, UnsoundCorpusError."""
    from communique.workspace import Corpus

    with refusing():
        found = Corpus.open(corpus)
        remember_corpus(corpus, found.folder.root)
        found.require_sound("schema")
        return found


def print_unsound(error: "UnsoundCorpusError") -> None:
    """What could not be read: a JSON list on stdout with `--json`, else lines on stderr."""
    problems = list(error.problems)
    if "--json" in sys.argv:
        print_json([p.to_json() for p in problems])
        return
    head = f"communique: {counted(len(problems), 'problem')}: the corpus cannot be read whole"
    print(head, file=sys.stderr)
    name_problems(problems)


def name_problems(problems: "Sequence[Problem]") -> None:
    """Each problem with its place and fix, on stderr."""
    for p in problems:
        print(f"  {p.id} {advice(str(p))}\n    {advice(p.fix)}", file=sys.stderr)


def counted(n: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def known(schema: "Schema", annotator: str) -> "Annotator":
    """The annotator of the schema. Raises Refusal."""
    found = schema.annotator(annotator)
    if found is None:
        raise Refusal(
            f"no annotator {annotator!r} in the schema",
            f"A new annotator: `communique annotate {quote(annotator)} --add`.",
        )
    return found


@contextmanager
def speaking_to_server() -> Generator[None]:
    """Turn what the server or the answers have against us into a refusal."""
    from pydantic import ValidationError

    from communique.label_studio.server.client import LabelStudioError
    from communique.label_studio.server.lifecycle import ServerError
    from communique.label_studio.writing.answers import AnswerError

    try:
        with refusing():
            yield
    except (LabelStudioError, ServerError, AnswerError, ValidationError) as error:
        raise Refusal(str(error)) from None


def print_json(data: object) -> None:
    """JSON on stdout, keys as given."""
    print(json.dumps(data, ensure_ascii=False, indent=1))


def show_problems(problems: "list[Problem]", *, as_json: bool) -> None:
    """A table on a terminal or in a pipe, or the contract's JSON list."""
    if as_json:
        print_json([p.to_json() for p in problems])
        return
    errors = sum(p.level == "error" for p in problems)
    if sys.stdout.isatty():
        _print_table(problems)
    else:
        for p in problems:
            print(f"{p.level} {p.id} {advice(str(p))} {advice(p.fix)}".strip())
    print(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}")


def _print_table(problems: "list[Problem]") -> None:
    from rich.console import Console
    from rich.table import Column, Table

    where, what = (Column(name, overflow="fold") for name in ("where", "what"))
    table = Table("level", Column("id", no_wrap=True), where, what, "how to fix it")
    for p in problems:
        table.add_row(p.level, p.id, p.where, advice(p.message), advice(p.fix))
    if problems:
        Console().print(table)
