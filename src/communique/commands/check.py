"""Check the corpus and its annotations."""

from typing import Annotated

import typer

from communique.commands.refusal import CorpusOption, JsonOption, refusing, show_problems


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    strict: Annotated[bool, typer.Option(help="Warnings fail too.")] = False,
) -> None:
    """Check schema, sources, cleaned text and annotations; list every problem."""
    from communique.checks import run as run_checks
    from communique.problems import has_errors

    with refusing():
        problems = run_checks(corpus or ".")
    show_problems(problems, as_json=json)
    raise typer.Exit(1 if has_errors(problems, strict=strict) else 0)
