"""`communique audit`: rank the decisions that are likely wrong."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._server_start import starting
from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
    print_json,
    refusing,
    speaking_to_server,
    working,
)
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.audit import AuditFinding
    from communique.audit.review_result import ReviewResult
    from communique.schema import Annotator
    from communique.workspace import Corpus

SHOWN = 20


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    layer: Annotated[str | None, typer.Option(help="Audit only this layer.")] = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, help=f"Show the first N. Default: {SHOWN}, with --json all."),
    ] = None,
    annotate: Annotated[
        str | None,
        typer.Option(
            help="Open the documents of the first N findings in Label Studio, for this reader"
            " without a vote (role pilot)."
        ),
    ] = None,
    reviewed: Annotated[
        bool,
        typer.Option(
            "--reviewed", help="Show how many findings such readers decided in another way."
        ),
    ] = False,
) -> None:
    """Rank decisions by how likely they are wrong, without a new annotator.

    The list has one row for each label, border and attribute of each item, and one for each place
    that looks unmarked. It changes no file, unless `--annotate` begins a review.
    """
    from communique.audit.model import has_models
    from communique.workflow.audit import audit_corpus

    opened = open_corpus(corpus)
    names = [x.name for x in opened.schema.layers]
    if layer is not None and layer not in names:
        raise Refusal(f"the schema has no layer {layer!r}", f"Choose from {', '.join(names)}.")
    if reviewed:
        _show_reviews(opened, as_json=json)
        return
    reader = known(opened.schema, annotate) if annotate is not None else None
    with refusing(), working("Comparing decisions"):
        findings = audit_corpus(opened, layer)
    if not has_models():
        print(
            "communique: scikit-learn is not installed, so no model is compared with the decisions."
            " `pip install 'communique[evaluate]'` adds it.",
            file=sys.stderr,
        )
    if reader is not None:
        _open(opened, reader, findings[: top or SHOWN], as_json=json)
    elif json:
        print_json([f.to_json() for f in findings[:top]])
    else:
        _show(findings, top or SHOWN)


def _open(
    corpus: "Corpus", reader: "Annotator", findings: "list[AuditFinding]", *, as_json: bool
) -> None:
    from communique.commands._annotate_open import show_opened
    from communique.workflow.audit_review import ReviewError, begin_review, open_review

    _ = corpus.predictions  # refuse before a server starts
    try:
        review = begin_review(corpus, reader, findings)
    except ReviewError as error:
        raise Refusal(str(error), "`communique annotate NAME --add --role pilot`.") from None
    with speaking_to_server():
        session, opened = open_review(corpus, reader, review, starting(corpus.folder, reader.id))
    if not as_json:
        documents = {f.doc_id for f in review.findings}
        listed = counted(len(review.findings), "finding")
        print(f"{reader.id}: {listed} in {counted(len(documents), 'document')}")
    show_opened(reader.id, session, opened, as_json=as_json)
    if not as_json:
        print("After `communique pull`, `communique audit --reviewed` counts the answers.")


def _show_reviews(corpus: "Corpus", *, as_json: bool) -> None:
    from communique.workflow.audit_review import ReviewError, review_results

    try:
        with refusing():
            results = list(review_results(corpus))
    except ReviewError as error:
        raise Refusal(str(error)) from None
    if as_json:
        print_json([result.to_json() for result in results])
        return
    for result in results:
        _show_result(result)
    if not results:
        print("No review has begun. `communique audit --annotate NAME` begins one.")


def _show_result(result: "ReviewResult") -> None:
    counts = result.counts
    share = "" if counts.precision is None else f" (precision {counts.precision:.2f})"
    if counts.share_of_all is not None:
        share += f"; of all decisions in these documents: {counts.share_of_all:.2f}"
    print(
        f"{result.reader}: {counts.read} of {counted(counts.findings, 'finding')} read,"
        f" {counts.differ} decided in another way{share}"
    )
    if counts.gone:
        print(f"  {counted(counts.gone, 'decision')} no longer in the corpus")
    for v in result.verdicts:
        if v.outcome == "differs":
            f = v.finding
            about = f.question or f.now
            print(f"{f.rank:4} {f.layer} {f.doc_id} {f.uid or '-'} {about} -> {v.answer}")


def _show(findings: "list[AuditFinding]", top: int) -> None:
    for f in findings[:top]:
        change = f" -> {f.suggestion}" if f.suggestion else ""
        print(
            f"{f.rank:4} {f.score:.2f} {f.layer} {f.doc_id} {f.uid or '-'}"
            f" {f.kind}: {f.now}{change}"
        )
        print(f"          {f.why}")
    if not findings:
        print("There is nothing to audit: no annotation has been pulled.")
    elif len(findings) > top:
        print(f"{top} of {len(findings)} rows. `--top N` shows more, `--json` all.")
