"""The page of a document: its text with its labels, and the annotators beside each other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from communique.corpus import Document, Source
from communique.dataset.final_label import FinalLabel
from communique.dataset.standoff import NAMING
from communique.site.difference import Difference
from communique.site.differences import differences
from communique.site.index import document_title, source_line
from communique.site.inline import Mark, marked, within
from communique.site.labels import LabelView, decision_words, label_view, mark_of, shortened
from communique.site.page import Page, page
from communique.site.passes import PassRow, pass_rows
from communique.site.site import Site
from communique.site.words import document_question
from communique.text import Block

TAGS = {"title": "h1", "heading": "h2"}
NOTES = 4  # in the margin; the rest is behind a fold


class BlockView(NamedTuple):
    """A block: its HTML, what stands beside it, and what stands under it."""

    block_id: str
    type: str
    tag: str
    html: str
    side: Sequence[LabelView]
    notes: Sequence[LabelView]
    labels: Sequence[LabelView]
    passes: Sequence[PassRow]
    differences: Sequence[Difference]


class DocumentValue(NamedTuple):
    """A value of the whole document."""

    uid: str
    layer: str
    question: str
    value: str
    decision: str


def document_pages(site: Site) -> Iterator[Page]:
    """Yield the page of each document."""
    shown = site.content.shown
    ids = ["", *(source.doc_id for source in shown), ""]
    for number, source in enumerate(shown):
        yield document_page(site, source, (ids[number], ids[number + 2]))


def document_page(site: Site, source: Source, beside: tuple[str, str]) -> Page:
    """Return `documents/<doc_id>.html`. `beside` are the ids of its neighbours, or empty."""
    content = site.content
    document = content.documents[source.doc_id]
    final = content.labels_of.get(source.doc_id, [])
    kept = [x for x in final if x.outcome == "kept"]
    differing = differences(site, source.doc_id)
    blocks = _blocks(site, document, kept, differing)
    return page(
        f"documents/{source.doc_id}.html",
        "document.html",
        frame=site.frame,
        source=source,
        heading=document_title(document, source),
        has_title=any(b.type == "title" for b in document.blocks),
        meta=source_line(source),
        language=source.language or site.frame.language,
        split=content.split_of.get(source.doc_id, ""),
        looks=list(site.looks.by_name.values()),
        blocks=blocks,
        values=_values(site, kept),
        open_values=[d for d in differing if d.start is None],
        n_differing=len(differing),
        undecided=any(d.outcome == "open" for d in differing),
        removed=len(document.removed),
        has_texts=content.has_texts,
        before=beside[0],
        after=beside[1],
        most=NOTES,
    )


def _blocks(
    site: Site, document: Document, kept: Sequence[FinalLabel], differing: Sequence[Difference]
) -> list[BlockView]:
    linked = _linked(site, document, kept)
    views = [label_view(site, x, document.text, linked) for x in kept if x.start is not None]
    spans = [v for v in views if site.looks.by_name[v.layer].layer.unit == "span"]
    units = [v for v in views if site.looks.by_name[v.layer].layer.unit == "block"]
    marks = [mark_of(view) for view in spans]
    rows = pass_rows(site, document)
    noted = _noted_layers(site)
    block_views: list[BlockView] = []
    for block in document.blocks:
        start, end = block.range
        inside = [] if block.start is None else [v for v in spans if start <= v.start < end]
        block_views.append(
            BlockView(
                block.block_id,
                block.type,
                TAGS.get(block.type, "p"),
                _html(site, document, block, marks),
                [v for v in units if block.start is not None and v.start == start],
                [v for v in inside if v.layer in noted],
                inside,
                rows.of(block),
                [
                    d
                    for d in differing
                    if block.start is not None and d.start is not None and start <= d.start < end
                ],
            )
        )
    return block_views


def _html(site: Site, document: Document, block: Block, marks: Sequence[Mark]) -> str:
    if block.start is None:
        text = block.surface(site.content.raws[document.doc_id])
        return marked(text if _is_shown(site, block) else "", ())
    if not _is_shown(site, block):
        return ""
    start, end = block.range
    return marked(document.text[start:end], within(marks, start, end))


def _is_shown(site: Site, block: Block) -> bool:
    return site.content.has_texts or block.type in NAMING


def _linked(site: Site, document: Document, kept: Sequence[FinalLabel]) -> Mapping[str, str]:
    if not site.content.has_texts:
        return {}
    return {
        x.uid: shortened(document.text[x.start : x.end], 40)
        for x in kept
        if x.uid and x.start is not None
    }


def _noted_layers(site: Site) -> set[str]:
    """The layers whose spans have a note in the margin: short mentions have none, if others do."""
    spans = [look.layer for look in site.looks.by_name.values() if look.layer.unit == "span"]
    longer = {layer.name for layer in spans if layer.rows == "flat"}
    return longer or {layer.name for layer in spans}


def _values(site: Site, kept: Sequence[FinalLabel]) -> list[DocumentValue]:
    values: list[DocumentValue] = []
    for label in kept:
        if label.start is None:
            layer = site.content.schema.layer(label.layer)
            asked = str(label.attributes.get("attribute", ""))
            values.append(
                DocumentValue(
                    label.uid or "",
                    site.looks.by_name[label.layer].title,
                    document_question(site.content.schema, layer, label.attributes),
                    site.words.value(layer, asked, label.label),
                    decision_words(label),
                )
            )
    return values
