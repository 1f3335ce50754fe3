"""The site of docs/ is built without a warning, and its pages load nothing from another host."""

import json
import re
import shutil
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from docs_site import build
from page_links import links
from paths import ROOT

OTHER_HOST = re.compile(r"(?:[a-z]+:)?//", re.I)
LOADED = re.compile(r"""url\(\s*["']?((?:https?:)?//[^)]*)|@import\s+["'](https?:[^"']*)""", re.I)


class Loads(HTMLParser):
    """Collects the addresses that a browser loads when it opens a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = (
            "src",
            "srcset",
            "poster",
            "data",
            "href" if tag in ("link", "base", "use") else "",
        )
        self.addresses += [v for k, v in attrs if k in names and v]


def from_other_hosts(site: Path) -> Iterator[str]:
    """The addresses of other hosts that the pages, styles and pictures of a site load."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".svg"):
            page = Loads()
            page.feed(path.read_text(encoding="utf-8"))
            yield from (f"{path.name}: {a}" for a in page.addresses if OTHER_HOST.match(a))
        if path.suffix in (".html", ".svg", ".css"):
            for hit in LOADED.finditer(path.read_text(encoding="utf-8")):
                yield f"{path.name}: {hit[0]}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the repository."""
    out = tmp_path_factory.mktemp("docs") / "site"
    done = build(ROOT / "docs", out)
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_the_site_is_built_without_a_warning(site: Path):
    sources = [p for kind in ("*.md", "*.ipynb") for p in (ROOT / "docs").rglob(kind)]
    pages = [p.relative_to(ROOT / "docs") for p in sources if ".ipynb_checkpoints" not in p.parts]
    assert [p for p in pages if not (site / p.with_suffix(".html")).is_file()] == []


def test_every_page_is_in_the_menu(site: Path):
    index = (site / "index.html").read_text()
    pages = [p.relative_to(site).as_posix() for p in site.rglob("*.html")]
    own = {"index.html", "genindex.html", "search.html"}
    assert [p for p in pages if f'href="{p}"' not in index and p not in own] == []


def test_the_first_page_links_every_other_page_once():
    docs = ROOT / "docs"
    paths = (p.relative_to(docs) for kind in ("*.md", "*.ipynb") for p in docs.rglob(kind))
    unread = (".ipynb_checkpoints", "_build")
    pages = [p.as_posix() for p in paths if not {*unread} & {*p.parts}]
    linked = (link for link in links((docs / "index.md").read_text()) if link[0] != "#")
    assert sorted(linked) == sorted({*pages} - {"index.md"})


def test_the_site_loads_nothing_from_another_host(site: Path):
    assert list(from_other_hosts(site)) == []


def test_what_a_page_loads_from_another_host_is_named(tmp_path: Path):
    (tmp_path / "a.html").write_text(
        '<a href="https://a.org">a</a><script src="//b.org/x.js"></script>'
        '<link rel="stylesheet" href="https://c.org/x.css"><img src="own.png">'
    )
    (tmp_path / "a.css").write_text("a { background: url(https://d.org/p.png) }")
    named = [
        "a.css: url(https://d.org/p.png",
        "a.html: //b.org/x.js",
        "a.html: https://c.org/x.css",
    ]
    assert list(from_other_hosts(tmp_path)) == named


CELLS = [
    {"cell_type": "markdown", "source": ["# Look at it\n", "[the rules](../src/rules.md)"]},
    {
        "cell_type": "code",
        "source": ["show(1)"],
        "outputs": [
            {"output_type": "stream", "text": ["streamed ``` \x1b[31mred\x1b[0m\n"]},
            {"output_type": "execute_result", "data": {"text/html": ["<table id='own'></table>"]}},
            {"output_type": "display_data", "data": {"image/png": "aGk=\n"}},
            {"output_type": "execute_result", "data": {"text/plain": ["'plain'"]}},
            {"output_type": "error", "ename": "ValueError", "evalue": "no"},
        ],
    },
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small folder of docs with the configuration of the repository's."""
    docs = tmp_path / "docs"
    docs.mkdir()
    for part in ("_ext", "_static"):
        shutil.copytree(ROOT / "docs" / part, docs / part)
    conf = (ROOT / "docs/conf.py").read_text()
    assert "Path(__file__).parents[1]" in conf
    (docs / "conf.py").write_text(conf.replace("Path(__file__).parents[1]", f"Path({str(ROOT)!r})"))
    (tmp_path / "src").mkdir()
    for name in ("rules.md", "code.py", "src/rules.md"):
        (tmp_path / name).write_text("# Rules\n")
    (docs / "look.ipynb").write_text(json.dumps({"cells": CELLS}))
    (docs / "index.md").write_text(
        "# Page\n[the rules](../src/rules.md#rules) [rules.md](../src/rules.md) "
        "[code](../code.py) [folder](../src/) --out\n\n```{toctree}\nlook\n```\n"
    )
    return docs


def words(page: Path) -> str:
    """The text of a page from its title on."""
    html = page.read_text()
    return unescape(re.sub(r"<[^>]+>", "", html[html.index("<h1>") :]))


def test_a_link_out_of_docs_shows_its_path_and_a_notebook_its_outputs(small: Path, tmp_path: Path):
    done = build(small, tmp_path / "site")
    assert (done.returncode, done.stderr) == (0, "")
    shown = "the rules (src/rules.md) src/rules.md code (code.py) folder (src) --out"
    assert shown in words(tmp_path / "site/index.html")
    notebook = words(tmp_path / "site/look.html")
    for part in ("the rules (src/rules.md)", "show(1)", "``` red\n", "'plain'", "ValueError: no"):
        assert part in notebook
    html = (tmp_path / "site/look.html").read_text()
    assert "<table id='own'>" in html
    assert 'src="data:image/png;base64,aGk="' in html


def test_a_link_to_nothing_is_an_error(small: Path, tmp_path: Path):
    (small / "look.ipynb").unlink()
    (small / "index.md").write_text("# Page\n[a](../no.md) [b](no.md) [c](#no)\n")
    done = build(small, tmp_path / "site")
    assert done.returncode == 1
    assert done.stderr.count("WARNING") == 3
