"""The site of docs/ in Chromium, opened from disk: it fits a phone, and asks no other host."""

from pathlib import Path
from typing import Any

import pytest

from docs_site import build
from paths import ROOT

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("docs") / "site"
    assert build(ROOT / "docs", out).returncode == 0
    return out


def test_no_page_is_wider_than_a_phone_or_asks_another_host(browser: Any, site: Path):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    wide: list[str] = []
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        wide += [path.name] if page.evaluate(WIDE) > 0 else []
    page.close()
    assert wide == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_search_works_from_disk(browser: Any, site: Path):
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=uid_column")
    page.wait_for_selector("#search-results li a")
    assert "The schema" in page.locator("#search-results li a").all_inner_texts()
    page.close()
