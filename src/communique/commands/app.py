"""The `communique` command. Verbs import what they need when they run, so that help is quick."""

import sys

import typer

from communique.commands import (
    add,
    adjudicate,
    agree,
    annotate,
    build,
    check,
    clean,
    diff,
    import_,
    new,
    publish,
    pull,
    release,
    render,
    restore,
    status,
)

app = typer.Typer(
    name="communique",
    help="From raw articles to a versioned, annotated corpus.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for verb in (
    new,
    add,
    clean,
    render,
    annotate,
    pull,
    import_,
    status,
    check,
    agree,
    adjudicate,
    build,
    diff,
    release,
    publish,
    restore,
):
    app.command(verb.__name__.rpartition(".")[2].rstrip("_"))(verb.run)


def main() -> None:
    """Run one verb. Exit codes: 0 fine, 1 problems found, 2 refused."""
    from communique.commands.refusal import Refusal, print_refusal, print_unsound

    try:
        app(prog_name="communique")
    except Refusal as refusal:
        print_refusal(refusal)
        sys.exit(2)
    except ValueError as error:
        from communique.workspace import UnsoundCorpusError

        if not isinstance(error, UnsoundCorpusError):
            raise
        print_unsound(error)
        sys.exit(2)
