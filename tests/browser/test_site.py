"""The site in Chromium, opened from disk: texts, keys, switches, search, print, no request."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sites
from communique.site import audited, disagreements
from communique.site.inline import Mark, marked
from communique.workflow import view
from communique.workflow.audit import audit_corpus
from communique.workflow.view import write_site
from communique.workspace import Corpus
from paths import ROOT

pytestmark = pytest.mark.browser
KINDS = (
    *("index.html", "documents/003.html", "raw/003.html", "disagreements.html"),
    "search.html?q=seoul",
)
BLOCKS = (
    "Object.fromEntries([...document.querySelectorAll('[data-block-id]')]"
    ".map(e => [e.dataset.blockId, e.textContent]))"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("site") / "site"
    write_site(Corpus.open(ROOT), target, "full")
    return target.as_uri()


@pytest.fixture
def opened(browser: Any, site: str):
    """`opened(path, **context)`: the page; at the end nothing was asked for but files."""
    contexts: list[Any] = []
    asked: list[str] = []
    faults: list[str] = []

    def at(path: str, where: str = site, **given: Any) -> Any:
        context = browser.new_context(viewport={"width": 1366, "height": 900}, **given)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{where}/{path}")
        return page

    yield at
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not url.startswith("file://")] == []
    assert faults == []


@pytest.mark.parametrize("scripts", [True, False])
def test_every_kind_of_page_opens_from_disk_and_asks_for_files_alone(
    opened: Callable[..., Any], scripts: bool
):
    for path in KINDS:
        page = opened(path, java_script_enabled=scripts)
        assert page.locator("h1").count() == 1
        assert page.locator("main").inner_text().strip()


def test_blocks_have_the_exact_text_in_every_script(opened: Callable[..., Any], tmp_path: Path):
    for number, (raw, language) in enumerate(
        [(sites.LATIN, "en"), (sites.HEBREW, "he"), (sites.JAPANESE, "ja")]
    ):
        root = tmp_path / str(number)
        document = sites.write(root, raw, language)
        write_site(Corpus.open(root), root / "site", "full")
        page = opened("documents/one.html", (root / "site").as_uri())
        wanted = {b.block_id: document.text[slice(*b.range)] for b in document.body}
        assert page.evaluate(BLOCKS) == wanted
    for doc_id, document in Corpus.open(ROOT).documents.items():
        found = opened(f"documents/{doc_id}.html").evaluate(BLOCKS)
        for block in document.body:
            assert found[block.block_id] == document.text[slice(*block.range)]


def test_random_span_sets_keep_the_text_in_a_browser(browser: Any):
    chance = random.Random(3)
    text = "a<b>&amp; \u202eabc\r\n\u05e9\u05dc\u05d5\u05dd \U0001f600e\u0301 \u5317\u4eac </p> end"
    html: list[str] = []
    for _ in range(400):
        marks: list[Mark] = []
        for number in range(chance.randint(0, 7)):
            start, end = sorted(chance.sample(range(len(text) + 1), 2))
            marks.append(Mark(start, end, f"u{number}"))
        html.append(f"<p>{marked(text, marks)}</p>")
    page = browser.new_page()
    page.set_content("".join(html))
    found = page.evaluate("[...document.querySelectorAll('p')].map(e => e.textContent)")
    page.close()
    assert found == [text] * 400


def test_layers_are_switched_without_scripts(opened: Callable[..., Any]):
    page = opened("documents/003.html", java_script_enabled=False)
    line = "getComputedStyle(document.querySelector('.block mark.line')).borderBottomColor"
    before = page.evaluate(line)
    page.locator("#layer-0").uncheck()
    assert page.evaluate(line) != before
    passes = page.locator(".passes").first
    assert not passes.is_visible()
    page.locator("#show-passes").check()
    assert passes.is_visible()


def test_a_link_to_a_difference_shows_it(opened: Callable[..., Any]):
    href = opened("disagreements.html").locator(".difference a").first.get_attribute("href")
    page = opened(href, java_script_enabled=False)
    assert page.locator(".difference:target").is_visible()


def test_keys_step_through_labels_and_differences(opened: Callable[..., Any]):
    page = opened("documents/003.html")
    page.keyboard.press("n")
    first = page.evaluate("document.activeElement.id")
    assert page.locator(".card").is_visible()
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.id") != first
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == first
    page = opened("disagreements.html")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.className").startswith("difference")


def test_a_mark_and_its_note_light_up_together(opened: Callable[..., Any]):
    page = opened("documents/003.html")
    uid = page.locator("[data-note]").first.get_attribute("data-note")
    page.locator(f"[id='{uid}']").click()
    assert "lit" in page.locator(f"[data-note='{uid}']").get_attribute("class")
    assert page.locator(".card").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".card").is_visible()


def test_filters_and_keys_go_over_all_pages_of_a_list(
    opened: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    corpus = Corpus.open(ROOT)
    monkeypatch.setattr(disagreements, "AT_ONCE", 25)
    monkeypatch.setattr(audited, "AT_ONCE", 25)
    listed = view.audited(corpus, "full", audit_corpus(corpus, "stance"))
    write_site(corpus, tmp_path / "site", "full", listed)
    for stem in ("disagreements", "audit"):
        page = opened(f"{stem}.html", (tmp_path / "site").as_uri())
        rows = page.evaluate("communiqueList.rows.length")
        assert rows > 25
        doc = page.locator("select[name=doc] option").last.get_attribute("value")
        page.locator("select[name=doc]").select_option(doc)
        here = page.locator(".difference:visible").count()
        told = page.locator(".filters output").inner_text()
        count = int(told.partition(" of ")[0])
        assert told == f"{count} of {rows} shown, {here} on this page"
        page.locator("h1").click()
        seen: set[str] = set()
        while True:
            for _ in range(page.locator(".difference:visible").count()):
                page.keyboard.press("n")
                seen.add(page.evaluate("document.activeElement.id"))
                assert page.evaluate("document.activeElement.dataset.doc") == doc
            if not page.locator(".ends a[rel=next]").count():
                break
            with page.expect_navigation():
                page.keyboard.press("n")
        assert len(seen) == count > here
        assert page.locator("select[name=doc]").input_value() == doc


def test_filters_narrow_the_list(opened: Callable[..., Any]):
    page = opened("disagreements.html")
    page.locator("select[name=kinds]").select_option("absent")
    shown = page.locator(".difference:visible")
    assert 0 < shown.count() < page.locator(".difference").count()
    assert {"absent"} <= set(shown.first.get_attribute("data-kinds").split("|"))


def test_search_finds_a_word_and_a_label(opened: Callable[..., Any]):
    page = opened("search.html")
    page.locator("[name=q]").fill("seo")
    page.locator(".hits li").first.wait_for()
    page.locator(".hits .hit").first.wait_for()
    page.locator(".hits a").first.click()
    page.wait_for_url("**/documents/*.html#b*")
    page = opened("search.html?decision=rejected")
    page.locator(".hits li").first.wait_for()


def test_the_printed_page_has_every_label(opened: Callable[..., Any]):
    page = opened("documents/003.html")
    page.set_viewport_size({"width": 720, "height": 1000})
    page.emulate_media(media="print")
    text = page.locator("p.block").nth(1).bounding_box()
    assert text["width"] > 720 / 2, "the text has room"
    hidden = page.evaluate(
        "[...document.querySelectorAll('li.label')].filter(e => !e.checkVisibility()).length"
    )
    assert hidden == 0


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_no_page_scrolls_sideways(opened: Callable[..., Any], width: int):
    for path in KINDS:
        page = opened(path)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
