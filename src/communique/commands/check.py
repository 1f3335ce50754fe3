"""`communique check`: find problems of the corpus."""

from difflib import get_close_matches
from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    refusing,
    working,
)

IdsOption = list[str] | None


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    only: Annotated[
        IdsOption, typer.Option(metavar="ID", help="Report only problems with this id. Repeatable.")
    ] = None,
    ignore: Annotated[
        IdsOption, typer.Option(metavar="ID", help="Leave out problems with this id. Repeatable.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Exit with 1 for warnings, too.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Show the fix beside every problem, not once for all.")
    ] = False,
) -> None:
    """Check schema, sources, texts, annotations and decisions, and list every problem.

    schema/rendered/checks.md explains each id.
    """
    from communique.checks import run as run_checks
    from communique.commands._problem_screen import show_problems
    from communique.commands._site_link import show_site
    from communique.corpus import CorpusFolder
    from communique.problems import has_errors
    from communique.workflow.problem_words import ProblemWords

    wanted, unwanted = _ids(only), _ids(ignore)
    with refusing(), working("Checking the corpus"):
        folder = CorpusFolder.find(corpus or ".")
        problems = run_checks(folder, only=wanted, ignore=unwanted)
    words = ProblemWords(folder.root)
    show_problems(problems, as_json=json, full=full, words=words.of)
    if not json:
        show_site(folder.root, _page({p.document for p in problems}))
    raise typer.Exit(1 if has_errors(problems, strict=strict) else 0)


def _page(documents: set[str | None]) -> str:
    """The page of the only document that has problems, else the list of documents."""
    named = sorted(d for d in documents if d)
    return f"documents/{named[0]}.html" if len(named) == 1 else "index.html"


def _ids(values: IdsOption) -> list[str]:
    """Split values of an option into ids, at commas and spaces. Raises Refusal for unknown ids."""
    from communique.checks.catalogue import KINDS

    ids = [id_ for part in values or () for id_ in part.replace(",", " ").split()]
    for id_ in ids:
        if id_ not in KINDS:
            similar = get_close_matches(id_, KINDS, 1)
            fix = f"Did you mean {similar[0]}?" if similar else "See schema/rendered/checks.md."
            raise Refusal(f"no problem has the id {id_!r}", fix)
    return ids
