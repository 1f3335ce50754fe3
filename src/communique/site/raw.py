"""The page of a raw text: what was kept, what the cleaner removed, why and by which rule."""

from collections.abc import Iterator
from typing import NamedTuple

from communique.corpus import Document
from communique.site.index import document_title
from communique.site.inline import plain
from communique.site.page import Page, page
from communique.site.site import Site
from communique.site.words import readable


class Segment(NamedTuple):
    """A part of the raw text, with the white space after it. `reason` and `rule` if removed."""

    html: str
    block_id: str
    type: str
    reason: str
    rule: str
    raw_start: int
    raw_end: int


def raw_pages(site: Site) -> Iterator[Page]:
    """Yield `raw/<doc_id>.html` for each document; nothing if the texts are not shown."""
    for source in site.content.shown if site.content.has_texts else ():
        document = site.content.documents[source.doc_id]
        yield page(
            f"raw/{source.doc_id}.html",
            "raw.html",
            frame=site.frame,
            doc_id=source.doc_id,
            heading=document_title(document, source),
            language=source.language or site.frame.language,
            segments=segments(document, site.content.raws[source.doc_id]),
            removed=len(document.removed),
            characters=sum(r.raw_end - r.raw_start for r in document.removed),
            total=len(site.content.raws[source.doc_id]),
        )


def segments(document: Document, raw: str) -> list[Segment]:
    """Return the raw text in parts that join to the whole."""
    parts = [
        (piece.raw_start, piece.raw_end, block.block_id, block.type, "", "")
        for block in document.blocks
        for piece in block.pieces
    ]
    parts += [
        (r.raw_start, r.raw_end, "", "", readable(r.reason), r.rule) for r in document.removed
    ]
    parts.sort()
    starts = [0, *(part[0] for part in parts[1:])] if parts else []
    ends = [*starts[1:], len(raw)]
    return [
        Segment(plain(raw[start:end]), *part[2:], part[0], part[1])
        for start, end, part in zip(starts, ends, parts, strict=False)
    ]
