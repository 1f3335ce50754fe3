"""What every verb shares: finding the corpus, refusing plainly, showing problems."""

import errno
import json
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.problems import Problem
    from communique.schema import Annotator, Schema
    from communique.workspace import Corpus, UnsoundCorpusError

CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", help="The corpus folder (default: the nearest one upwards)."),
]
_NO_SPACE = "Free space on this disk, then run the command again."
_NO_RIGHT = "Make the place writable for you, or work on a copy elsewhere."
_SYSTEM_FIXES = {
    errno.ENOSPC: _NO_SPACE,
    errno.EDQUOT: _NO_SPACE,
    errno.EFBIG: "Allow larger files (`ulimit -f`), then run the command again.",
    errno.EROFS: _NO_RIGHT,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.ENOENT: "Check the name.",
}
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


class Refusal(Exception):
    """The command cannot run: what is wrong and how to fix it. Exit code 2."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


def print_refusal(refusal: Refusal) -> None:
    """One or two lines on stderr."""
    print(f"communique: {refusal}", file=sys.stderr)
    if refusal.fix:
        print(f"  {refusal.fix}", file=sys.stderr)


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
        raise Refusal(
            f"{error.path}: {counted(len(error.faults), 'fault')}", lines.strip()
        ) from None
    except OSError as error:
        raise system_refusal(error) from None


def system_refusal(error: OSError) -> Refusal:
    """What the system refuses, and what a person can do about it."""
    what = error.strerror or (str(error).splitlines() or [type(error).__name__])[0]
    message = f"{error.filename}: {what}" if error.filename else what
    if what.startswith("No usable temporary directory"):
        return Refusal(message, "Free space there, or let TMPDIR name a folder that has some.")
    return Refusal(message, _SYSTEM_FIXES.get(error.errno or 0, ""))


@contextmanager
def working(what: str) -> Generator[None]:
    """Say on a terminal what is being waited for; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def open_corpus(corpus: Path | None) -> "Corpus":
    """The corpus, with a schema that can be read. Raises Refusal, UnsoundCorpusError."""
    from communique.workspace import Corpus

    with refusing():
        found = Corpus.open(corpus)
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
        print(f"  {p.id} {p}\n    {p.fix}", file=sys.stderr)


def known(schema: "Schema", annotator: str) -> "Annotator":
    """The annotator of the schema. Raises Refusal."""
    found = schema.annotator(annotator)
    if found is None:
        raise Refusal(
            f"no annotator {annotator!r} in the schema", "Add the pseudonym to annotators."
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
            print(f"{p.level} {p.id} {p} {p.fix}".strip())
    print(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}")


def _print_table(problems: "list[Problem]") -> None:
    from rich.console import Console
    from rich.table import Column, Table

    where, what = (Column(name, overflow="fold") for name in ("where", "what"))
    table = Table("level", Column("id", no_wrap=True), where, what, "how to fix it")
    for p in problems:
        table.add_row(p.level, p.id, p.where, p.message, p.fix)
    if problems:
        Console().print(table)
