"""`communique agree`: report agreement between annotators."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    open_corpus,
    print_json,
    refusing,
    working,
)

FILES = ("agreement.json", "agreement.md")


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write agreement.json and agreement.md to this folder, or the whole report to"
            " this file, if its name ends in .md."
        ),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Print the whole report.")] = False,
    dawid_skene: Annotated[
        bool,
        typer.Option("--dawid-skene", help="Add the model of Dawid and Skene, as a diagnostic."),
    ] = False,
) -> None:
    """Report agreement before adjudication, by layer, question, value, pair and document.

    The summary also quotes what to review first, and says what its numbers can and cannot show.
    """
    from communique.assessment.markdown import markdown
    from communique.commands._agree_screen import show_agreement
    from communique.commands._site_link import show_site
    from communique.workflow.agree import assess_corpus, disputed_items

    with refusing(), working("Comparing passes"):
        opened = open_corpus(corpus)
        data = assess_corpus(opened, dawid_skene=dawid_skene)
    text = markdown(data)
    if out is not None:
        _write(out, data, text)
    if json:
        print_json(data)
    elif not full:
        show_agreement(data, disputed_items(opened, data))
        show_site(opened.folder.root, "disagreements.html")
    elif sys.stdout.isatty():
        _show(text)
    else:
        print(text, end="")


def _write(out: Path, data: dict[str, Any], text: str) -> None:
    from communique.corpus import write_atomic, write_json

    with refusing():
        if out.suffix == ".md":
            write_atomic(out, text)
            return
        write_json(out / FILES[0], data)
        write_atomic(out / FILES[1], text)


def _show(text: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
