"""The site of a corpus: its pages one by one, and the folder that they are written to."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from communique.audit import AuditFinding
from communique.dataset.standoff import NAMING
from communique.site.audited import Audited, audit_pages
from communique.site.content import SiteContent
from communique.site.disagreements import disagreement_pages
from communique.site.document import document_pages
from communique.site.index import index_page
from communique.site.page import MARK, Page, asset
from communique.site.quotations import refuse_quotations, runs_of
from communique.site.raw import raw_pages
from communique.site.search import search_pages
from communique.site.site import Site
from communique.util.atomic_write import json_text, naming, new_folder
from communique.workflow.view_figures import figure_pages
from communique.workspace import Corpus

ASSETS = ("style.css", "site.js", "list.js")


def site_content(corpus: Corpus, flavour: str) -> SiteContent:
    """Read what the site shows. Raises UnsoundCorpusError if a part was not read completely."""
    corpus.require_sound("exports", "decisions", "raws")
    return SiteContent(
        schema=corpus.schema,
        sources=corpus.active,
        documents=corpus.documents,
        raws=corpus.raws,
        records=corpus.records,
        statuses=corpus.statuses,
        items=corpus.items,
        adjudicated=corpus.adjudicated,
        flavour=flavour,
    )


def site_pages(corpus: Corpus, flavour: str, listed: Audited | None = None) -> Iterator[Page]:
    """Yield every file of the site, with a page of the findings of an audit (see `audited`, of the
    same flavour).

    Raises UnsoundCorpusError, QuotesTextError (for a site without the texts) and OSError.
    """
    site = listed.site if listed else Site(site_content(corpus, flavour))
    content = site.content
    pages = chain(_pages(site), figure_pages(corpus, site.frame))
    if listed is not None:
        pages = chain(pages, audit_pages(site, listed))
    if content.has_texts:
        yield from pages
        return
    quoted = _article_runs(content)
    for made in pages:
        refuse_quotations(made, quoted)
        yield made


def audited(corpus: Corpus, flavour: str, findings: Sequence[AuditFinding]) -> Audited:
    """Sort the findings of an audit into those that a site can show and all others.

    Raises UnsoundCorpusError, OSError.
    """
    return Audited(Site(site_content(corpus, flavour), is_audited=True), findings)


def _article_runs(content: SiteContent) -> Mapping[int, str]:
    naming: list[str] = []
    bodies: dict[str, str] = {}
    for doc_id, document in content.documents.items():
        raw = content.raws[doc_id]
        naming += [b.surface(raw) for b in document.blocks if b.type in NAMING]
        body = (b.surface(raw) for b in document.blocks if b.type not in NAMING)
        bodies[doc_id] = "\n".join(body)
    return runs_of(bodies, naming)


def _pages(site: Site) -> Iterator[Page]:
    yield index_page(site)
    yield from document_pages(site)
    yield from raw_pages(site)
    yield from disagreement_pages(site)
    yield from search_pages(site)
    yield site.looks.style()
    yield from (asset(name) for name in ASSETS)


def write_site(
    corpus: Corpus,
    target: Path,
    flavour: str,
    listed: Audited | None = None,
) -> int:
    """Write the site into a new folder that replaces `target`. Return the number of files.

    Raises NotOursError if `target` has other files, and the errors of `site_pages`.
    """
    number = 0
    with new_folder(target, MARK) as new:
        for page in site_pages(corpus, flavour, listed):
            with naming(target / page.path):
                (new / page.path).parent.mkdir(parents=True, exist_ok=True)
                (new / page.path).write_bytes(page.content)
            number += 1
        version = str(corpus.schema.version)
        mark = {"name": corpus.schema.name, "version": version, "flavour": flavour}
        (new / MARK).write_text(json_text(mark), encoding="utf-8")
    return number + 1
