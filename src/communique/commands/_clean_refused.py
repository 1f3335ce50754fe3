"""`communique clean`: documents that it refuses, and what it removes from one."""

from typing import TYPE_CHECKING

from communique.commands._shared import Refusal

if TYPE_CHECKING:
    from communique.corpus import Source
    from communique.workflow.clean import RefusedDocument
    from communique.workspace import Corpus


def refusal_of(refused: "list[RefusedDocument]") -> Refusal:
    """Return one refusal that names every document."""
    reasons = [f"{document.doc_id}: {document.reason}" for document in refused]
    fixes = dict.fromkeys(document.fix for document in refused if document.fix)
    return Refusal("\n  ".join(reasons), "\n  ".join(fixes))


def explain_removals(corpus: "Corpus", source: "Source", policy: str) -> None:
    """Show in colours what is removed from a document, and why. Raises Refusal."""
    from rich.console import Console
    from rich.text import Text

    from communique.text import decode
    from communique.workflow.clean import RefusedDocument, clean_source, recorded_bytes

    data = recorded_bytes(corpus, source)
    if isinstance(data, RefusedDocument):
        raise refusal_of([data])
    document = clean_source(source, data, policy, corpus.cleaning)
    if isinstance(document, RefusedDocument):
        raise refusal_of([document])
    marks = [
        (r.raw_start, r.raw_end, f"{r.reason} · {r.rule}", "red strike") for r in document.removed
    ]
    marks += [
        (b.raw_start, b.raw_end, b.type, "green" if b.start is not None else "cyan")
        for b in document.blocks
    ]
    raw, console = decode(data), Console()
    for start, end, name, style in sorted(marks):
        console.print(Text.assemble((f"[{name}] ", "dim"), (raw[start:end], style)))
