"""`communique diff`: compare two versions of the dataset."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from communique.dataset.read import Released
    from communique.versions.quoted_words import QuotedWords

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
        bool, typer.Option("--full", help="List every change, with its words if a text is there.")
    ] = False,
) -> None:
    """Compare OLD and NEW by id, name the smallest version step, and count the changes.

    MAJOR if existing rows change, MINOR if rows are added, PATCH if only metadata changes.
    """
    from communique.commands._diff_screen import show_difference
    from communique.versions import compare, least_bump
    from communique.versions.entries import documents

    with working("Comparing versions"):
        before, after = (_read(side, corpus) for side in (old, new))
        changes = compare(before, after)
        known = documents(before).keys()
        words = _words(before, after, corpus) if full and not json else None
    if json:
        bump = least_bump(changes, known)
        print_json({"least_bump": bump, "changes": [c.to_json() for c in changes]})
    else:
        show_difference(before.version, changes, known, words)
        _show_site(corpus)


def _show_site(corpus: Path | None) -> None:
    """Lead to the site of the corpus here. There need not be a corpus: OLD and NEW are folders."""
    from communique.commands._site_link import show_site
    from communique.corpus import CorpusFolder

    with suppress(OSError):
        show_site(CorpusFolder.find(corpus).root, "index.html")


def _read(side: str, corpus: Path | None) -> "Released":
    from communique.dataset.read import NotADatasetError, read_released
    from communique.release.repository import HistoryError, released_at

    try:
        with refusing():
            if Path(side).is_dir():
                return read_released(Path(side))
            with released_at(side, corpus) as folder:
                return read_released(folder)
    except HistoryError as error:
        raise Refusal(str(error), error.fix or _NAMES) from None
    except NotADatasetError as error:
        raise Refusal(str(error), _NAMES) from None


def _words(before: "Released", after: "Released", corpus: Path | None) -> "QuotedWords":
    """The words of the datasets' texts, or of the corpus here. It need not be sound, or exist."""
    from communique.versions.quoted_words import QuotedWords
    from communique.workspace import Corpus, UnsoundCorpusError

    try:
        documents = Corpus.open(corpus).documents
    except (OSError, UnsoundCorpusError):
        return QuotedWords(before, after, {})
    return QuotedWords(before, after, documents)
