"""`communique clean`: clean raw texts."""

import sys
from errno import ENOENT
from os import strerror
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands._clean_options import (
    EngineOption,
    ExecutorOption,
    GroupsOption,
    IdColumnOption,
    InputsArgument,
    OutOption,
    PipelineOption,
    RepeatedLinesOption,
    ShardBytesOption,
    TextColumnOption,
    TimeLimitOption,
    WorkersOption,
)
from communique.commands._clean_refused import explain_removals, refusal_of
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
    from communique.workspace import Corpus


def run(
    inputs: InputsArgument = None,
    corpus: CorpusOption = None,
    policy: Annotated[
        str,
        typer.Option(
            help="extracted: text from an extractor. page: text of whole pages. For documents"
            " without a policy of their own."
        ),
    ] = "extracted",
    rebase: Annotated[
        str | None,
        typer.Option(
            metavar="DOC", help="Replace the frozen text of this document, and keep its history."
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="DOC", help="Show what is removed from this document, and why. Write nothing."
        ),
    ] = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="With `-`: say why each line was removed.")
    ] = False,
    json: JsonOption = False,
    out: OutOption = None,
    workers: WorkersOption = None,
    text_column: TextColumnOption = "text",
    id_column: IdColumnOption = None,
    engine: EngineOption = "local",
    executor: ExecutorOption = "local",
    shard_bytes: ShardBytesOption = 64_000_000,
    time_limit: TimeLimitOption = 300.0,
    repeated_lines: RepeatedLinesOption = None,
    groups: GroupsOption = None,
    write_pipeline: PipelineOption = None,
) -> None:
    """Clean the texts in corpus/raw and write corpus/clean.

    With `-`, the command cleans JSON lines of the form {"id", "text"}, from stdin to stdout. Other
    keys pass through. With INPUT, it cleans files of any size into a folder; run the same command
    again to go on.
    """
    from communique.cleaning import POLICIES, policy_name

    try:
        policy = policy_name(policy)
    except ValueError:
        raise Refusal(f"unknown policy {policy!r}", f"Choose from {', '.join(POLICIES)}.") from None
    of_files = (out, workers, id_column, write_pipeline, repeated_lines, groups)
    of_corpus = (corpus, rebase, explain)
    if inputs == ["-"] and not any(of_files):
        from communique.workflow.clean_stream import filter_lines

        source, sink = sys.stdin.buffer.fileno(), sys.stdout.buffer
        raise typer.Exit(filter_lines(source, sink, policy, reasons=reasons))
    if reasons:
        raise Refusal("`--reasons` needs `-`", "For a document, use `--explain DOC`.")
    if inputs or any(of_files):
        from communique.commands._clean_arguments import asked_run
        from communique.commands._clean_files import clean_files

        if any(of_corpus):
            fix = "Name the files or the corpus, not both."
            raise Refusal("--corpus, --rebase and --explain do not go with INPUT", fix)
        columns, engines = (text_column, id_column), (engine, executor)
        limits = (shard_bytes, time_limit)
        asked = asked_run(
            *(inputs, out, policy, columns, workers, engines, limits),
            write_pipeline=write_pipeline,
            repeated_lines=repeated_lines,
            group_words=groups,
            as_json=json,
        )
        raise typer.Exit(clean_files(asked))
    opened = open_corpus(corpus)
    with refusing():
        if explain is not None:
            explain_removals(opened, _one(opened, explain), policy)
            return
        if rebase is not None:
            _one(opened, rebase)
        _clean(opened, policy, rebase, as_json=json)


def _one(corpus: "Corpus", doc_id: str) -> "Source":
    for source in corpus.active:
        if source.doc_id == doc_id:
            return source
    raise Refusal(f"no document has the id {doc_id!r}", "Use an id from corpus/sources.yaml.")


def _clean(corpus: "Corpus", policy: str, rebase: str | None, *, as_json: bool) -> None:
    from communique.workflow.clean import clean_corpus, write_cleaned
    from communique.workflow.groups import record_groups

    if not corpus.folder.sources.is_file():
        raise FileNotFoundError(ENOENT, strerror(ENOENT), str(corpus.folder.sources))
    cleaned, refused = clean_corpus(corpus, policy, rebase)
    if refused:
        raise refusal_of(refused)
    write_cleaned(corpus, cleaned)
    grouped = record_groups(corpus, {c.document.doc_id: c.document.text for c in cleaned})
    _show([_row(c.document, c.policy) for c in cleaned], as_json=as_json)
    if grouped and not as_json:
        print(f"corpus/sources.yaml: recorded the group of {', '.join(grouped)}")


def _row(document: "Document", policy: str) -> dict[str, Any]:
    from communique.cleaning.removed_share import removed_share

    kept = sum(piece.length for block in document.blocks for piece in block.pieces)
    share = removed_share(kept, document.removed, policy)
    if share.is_unusual:
        doc_id = document.doc_id
        more = f"See `communique clean --explain {doc_id}`."
        print(f"communique: {doc_id}: an unusual share: {share}. {more}", file=sys.stderr)
    return {
        "doc_id": document.doc_id,
        "blocks": len(document.blocks),
        "characters": len(document.text),
        "removed": sum(r.raw_end - r.raw_start for r in document.removed),
        "removed_share": round(share.share, 4),
        "is_unusual": share.is_unusual,
        "policy": share.policy,
        "text_sha256": document.text_sha256,
    }


def _show(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['doc_id']}: {counted(row['blocks'], 'block')}, "
            f"{counted(row['characters'], 'character')} kept, {row['removed']} removed"
        )
