"""`communique audit`: rank the decisions that are likely wrong."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    open_corpus,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from communique.audit import AuditFinding

SHOWN = 20


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    layer: Annotated[str | None, typer.Option(help="Audit only this layer.")] = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, help=f"Show the first N. Default: {SHOWN}, with --json all."),
    ] = None,
) -> None:
    """Rank decisions by how likely they are wrong, without a new annotator.

    The list has one row for each label, border and attribute of each item, and one for each place
    that looks unmarked. It changes no file.
    """
    from communique.audit.model import has_models
    from communique.workflow.audit import audit_corpus

    opened = open_corpus(corpus)
    names = [x.name for x in opened.schema.layers]
    if layer is not None and layer not in names:
        raise Refusal(f"the schema has no layer {layer!r}", f"Choose from {', '.join(names)}.")
    with refusing(), working("Comparing decisions"):
        found = audit_corpus(opened, layer)
    if not has_models():
        print(
            "communique: scikit-learn is not installed, so no model is compared with the decisions."
            " `pip install 'communique[evaluate]'` adds it.",
            file=sys.stderr,
        )
    if json:
        print_json([f.to_json() for f in found[:top]])
    else:
        _show(found, top or SHOWN)


def _show(found: "list[AuditFinding]", top: int) -> None:
    for f in found[:top]:
        change = f" -> {f.suggestion}" if f.suggestion else ""
        print(
            f"{f.rank:4} {f.score:.2f} {f.layer} {f.doc_id} {f.uid or '-'}"
            f" {f.kind}: {f.now}{change}"
        )
        print(f"          {f.why}")
    if not found:
        print("There is nothing to audit: no annotation has been pulled.")
    elif len(found) > top:
        print(f"{top} of {len(found)} rows. `--top N` shows more, `--json` all.")
