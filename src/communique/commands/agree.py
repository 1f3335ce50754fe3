"""Say how far annotators agree."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    open_corpus,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder
    from communique.schema import Schema

FILES = ("agreement.json", "agreement.md")


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    out: Annotated[
        Path | None, typer.Option(help="Write agreement.json and agreement.md into this folder.")
    ] = None,
    dawid_skene: Annotated[
        bool, typer.Option("--dawid-skene", help="Add Dawid and Skene's model, a diagnostic.")
    ] = False,
) -> None:
    """Agreement before adjudication: by layer, question, value, pair and document, and in words."""
    from communique.assessment.markdown import markdown

    folder, schema = open_corpus(corpus)
    with refusing(), working("comparing passes"):
        data = assessed(folder, schema, dawid_skene=dawid_skene)
    text = markdown(data)
    if out is not None:
        _write(out, data, text)
    if json:
        print_json(data)
    elif sys.stdout.isatty():
        _show(text)
    else:
        print(text, end="")


def assessed(
    folder: "CorpusFolder", schema: "Schema", *, dawid_skene: bool = False
) -> dict[str, Any]:
    """The assessment of a corpus on disk. Raises OSError."""
    from communique.assessment import assess
    from communique.corpus.load import load_texts
    from communique.gather import read_records

    records, passes = read_records(folder, schema)
    documents, _ = load_texts(folder)
    lengths = {doc_id: len(document.text) for doc_id, document in documents.items()}
    return assess(schema, records, passes, lengths, dawid_skene=dawid_skene)


def _write(out: Path, data: dict[str, Any], text: str) -> None:
    from communique.corpus import write_atomic, write_json

    with refusing():
        write_json(out / FILES[0], data)
        write_atomic(out / FILES[1], text)


def _show(text: str) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))
