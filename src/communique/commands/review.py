"""`communique review`: summarize a change of the corpus for its reviewers."""

from pathlib import Path
from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    print_json,
    refusing,
    working,
)

ROWS = 50
FINDINGS = 10


def run(
    base: Annotated[
        Path | None,
        typer.Argument(
            help="The folder of the corpus before the change, for example of `git worktree add`."
        ),
    ] = None,
    corpus: CorpusOption = None,
    rows: Annotated[int, typer.Option(min=1, help="Show at most N rows of a table.")] = ROWS,
    top: Annotated[int, typer.Option(min=1, help="Show the first N rows of the audit.")] = FINDINGS,
    json: JsonOption = False,
) -> None:
    """Print what a reviewer needs to see, as Markdown: problems, agreement, and decisions that may
    be wrong. With BASE also each annotation that differs from it, in words.

    At most five words of a text are quoted in a row. Exits with 1 if `communique check` finds
    errors.
    """
    from communique.commands._screen import escape_unknown
    from communique.corpus import CorpusFolder
    from communique.corpus.folder import SCHEMA_FILE
    from communique.workflow.review import review_corpus
    from communique.workflow.review_format import ReviewPage

    with refusing(), working("Comparing annotations"):
        if base is not None and not (base / SCHEMA_FILE).is_file():
            raise Refusal(
                f"{base} is not a corpus: it has no {SCHEMA_FILE}",
                "Name the root folder of the corpus before the change, or leave BASE out.",
            )
        review = review_corpus(CorpusFolder.find(corpus).root, base)
    escape_unknown()
    if json:
        print_json(review.to_json())
    else:
        print(ReviewPage(review, rows=rows, findings=top).markdown(), end="")
    raise typer.Exit(1 if review.has_errors else 0)
