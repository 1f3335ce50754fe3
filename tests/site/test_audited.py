"""The page of an audit: every row with its words and reason, and without them in standoff."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import mini
import sites
import voters
from communique.site.page import Page
from communique.text.overlap import words
from communique.workflow.audit import audit_corpus
from communique.workflow.audit_file import MalformedAuditError, read_audit
from communique.workflow.view import audited, site_pages
from communique.workspace import Corpus
from paths import ROOT

Row = dict[str, Any]
FOREIGN: Row = {
    **{"layer": "names", "doc_id": "one", "uid": "u-none", "kind": "model", "why": "w"},
    **{"rank": 900, "now": "label: person", "suggestion": "", "score": 0.5},
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    task = mini.names_task()
    root = tmp_path_factory.mktemp("audit")
    return voters.corpus(root, task, voters.longer(voters.literal(task)))


@pytest.fixture(scope="module")
def listed(root: Path) -> list[Row]:
    return [f.to_json() for f in audit_corpus(Corpus.open(root))]


def _pages(root: Path, listed: list[Row], place: Path, flavour: str = "full") -> dict[str, str]:
    path = place / "audit.json"
    path.write_text(json.dumps(listed))
    corpus = Corpus.open(root)
    rows = audited(corpus, flavour, read_audit(path))
    pages: list[Page] = list(site_pages(corpus, flavour, rows))
    return {p.path: p.content.decode() for p in pages}


def test_each_row_has_words_reason_values_score_and_a_link_to_its_span(
    root: Path, listed: list[Row], tmp_path: Path
):
    pages = _pages(root, listed, tmp_path)
    html = pages["audit.html"]
    articles = re.findall(r'<article class="difference.*?</article>', html, re.DOTALL)
    assert len(articles) == len(listed) > 0
    for row, article in zip(listed, articles, strict=True):
        told = unescape(article)
        for name in ("why", "now", "suggestion"):
            assert row[name] in told
        assert f"{row['score']:.2f}" in told
        page, _, anchor = re.findall(r'href="([^"]*)"', article)[0].partition("#")
        assert not anchor or f' id="{anchor}"' in pages[page]
    links = re.findall(r'href="(documents/[^"]*)"', html)
    spans = [row for row in listed if row["layer"] == "names" and row["uid"]]
    assert sum("#" in link for link in links) >= len(spans) > 0
    assert all(
        'href="audit.html"' in p or "/audit.html" in p
        for n, p in pages.items()
        if n.endswith(".html")
    )


def test_without_an_audit_no_page_links_to_one(root: Path):
    pages = {p.path: p.content.decode() for p in site_pages(Corpus.open(root), "full")}
    assert "audit.html" not in pages
    assert not [path for path, content in pages.items() if "audit.html" in content]


def test_a_standoff_site_shows_the_audit_without_words(tmp_path: Path):
    corpus = Corpus.open(ROOT)
    spans = [d for d in corpus.adjudicated["entities"].decisions if d.outcome == "kept"][:40]
    texts = corpus.documents
    made = [
        {
            **{"rank": n, "layer": "entities", "doc_id": d.doc_id, "uid": d.uid, "kind": "border"},
            "why": f"'{texts[d.doc_id].text[d.start or 0 : d.end]}': longer elsewhere",
            "now": texts[d.doc_id].text[d.start or 0 : d.end],
            "suggestion": texts[d.doc_id].text[d.start or 0 : (d.end or 0) + 40],
            "score": 0.25,
        }
        for n, d in enumerate(spans, 1)
    ]
    label = {**made[0], "rank": 99, "kind": "model", "now": f"label: {spans[0].label}"}
    told = sites.Seen(_pages(ROOT, [*made, label], tmp_path, "standoff")["audit.html"]).text
    assert "longer elsewhere" not in told
    assert not [row["suggestion"] for row in made if row["suggestion"] in told]
    assert f"label: {spans[0].label}" in told
    assert len(words(told)) > len(made)


def test_rows_of_unknown_documents_and_uids_are_counted_and_named(
    root: Path, listed: list[Row], tmp_path: Path, communique: Callable[..., Any]
):
    other = {**FOREIGN, "rank": 901, "doc_id": "nine"}
    path = tmp_path / "audit.json"
    path.write_text(json.dumps([*listed, FOREIGN, other]))
    assert len(audited(Corpus.open(root), "full", read_audit(path)).rows) == len(listed)
    done = communique("view", "--audit", path, "--out", tmp_path / "site", cwd=root)
    assert done.returncode == 0, done.stderr
    for text in (done.stderr, (tmp_path / "site/audit.html").read_text()):
        assert "2 rows left out" in text
        assert "uid u-none, document nine" in text


@pytest.mark.parametrize(
    "content",
    [
        *("", "{}", "[1]", '[{"rank": 1}]', "\xff", json.dumps([{**FOREIGN, "score": 2}])),
        *(json.dumps([FOREIGN, FOREIGN]), json.dumps([{**FOREIGN, "why": None}])),
    ],
)
def test_what_is_no_list_of_an_audit_is_malformed(tmp_path: Path, content: str):
    path = tmp_path / "audit.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(MalformedAuditError, match=r"audit\.json"):
        read_audit(path)


@pytest.mark.parametrize("content", [None, "[", json.dumps([FOREIGN])])
def test_a_file_that_is_no_audit_of_this_corpus_is_refused_and_the_old_site_stays(
    root: Path, tmp_path: Path, communique: Callable[..., Any], content: str | None
):
    site, path = tmp_path / "site", tmp_path / "audit.json"
    assert communique("view", "--out", site, cwd=root).returncode == 0
    before = {p: p.read_bytes() for p in site.rglob("*") if p.is_file()}
    if content is not None:
        path.write_text(content)
    done = communique("view", "--audit", path, "--out", site, cwd=root)
    assert done.returncode == 2
    assert "audit.json" in done.stderr
    assert "communique audit --json" in done.stderr
    assert {p: p.read_bytes() for p in site.rglob("*") if p.is_file()} == before
