"""Check the corpus and its annotations."""

from difflib import get_close_matches
from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    refusing,
    show_problems,
    working,
)

IdsOption = list[str] | None


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    only: Annotated[
        IdsOption, typer.Option(metavar="ID", help="Look for these problems alone (repeatable).")
    ] = None,
    ignore: Annotated[
        IdsOption, typer.Option(metavar="ID", help="Leave these problems out (repeatable).")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Warnings fail too.")] = False,
) -> None:
    """Check schema, sources, texts, annotations, decisions and documents; list every problem."""
    from communique.checks import run as run_checks
    from communique.problems import has_errors

    wanted, unwanted = _ids(only), _ids(ignore)
    with refusing(), working("checking the corpus"):
        problems = run_checks(corpus or ".", only=wanted, ignore=unwanted)
    show_problems(problems, as_json=json)
    raise typer.Exit(1 if has_errors(problems, strict=strict) else 0)


def _ids(given: IdsOption) -> list[str]:
    """Problem ids, one by one or with commas between. Raises Refusal for an unknown one."""
    from communique.checks.catalogue import KINDS

    ids = [id_ for part in given or () for id_ in part.replace(",", " ").split()]
    for id_ in ids:
        if id_ not in KINDS:
            near = get_close_matches(id_, KINDS, 1)
            fix = f"Did you mean {near[0]}?" if near else "See schema/rendered/checks.md."
            raise Refusal(f"no problem is called {id_!r}", fix)
    return ids
