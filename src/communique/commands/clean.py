"""Clean raw texts."""

import sys
from errno import ENOENT
from os import strerror
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.corpus import Document, Source
    from communique.workflow.clean import RefusedDocument
    from communique.workspace import Corpus


def run(
    stream: Annotated[str | None, typer.Argument(help="`-` reads JSON lines from stdin.")] = None,
    corpus: CorpusOption = None,
    policy: Annotated[
        str, typer.Option(help="extracted or page, for documents without their own.")
    ] = "extracted",
    rebase: Annotated[
        str | None, typer.Option(help="Give up this document's frozen text for the new one.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="Show this document's raw text, with what goes and why.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make corpus/clean from corpus/raw; or filter JSON lines; or explain one document."""
    from communique.cleaning import POLICIES, policy_name

    try:
        policy = policy_name(policy)
    except ValueError:
        raise Refusal(f"unknown policy {policy!r}", f"Choose from {', '.join(POLICIES)}.") from None
    if stream is not None:
        if stream != "-":
            raise Refusal(f"unexpected argument {stream!r}", "Use `-` to read JSON lines.")
        from communique.workflow.clean_stream import filter_lines

        raise typer.Exit(filter_lines(sys.stdin.buffer.fileno(), sys.stdout.buffer, policy))
    opened = open_corpus(corpus)
    with refusing():
        if explain is not None:
            _explain(opened, _one(opened, explain), policy)
            return
        if rebase is not None:
            _one(opened, rebase)
        _clean(opened, policy, rebase, as_json=json)


def _one(corpus: "Corpus", doc_id: str) -> "Source":
    for source in corpus.active:
        if source.doc_id == doc_id:
            return source
    raise Refusal(f"no document {doc_id!r}", "Ids stand in corpus/sources.yaml.")


def _clean(corpus: "Corpus", policy: str, rebase: str | None, *, as_json: bool) -> None:
    from communique.workflow.clean import clean_corpus, write_cleaned

    if not corpus.folder.sources.is_file():
        raise FileNotFoundError(ENOENT, strerror(ENOENT), str(corpus.folder.sources))
    made, refused = clean_corpus(corpus, policy, rebase)
    if refused:
        raise _refusal(refused)
    write_cleaned(corpus, made)
    _show([_row(one.document) for one in made], as_json=as_json)


def _refusal(refused: "list[RefusedDocument]") -> Refusal:
    """One refusal that names every document."""
    (first, *others) = [f"{one.doc_id}: {one.reason}" for one in refused]
    lines = [line for one in refused if (line := one.fix)]
    return Refusal("\n  ".join([first, *others]), "\n  ".join(dict.fromkeys(lines)))


def _row(document: "Document") -> dict[str, Any]:
    return {
        "doc_id": document.doc_id,
        "blocks": len(document.blocks),
        "characters": len(document.text),
        "removed": sum(r.raw_end - r.raw_start for r in document.removed),
        "text_sha256": document.text_sha256,
    }


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['doc_id']}: {counted(row['blocks'], 'block')},"
            f" {counted(row['characters'], 'character')} kept, {row['removed']} removed"
        )


def _explain(corpus: "Corpus", source: "Source", policy: str) -> None:
    from rich.console import Console
    from rich.text import Text

    from communique.text import decode
    from communique.workflow.clean import RefusedDocument, clean_source, recorded_bytes

    data = recorded_bytes(corpus, source)
    if isinstance(data, RefusedDocument):
        raise _refusal([data])
    document = clean_source(source, data, policy, corpus.cleaning)
    if isinstance(document, RefusedDocument):
        raise _refusal([document])
    marks = [
        (r.raw_start, r.raw_end, f"{r.reason} · {r.rule}", "red strike") for r in document.removed
    ]
    marks += [
        (b.raw_start, b.raw_end, b.type, "green" if b.start is not None else "cyan")
        for b in document.blocks
    ]
    raw, console = decode(data), Console()
    for start, end, what, style in sorted(marks):
        console.print(Text.assemble((f"[{what}] ", "dim"), (raw[start:end], style)))
