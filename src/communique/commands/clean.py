"""Clean raw texts."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands.refusal import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
)

if TYPE_CHECKING:
    from communique.corpus import CleaningFile, CorpusFolder, Document, Source


def run(
    stream: Annotated[str | None, typer.Argument(help="`-` reads JSON lines from stdin.")] = None,
    corpus: CorpusOption = None,
    policy: Annotated[str, typer.Option(help="conservative or page.")] = "conservative",
    rebase: Annotated[
        str | None, typer.Option(help="Give up this document's frozen text for the new one.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="Show this document's raw text, with what goes and why.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make corpus/clean from corpus/raw; or filter JSON lines; or explain one document."""
    from communique.cleaning import POLICIES

    if policy not in POLICIES:
        raise Refusal(f"unknown policy {policy!r}", f"Choose from {', '.join(POLICIES)}.")
    if stream is not None:
        if stream != "-":
            raise Refusal(f"unexpected argument {stream!r}", "Use `-` to read JSON lines.")
        from communique.filtering import filter_lines

        raise typer.Exit(filter_lines(sys.stdin.buffer.fileno(), sys.stdout.buffer, policy))
    folder, _ = open_corpus(corpus)
    with refusing():
        sources = _sources(folder)
        if explain is not None:
            _explain(folder, _one(sources, explain), policy)
            return
        if rebase is not None:
            _one(sources, rebase)
        _clean(folder, sources, policy, rebase, as_json=json)


def _sources(folder: "CorpusFolder") -> "list[Source]":
    from communique.corpus import load_sources

    return load_sources(folder.sources).active()


def _one(sources: "list[Source]", doc_id: str) -> "Source":
    for source in sources:
        if source.doc_id == doc_id:
            return source
    raise Refusal(f"no document {doc_id!r}", "Ids stand in corpus/sources.yaml.")


def _make(folder: "CorpusFolder", source: "Source", policy: str, own: "CleaningFile") -> "Document":
    from communique.make import make_document
    from communique.text import UndecodableError, sha256_bytes

    path = folder.raw / source.file
    if not path.resolve().is_relative_to(folder.raw.resolve()):
        raise Refusal(f"{source.file} leads out of corpus/raw")
    data = path.read_bytes()
    if sha256_bytes(data) != source.sha256:
        raise Refusal(
            f"{source.file} is not the file whose hash is recorded",
            "Restore the file; a new text is a new document.",
        )
    try:
        return make_document(source, data, policy, own)
    except UndecodableError as error:
        raise Refusal(f"{source.file}: {error}", "Convert it to UTF-8 without NUL.") from None
    except ValueError as error:
        raise Refusal(f"{source.doc_id}: {error}", "Mend corpus/cleaning.yaml.") from None


def _clean(
    folder: "CorpusFolder",
    sources: "list[Source]",
    policy: str,
    rebase: str | None,
    *,
    as_json: bool,
) -> None:
    from communique.corpus import read_cleaning_file, read_document, read_history, write_json
    from communique.freeze import exported_documents, history_with, may_replace

    own = read_cleaning_file(folder.cleaning)
    made = [_make(folder, source, policy, own) for source in sources]
    frozen = exported_documents(folder)
    rows: list[dict[str, object]] = []
    writes: list[tuple[object, object]] = []
    for document in made:
        path = folder.document(document.doc_id)
        old = read_document(path) if path.exists() else None
        is_frozen = document.doc_id in frozen and document.doc_id != rebase
        if old and not may_replace(old, document, frozen=is_frozen):
            raise Refusal(
                f"{document.doc_id}: its text is frozen, it has exports",
                f"`communique clean --rebase {document.doc_id}` gives it up on purpose.",
            )
        if old and document.doc_id == rebase and old.text_sha256 != document.text_sha256:
            history = folder.history(document.doc_id)
            writes.append((history, history_with(old, read_history(history))))
        writes.append((path, document.to_json()))
        rows.append(_row(document))
    for path, data in writes:
        write_json(path, data)  # type: ignore[arg-type]
    _show(rows, as_json=as_json)


def _row(document: "Document") -> dict[str, object]:
    return {
        "doc_id": document.doc_id,
        "blocks": len(document.blocks),
        "characters": len(document.text),
        "removed": sum(r.raw_end - r.raw_start for r in document.removed),
        "text_sha256": document.text_sha256,
    }


def _show(rows: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['doc_id']}: {row['blocks']} blocks, {row['characters']} characters kept, "
            f"{row['removed']} removed"
        )


def _explain(folder: "CorpusFolder", source: "Source", policy: str) -> None:
    from rich.console import Console
    from rich.text import Text

    from communique.corpus import read_cleaning_file
    from communique.text import decode

    raw = decode((folder.raw / source.file).read_bytes())
    document = _make(folder, source, policy, read_cleaning_file(folder.cleaning))
    marks = [
        (r.raw_start, r.raw_end, f"{r.reason} · {r.rule}", "red strike") for r in document.removed
    ]
    marks += [
        (b.raw_start, b.raw_end, b.type, "green" if b.start is not None else "cyan")
        for b in document.blocks
    ]
    console = Console()
    for start, end, what, style in sorted(marks):
        console.print(Text.assemble((f"[{what}] ", "dim"), (raw[start:end], style)))
