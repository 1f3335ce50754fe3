"""`communique view`: make the site of the corpus."""

import sys
from pathlib import Path
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
from communique.commands.build import OTHER_OUT, Flavour

if TYPE_CHECKING:
    from communique.site.audited import Audited
    from communique.workspace import Corpus


def run(
    document: Annotated[
        str | None,
        typer.Argument(metavar="DOC", help="Open this document in the browser afterwards."),
    ] = None,
    corpus: CorpusOption = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to write. Default: dist/site.")
    ] = None,
    flavour: Annotated[
        Flavour,
        typer.Option(help="full: with the texts. standoff: labels and places, without the texts."),
    ] = Flavour.full,
    audit: Annotated[
        Path | None,
        typer.Option(help="Add a page with this file, the output of `communique audit --json`."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make a site of the corpus: documents, annotators, disagreements, search.

    The site opens from disk. It needs no server and loads nothing from the network.
    """
    from communique.site.quotations import QuotesTextError
    from communique.util.atomic_write import NotOursError
    from communique.workflow.view import write_site

    opened = open_corpus(corpus)
    _require_document(document, [s.doc_id for s in opened.active])
    listed = None if audit is None else _listed(opened, flavour.value, audit)
    target = (out or opened.folder.root / "dist" / "site").resolve()
    try:
        with refusing(), working("Making the site"):
            files = write_site(opened, target, flavour.value, listed)
    except NotOursError as error:
        raise Refusal(str(error), OTHER_OUT) from None
    except QuotesTextError as error:
        raise Refusal(
            str(error), "Remove the quotation from the schema or the guideline."
        ) from None
    page = target / (f"documents/{document}.html" if document else "index.html")
    if json:
        print_json({"out": str(target), "page": str(page), "files": files})
        return
    print(f"{target}: {files} files\nOpen {page.as_uri()}")
    if document is not None:
        _open(page)


def _require_document(document: str | None, known: list[str]) -> None:
    if document is not None and document not in known:
        raise Refusal(
            f"the corpus has no document {document!r}",
            f"Choose one of: {', '.join(known[:20])}" if known else "Add one: `communique add`.",
        )


def _listed(corpus: "Corpus", flavour: str, path: Path) -> "Audited":
    """The rows of an audit. What the corpus does not have is counted and named on stderr."""
    from communique.workflow.audit_file import MalformedAuditError, read_audit
    from communique.workflow.view import audited

    again = "Make it again: `communique audit --json > FILE`."
    try:
        findings = read_audit(path)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {error.strerror}", again) from None
    except MalformedAuditError as error:
        raise Refusal(str(error), again) from None
    with refusing():
        listed = audited(corpus, flavour, findings)
    if findings and not listed.rows:
        raise Refusal(f"{path} is the audit of another corpus: {listed.note}", again)
    if listed.note:
        print(f"communique: {path}: {listed.note}", file=sys.stderr)
    return listed


def _open(page: Path) -> None:
    """Open the page in the browser of a person who sits at this terminal."""
    import webbrowser

    if sys.stdout.isatty():
        webbrowser.open(page.as_uri())
