"""The overview, the guidelines and the codebook in a browser, from disk, without scripts."""

from pathlib import Path

import pytest

import mini
import voters
from communique.workflow.view import write_site
from communique.workspace import Corpus

pytestmark = pytest.mark.browser
PAGES = ("overview.html", "guidelines.html", "codebook.html", "guidelines/names.html")


def test_figures_fit_the_screen_and_ask_for_nothing(tmp_path: Path, browser):
    root = mini.write_corpus(tmp_path / "corpus", voters.two_readings())
    (root / "schema/guidelines").mkdir()
    guideline = "# How\n\n| a | b |\n|---|--:|\n| 1 | ![x](https://example.org/x.png) |\n"
    (root / "schema/guidelines/names.md").write_text(guideline)
    site = tmp_path / "site"
    write_site(Corpus.open(root), site, "full")
    for width in (320, 390, 1366):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=False
        )
        for name in PAGES:
            page = context.new_page()
            asked: list[str] = []
            told: list[str] = []
            page.on("request", lambda r, asked=asked: asked.append(r.url))
            page.on("console", lambda m, told=told: told.append(m.text))
            page.goto((site / name).as_uri())
            assert all(url.startswith("file:") for url in asked)
            assert told == []
            for svg in page.locator("svg.plot").all():
                box = svg.bounding_box()
                assert box is not None
                assert box["width"] > 40
            assert page.locator("h1").count() == 1
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width)
            page.close()
        context.close()


def test_a_drawn_bar_is_as_long_as_its_number_and_every_word_is_inside(tmp_path: Path, browser):
    root = mini.write_corpus(tmp_path / "corpus", voters.two_readings())
    site = tmp_path / "site"
    write_site(Corpus.open(root), site, "full")
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((site / "overview.html").as_uri())
    ratios = page.evaluate(
        """[...document.querySelectorAll('svg.plot')].map(svg =>
             [...svg.querySelectorAll('rect.g-bar')].map(bar =>
               bar.getBBox().width / Number(bar.dataset.value)))"""
    )
    assert any(ratios)
    for own in ratios:
        assert all(ratio == pytest.approx(own[0], rel=0.01) for ratio in own)
    outside = page.evaluate(
        """[...document.querySelectorAll('svg.plot text')].filter(text => {
             const svg = text.ownerSVGElement.viewBox.baseVal, box = text.getBBox();
             return box.x < -1 || box.x + box.width > svg.width + 1;
           }).map(text => text.textContent)"""
    )
    assert outside == []
    page.close()
