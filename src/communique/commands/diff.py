"""`communique diff`: compare two versions of the dataset."""

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    refusing,
    working,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.corpus import Document
    from communique.versions.difference import Difference

_NAMES = "Give the folder of a built dataset, or a released version, for example 1.0.0."
Side = Annotated[
    str, typer.Argument(help="The folder of a dataset, or the number of a released version.")
]


def run(
    old: Side,
    new: Side,
    corpus: CorpusOption = None,
    json: JsonOption = False,
    full: Annotated[
        bool, typer.Option("--full", help="List every change, with its words if the text is there.")
    ] = False,
) -> None:
    """Compare OLD and NEW by id, name the smallest version step, and count the changes.

    MAJOR if existing rows change, MINOR if rows are added, PATCH if only metadata changes.
    """
    from communique.commands._diff_screen import print_changes, show_difference

    with ExitStack() as folders, working("Comparing versions"):
        before, after = (_folder(side, corpus, folders) for side in (old, new))
        compared = _compare(before, after, corpus, quotes=full and not json)
    if json:
        print_changes(compared.changes, compared.known)
    else:
        show_difference(compared.version, compared.changes, compared.known, lists=full)
        _show_site(corpus)


def _show_site(corpus: Path | None) -> None:
    """Lead to the site of the corpus here. There need not be a corpus: OLD and NEW are folders."""
    from communique.commands._site_link import show_site
    from communique.corpus import CorpusFolder

    with suppress(OSError):
        show_site(CorpusFolder.find(corpus).root, "index.html")


def _folder(side: str, corpus: Path | None, folders: ExitStack) -> Path:
    """The folder of a dataset; that of a released version is there until `folders` is closed."""
    from communique.release.repository import HistoryError, released_at

    if Path(side).is_dir():
        return Path(side)
    try:
        with refusing():
            return folders.enter_context(released_at(side, corpus))
    except HistoryError as error:
        raise Refusal(str(error), error.fix or _NAMES) from None


def _compare(old: Path, new: Path, corpus: Path | None, *, quotes: bool) -> "Difference":
    from communique.dataset.read import NotADatasetError
    from communique.versions.difference import difference

    try:
        with refusing():
            return difference(old, new, _documents(corpus) if quotes else None)
    except NotADatasetError as error:
        raise Refusal(str(error), _NAMES) from None


def _documents(corpus: Path | None) -> "Mapping[str, Document]":
    """The documents of the corpus here, whose words are quoted. It need not be sound, or exist."""
    from communique.workspace import Corpus, UnsoundCorpusError

    try:
        return Corpus.open(corpus).documents
    except (OSError, UnsoundCorpusError):
        return {}
