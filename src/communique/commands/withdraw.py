"""Withdraw a document."""

from dataclasses import asdict
from typing import Annotated

import typer

from communique.commands._advice import advice
from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)


def run(
    document: Annotated[str, typer.Argument(metavar="DOC", help="The id of the document.")],
    corpus: CorpusOption = None,
    json: JsonOption = False,
) -> None:
    """Delete a document's texts and mark it as withdrawn.

    Annotations and decisions stay as history, and every command leaves the document out. Its id is
    never used again. The next release says `removed`.
    """
    from communique.release.repository import is_in_history
    from communique.workflow.withdraw import withdraw

    opened = open_corpus(corpus)
    with refusing():
        try:
            withdrawal = withdraw(opened, document)
        except KeyError:
            fix = "The ids are in corpus/sources.yaml."
            raise Refusal(f"there is no document {document!r}", fix) from None
    if json:
        print_json(asdict(withdrawal))
        return
    print(f"{document} is withdrawn.")
    for path in withdrawal.removed:
        print(f"Deleted: {path}")
    if withdrawal.still_in:
        print(f"These exports still have its text: {', '.join(withdrawal.still_in)}")
    if is_in_history(opened.folder.root, withdrawal.removed):
        print("The git history still has its texts.")
    print(advice("Next: `communique render`"))
