"""The pages of a site: exact texts, nothing loaded from elsewhere, nothing that ends a tag."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import mini
import sites
import voters
from communique.site.page import Page
from communique.site.quotations import QuotesTextError, refuse_quotations, runs_of
from communique.text.overlap import words
from communique.workflow.view import site_pages
from communique.workspace import Corpus
from paths import ROOT

SCRIPTS = {
    "latin": (sites.LATIN, "en"),
    "hebrew": (sites.HEBREW, "he"),
    "japanese": (sites.JAPANESE, "ja"),
}


def _pages(root: Path, flavour: str = "full") -> dict[str, str]:
    pages: list[Page] = list(site_pages(Corpus.open(root), flavour))
    assert len({p.path for p in pages}) == len(pages)
    return {page.path: page.content.decode() for page in pages}


@pytest.fixture(scope="module")
def own() -> dict[str, str]:
    return _pages(ROOT)


@pytest.fixture(scope="module")
def standoff() -> dict[str, str]:
    return _pages(ROOT, "standoff")


def _documents(pages: dict[str, str]) -> dict[str, sites.Seen]:
    found = {p: html for p, html in pages.items() if p.startswith("documents/")}
    return {p.split("/")[1].removesuffix(".html"): sites.Seen(html) for p, html in found.items()}


def _check_texts(root: Path, pages: dict[str, str]) -> None:
    corpus = Corpus.open(root)
    seen = _documents(pages)
    assert seen.keys() == corpus.documents.keys()
    for doc_id, document in corpus.documents.items():
        raw = corpus.raws[doc_id]
        wanted = {
            b.block_id: b.surface(raw) if b.start is None else document.text[slice(*b.range)]
            for b in document.blocks
        }
        assert seen[doc_id].blocks == wanted
        assert seen[doc_id].inside_blocks == []


def test_every_block_and_every_kept_decision_of_this_corpus_is_on_its_page(own: dict[str, str]):
    _check_texts(ROOT, own)
    seen = _documents(own)
    for name, layer in Corpus.open(ROOT).adjudicated.items():
        for d in layer.decisions:
            if d.outcome == "kept" and d.kind == "span":
                assert seen[d.doc_id].marks[d.uid] == (name, d.label)
            elif d.outcome == "kept":
                assert d.uid in seen[d.doc_id].ids
    assert {"annotator-1", "annotator-2", "annotator-3"} <= seen["003"].annotators.keys()


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("annotators", [1, 2])
def test_texts_in_every_script_are_exact_with_random_crossing_spans(
    tmp_path: Path, script: str, annotators: int
):
    raw, language = SCRIPTS[script]
    document = sites.write(tmp_path, raw, language, annotators)
    pages = _pages(tmp_path)
    _check_texts(tmp_path, pages)
    seen = sites.Seen(pages["documents/one.html"])
    assert bool(seen.marks) == (annotators == 1), "two annotators are not decided yet"
    for block in document.body:
        assert document.text[slice(*block.range)] in seen.annotators["ann-1"]


def test_hostile_text_stays_text_in_pages_and_in_scripts(tmp_path: Path):
    sites.write(tmp_path, sites.LATIN)
    pages = _pages(tmp_path)
    for path, content in pages.items():
        if path.endswith(".html"):
            seen = sites.Seen(content)
            assert "style" not in seen.tags, path
            assert content.count("<script") == content.count("<script src="), path
        elif path.startswith("search/"):
            assert "<" not in content, path
    assert "</style>" in sites.Seen(pages["documents/one.html"]).text


def test_every_page_has_a_strict_policy_and_loads_only_its_own_files(own: dict[str, str]):
    for path, html in own.items():
        if not path.endswith(".html"):
            continue
        assert "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:" in html
        assert " style=" not in html, path
        assert re.search(r"<[^>]* on[a-z]+=", html) is None, path
        folder = Path(path).parent
        for address in sites.Seen(html).loaded:
            assert "//" not in address, address
            assert _normal(folder / address) in own


def test_every_link_leads_to_a_page_and_a_place_that_exist(own: dict[str, str]):
    ids = {path: sites.Seen(html).ids for path, html in own.items() if path.endswith(".html")}
    for path, listed in ids.items():
        assert len(listed) == len(set(listed)), path
    for path in ids:
        for link in sites.Seen(own[path]).links:
            page, _, anchor = link.partition("#")
            target = _normal(Path(path).parent / page) if page else path
            assert target in ids, (path, link)
            assert not anchor or anchor in ids[target], (path, link)


def _normal(path: Path) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_a_standoff_site_has_the_labels_and_no_run_of_six_words_of_an_article(
    standoff: dict[str, str],
):
    pages = standoff
    corpus = Corpus.open(ROOT)
    titles: set[tuple[str, ...]] = set()
    runs: set[tuple[str, ...]] = set()
    for doc_id, document in corpus.documents.items():
        for block in document.blocks:
            named = block.type in ("title", "byline")
            (titles if named else runs).update(_runs(block.surface(corpus.raws[doc_id])))
    for path, content in pages.items():
        told = sites.Seen(content).text if path.endswith(".html") else content
        assert not _runs(told) & (runs - titles), path
    uids = {d.uid for x in corpus.adjudicated.values() for d in x.decisions if d.outcome == "kept"}
    html = "".join(content for path, content in pages.items() if path.startswith("documents/"))
    assert [uid for uid in uids if f' id="{uid}"' not in html] == []
    assert not [path for path in pages if path.startswith("raw/")]


def _runs(text: str) -> set[tuple[str, ...]]:
    listed = words(text)
    return {tuple(listed[i : i + 6]) for i in range(len(listed) - 5)}


def test_notes_of_annotators_are_not_in_a_standoff_site(
    own: dict[str, str], standoff: dict[str, str]
):
    notes = {
        str(r.attributes["note"]) for r in Corpus.open(ROOT).records if r.attributes.get("note")
    }
    full = "".join(x.text for x in _documents(own).values())
    seen = {note for note in notes if note in full and len(words(note)) > 3}
    assert seen, "the full site has notes"
    html = " ".join(content for path, content in standoff.items() if path.endswith(".html"))
    told = sites.Seen(html).text
    assert [note for note in seen if note in told] == []


def test_a_standoff_page_with_six_words_of_an_article_is_refused():
    quoted = runs_of({"one": "The cat sat on the mat. It slept."}, ())
    refuse_quotations(Page("a.html", b"<p>cat sat on the mat</p>"), quoted)
    with pytest.raises(QuotesTextError, match="quotes one"):
        refuse_quotations(Page("a.html", b"<p>The cat <b>sat</b> on the mat</p>"), quoted)
    titled = runs_of({"one": "The cat sat on the mat."}, ["The cat sat on the mat"])
    refuse_quotations(Page("a.html", b"<h1>The cat sat on the mat</h1>"), titled)


def test_differences_are_told_apart_in_words(tmp_path: Path):
    task = mini.names_task()
    root = voters.corpus(tmp_path, task, voters.longer(voters.literal(task)))
    text = sites.Seen(_pages(root)["disagreements.html"]).text
    assert "other border" in text
    assert "other reading" in text
    assert "not decided yet" in text


def test_a_removed_range_is_on_the_raw_page_with_its_reason_and_rule(own: dict[str, str]):
    corpus = Corpus.open(ROOT)
    for doc_id, document in corpus.documents.items():
        seen = sites.Seen(own[f"raw/{doc_id}.html"])
        for removed in document.removed:
            assert removed.rule in seen.text
            assert removed.reason.replace("_", " ") in seen.text
            assert corpus.raws[doc_id][removed.raw_start : removed.raw_end] in seen.text


def test_relations_are_listed_with_links_to_both_ends(tmp_path: Path):
    sites.write(tmp_path, sites.LATIN)
    html = _pages(tmp_path)["documents/one.html"]
    assert '<span class="soft">meets</span> → <a href="#n' in html


def test_search_finds_words_of_texts_and_names_of_labels(own: dict[str, str]):
    blocks = json.loads(own["search/documents.js"].partition(",")[2].rstrip(")\n"))
    doc_ids = [doc for doc, _, ids in blocks for _ in ids]
    shard = json.loads(own["search/w-73-65.js"].partition(",")[2].rstrip(")\n"))
    at, found = 0, set()
    for step in shard["seoul"]:
        at += step
        found.add(doc_ids[at])
    wanted = {d for d, x in Corpus.open(ROOT).documents.items() if "seoul" in x.text.lower()}
    assert wanted <= found


def test_two_builds_are_the_same_bytes(tmp_path: Path):
    sites.write(tmp_path, sites.LATIN, annotators=2)
    seeds = ("1", "2")
    program = (
        "import sys; from pathlib import Path; from communique.workspace import Corpus\n"
        "from communique.workflow.view import write_site\n"
        "write_site(Corpus.open(sys.argv[1]), Path(sys.argv[2]), 'full')"
    )
    for seed in seeds:
        env = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program, str(tmp_path), str(tmp_path / seed)]
        subprocess.run(command, check=True, env=env)
    first, second = (
        {p.relative_to(tmp_path / s): p.read_bytes() for p in (tmp_path / s).rglob("*.*")}
        for s in seeds
    )
    assert first == second
