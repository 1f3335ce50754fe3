"""Shared by all commands: opening the corpus, refusals, and printing problems."""

import errno
import json
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._advice import advice, remember_corpus
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.problems import Problem
    from communique.schema import Annotator, Schema
    from communique.workspace import Corpus, UnsoundCorpusError

CorpusOption = Annotated[
    Path | None,
    typer.Option(
        "--corpus",
        help="The corpus folder. Default: this folder, or the nearest corpus above it.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
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


class Refusal(Exception):
    """The command cannot run. Says what is wrong and how to fix it (`fix`). Exit code 2."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.fix = fix


def print_refusal(refusal: Refusal) -> None:
    """Print the message and the fix on stderr."""
    print(f"communique: {advice(str(refusal))}", file=sys.stderr)
    if refusal.fix:
        print(f"  {advice(refusal.fix)}", file=sys.stderr)


@contextmanager
def refusing() -> Generator[None]:
    """Turn errors that a user can fix into a Refusal, which prints no traceback."""
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
            f"{error.path}: {counted(len(error.faults), 'error')}", lines.strip()
        ) from None
    except OSError as error:
        raise system_refusal(error) from None


def system_refusal(error: OSError) -> Refusal:
    """The refusal for an error of the operating system, with a fix."""
    reason = error.strerror or (str(error).splitlines() or [type(error).__name__])[0]
    message = f"{error.filename}: {reason}" if error.filename else reason
    if reason.startswith("No usable temporary directory"):
        return Refusal(message, "Free space there, or set TMPDIR to a folder with free space.")
    return Refusal(message, _SYSTEM_FIXES.get(error.errno or 0, ""))


@contextmanager
def working(task: str) -> Generator[None]:
    """Show on a terminal which task is running. Shows nothing in a pipe."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(task):
        yield


def open_corpus(corpus: Path | None) -> "Corpus":
    """Open the corpus and read its schema. Raises Refusal, UnsoundCorpusError."""
    from communique.workspace import Corpus

    with refusing():
        opened = Corpus.open(corpus)
        remember_corpus(corpus, opened.folder.root)
        opened.require_sound("schema")
        return opened


def print_unsound(error: "UnsoundCorpusError") -> None:
    """Print what could not be read: with `--json` a JSON list on stdout, else lines on stderr."""
    problems = list(error.problems)
    if "--json" in sys.argv:
        print_json([p.to_json() for p in problems])
        return
    count = counted(len(problems), "problem")
    head = f"communique: the corpus cannot be read completely ({count})"
    print(head, file=sys.stderr)
    name_problems(problems)


def name_problems(problems: "Sequence[Problem]") -> None:
    """Print each problem with its place and fix on stderr."""
    for p in problems:
        print(f"  {p.id} {advice(str(p))}\n    {advice(p.fix)}", file=sys.stderr)


def known(schema: "Schema", annotator: str) -> "Annotator":
    """Return the annotator with this pseudonym. Raises Refusal if the schema has none."""
    person = schema.annotator(annotator)
    if person is None:
        raise Refusal(
            f"the schema has no annotator {annotator!r}",
            "Use a pseudonym under `annotators` in the schema. To add this one, run"
            f" `communique annotate {quote(annotator)} --add`.",
        )
    return person


@contextmanager
def speaking_to_server() -> Generator[None]:
    """Turn errors of the server or of a file of answers into a Refusal."""
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
    """Print JSON on stdout. The keys keep their order."""
    print(json.dumps(data, ensure_ascii=False, indent=1))
