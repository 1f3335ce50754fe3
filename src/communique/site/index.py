"""The first page: the corpus and the list of its documents."""

from typing import NamedTuple

from communique.corpus import Document, Source
from communique.site.content import SiteContent
from communique.site.page import Page, page
from communique.site.site import Site
from communique.util.plural import counted


class Row(NamedTuple):
    """A document in the list: `counts` are the kept labels of each layer."""

    doc_id: str
    title: str
    source: str
    split: str
    counts: tuple[int, ...]
    open: int


def index_page(site: Site) -> Page:
    """Return the page `index.html`."""
    content = site.content
    rows = [_row(content, source) for source in content.shown]
    labels = sum(sum(row.counts) for row in rows)
    return page(
        "index.html",
        "index.html",
        frame=site.frame,
        lead=" ".join((content.schema.description or "").split()),
        counted=f"{counted(len(rows), 'document')} · {counted(labels, 'label')}",
        layers=[layer.title or layer.name for layer in content.schema.layers],
        rows=rows,
    )


def document_title(document: Document, source: Source) -> str:
    """Return the title that a document or its source states, else its id."""
    return document.title or source.title or f"Document {source.doc_id}"


def source_line(source: Source) -> str:
    """Return what is known of where a document comes from: genre, author, publisher, date."""
    known = (source.genre, source.author, source.publisher, source.published)
    return " · ".join(
        part.replace("_", " ") if part is known[0] else part for part in known if part
    )


def _row(content: SiteContent, source: Source) -> Row:
    doc_id = source.doc_id
    kept = [label for label in content.labels_of.get(doc_id, ()) if label.outcome == "kept"]
    return Row(
        doc_id,
        document_title(content.documents[doc_id], source),
        source_line(source),
        content.split_of.get(doc_id, ""),
        tuple(sum(x.layer == layer.name for x in kept) for layer in content.schema.layers),
        content.n_differing(doc_id),
    )
