"""The `communique` command. Each subcommand imports what it needs when it runs, so help is fast."""

import os
import sys
from typing import Annotated

import typer

from communique.commands import (
    add,
    adjudicate,
    agree,
    annotate,
    audit,
    build,
    check,
    clean,
    diff,
    export,
    import_,
    new,
    publish,
    pull,
    release,
    rename,
    render,
    report,
    restore,
    review,
    score,
    status,
    view,
    withdraw,
)
from communique.version import VERSION

app = typer.Typer(
    name="communique",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(is_requested: bool) -> None:
    if is_requested:
        from communique.cleaning.core import core_name

        print(f"communique {VERSION} (cleaning core: {core_name()})")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Turn raw articles into a versioned, annotated dataset.

    Exit codes: 0 fine, 1 problems found, 2 refused.
    """


for verb in (
    new,
    add,
    withdraw,
    rename,
    clean,
    render,
    annotate,
    pull,
    import_,
    status,
    check,
    agree,
    adjudicate,
    audit,
    build,
    report,
    review,
    view,
    export,
    diff,
    release,
    publish,
    restore,
    score,
):
    app.command(verb.__name__.rpartition(".")[2].rstrip("_"))(verb.run)


def _run() -> None:
    """Run the verb, and notice an output that cannot be written, on a full disk for example."""
    try:
        app(prog_name="communique")
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - else Python flushes again
            raise


def main() -> None:
    """Run one verb. Exit codes: 0 fine, 1 problems found, 2 refused."""
    from communique.commands._shared import Refusal, print_refusal, print_unsound, system_refusal

    try:
        _run()
    except Refusal as refusal:
        print_refusal(refusal)
        sys.exit(2)
    except OSError as error:  # whatever else the system refuses
        print_refusal(system_refusal(error))
        sys.exit(2)
    except ValueError as error:
        from communique.workspace import UnsoundCorpusError

        if not isinstance(error, UnsoundCorpusError):
            raise
        print_unsound(error)
        sys.exit(2)
