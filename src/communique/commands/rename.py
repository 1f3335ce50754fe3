"""`communique rename`: rename a label, a value or an entry of a list."""

from dataclasses import asdict
from typing import Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    name_problems,
    open_corpus,
    print_json,
    refusing,
    working,
)
from communique.util.plural import counted


def run(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="LAYER.label, LAYER.ATTRIBUTE or the name of a list."),
    ],
    old: Annotated[str, typer.Argument(metavar="OLD", help="The current name.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new name.")],
    corpus: CorpusOption = None,
    merge: Annotated[
        bool, typer.Option("--merge", help="Merge OLD into NEW, if NEW exists already.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Rename a label, a value of an attribute or an entry of a list, in all files or in none.

    Examples: `rename names.label person human`, `rename names.mood warm friendly`,
    `rename countries us united-states`.

    Exports do not change. The old name in them is read as the new name.
    """
    from communique.workflow.rename import RenameError, rename

    opened = open_corpus(corpus)
    with refusing(), working("renaming"):
        try:
            done = rename(opened, kind, old, new, merge=merge)
        except RenameError as error:
            name_problems(error.problems)
            raise Refusal(str(error), error.fix) from None
    if json:
        print_json(asdict(done))
        return
    verb = "merged into" if done.merged else "is now"
    print(f"{done.list_name}: {old} {verb} {new}")
    print(f"  {counted(done.records, 'record')}, {counted(done.decisions, 'decision')}")
    for file in done.files:
        print(f"  wrote {file}")
    for note in done.notes:
        print(f"  note: {note}")
