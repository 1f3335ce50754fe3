"""Whose work the files of another tool are."""

from collections.abc import Mapping, Sequence

from communique.formats.foreign import ForeignDocument
from communique.workflow.foreign_reading import ForeignImportError


def authors_of(
    documents: Sequence[ForeignDocument], annotator: str | None, accounts: Mapping[str, str]
) -> dict[str | None, str]:
    """The pseudonym of each author that the documents name; None stands for no name.

    `annotator` made what names nobody, and the work of the only author without an account.
    Raises ForeignImportError.
    """
    names = dict.fromkeys(d.author for d in documents)
    named = sorted(name for name in names if name is not None)
    unknown = [name for name in named if name not in accounts]
    if len(named) == 1 and annotator:
        stated = accounts.get(named[0], annotator)
        if stated != annotator:
            raise ForeignImportError(
                [f"the files have the work of {stated}, and --annotator names {annotator}"],
                f"Leave out --annotator, or name {stated}.",
            )
        return dict.fromkeys(names, annotator)
    if unknown:
        raise ForeignImportError(
            [f"the files have the work of {_several(named)}"],
            "Say who is who: --account NAME=PSEUDONYM for each of them.",
        )
    if None in names and annotator is None:
        raise ForeignImportError(
            ["the files do not say who made the annotations"],
            "Name the annotator: --annotator PSEUDONYM.",
        )
    nobody = {None: annotator} if None in names and annotator else {}
    return {**{name: accounts[name] for name in named}, **nobody}


def _several(named: Sequence[str]) -> str:
    return f"several annotators: {', '.join(named)}" if len(named) > 1 else named[0]
