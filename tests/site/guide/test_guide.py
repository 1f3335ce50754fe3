"""Guidelines and codebook as pages: every label has an anchor, and Markdown can do nothing."""

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import broken
import mini
from communique.site.frame import Frame
from communique.site.guide import guide_pages, label_link, value_link
from communique.site.guide.anchors import guideline_path, safe
from communique.site.guide.markdown import to_html
from communique.workflow.facts import facts_of
from communique.workflow.view import write_site
from communique.workflow.view_figures import guidelines_of
from communique.workspace import Corpus

FEW = settings(deadline=None, max_examples=40)


def pages(root: Path, flavour: str = "full") -> dict[str, str]:
    corpus = Corpus.open(root)
    facts = facts_of(corpus)
    made = guide_pages(Frame.of(corpus.schema, flavour), facts, guidelines_of(corpus))
    return {page.path: page.content.decode("utf-8") for page in made}


def guided(root: Path, text: str, name: str = "names.md") -> Path:
    mini.write_corpus(root)
    (root / "schema/guidelines").mkdir()
    (root / "schema/guidelines" / name).write_text(text, encoding="utf-8")
    broken.edit(
        root / "schema/corpus.yaml", "- name: names\n", f"- name: names\n    guideline: {name}\n"
    )
    return root


def test_every_label_and_value_of_the_schema_has_its_anchor(tmp_path: Path):
    root = guided(tmp_path, "# How\n")
    codebook = pages(root)["codebook.html"]
    schema = Corpus.open(root).schema
    for layer in schema.layers:
        links = [label_link(layer.name, label.id) for label in layer.labels]
        for attribute in layer.attributes:
            values = (entry.id for entry in schema.entries(layer, attribute))
            links += [value_link(layer.name, attribute.name, value) for value in values]
        assert links
        for link in links:
            assert codebook.count(f'id="{link.partition("#")[2]}"') == 1
    ids = re.findall(r' id="([^"]*)"', codebook)
    assert len(ids) == len(set(ids))


@FEW
@given(st.text(max_size=20), st.text(max_size=20))
def test_two_names_never_have_one_anchor(a: str, b: str):
    assert (safe(a) == safe(b)) == (a == b)
    assert re.fullmatch(r"[A-Za-z0-9_.-]*", safe(a))
    assert ".." not in guideline_path(a).split("/")


def test_a_guideline_has_a_page_that_links_its_labels(tmp_path: Path):
    made = pages(
        guided(tmp_path, "# How to mark\n\nMark *names*.\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n")
    )
    page = made["guidelines/names.html"]
    assert "<h1>How to mark</h1>" in page
    assert page.count("<h1") == 1
    assert '<td class="n">2</td>' in page
    assert "style=" not in page
    assert f'href="../{label_link("names", "person")}"' in page
    assert 'href="guidelines/names.html"' in made["guidelines.html"]
    assert 'href="guidelines/names.html"' in made["codebook.html"]


def test_a_corpus_without_guidelines_has_the_pages_all_the_same(tmp_path: Path):
    made = pages(mini.write_corpus(tmp_path))
    assert set(made) == {"codebook.html", "guidelines.html"}
    assert "no guideline" in made["guidelines.html"]


def test_markdown_can_do_nothing():
    text = """# <script>alert(1)</script>

<iframe src="https://example.org"></iframe> <img src=x onerror=alert(1)>

[a](javascript:alert(1)) [b](data:text/html,x) [c](https://example.org) [d](../../secret.html)
[e](//example.org/x) ![a picture](https://example.org/p.png) [f](other.md#part) [g](file:///etc)
"""
    html = to_html(text, {"other.md#part": "other.html"}.get)
    assert re.findall(r"<(?!/)(\w+)", html) == ["h1", "p", "p", "a", "a"]
    assert re.findall(r'href="([^"]*)"', html) == ["https://example.org", "other.html"]
    assert "[a picture]" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert " on" not in re.sub(r">[^<]*<", "><", html)


def test_a_site_without_texts_leaves_out_a_guideline_that_quotes_six_words(tmp_path: Path):
    root = guided(tmp_path, '# How\n\nMark "the team in Paris on Monday".\n')
    assert "guidelines/names.html" in pages(root, "full")
    made = pages(root, "standoff")
    assert "guidelines/names.html" not in made
    assert "left out, because it quotes a text" in made["guidelines.html"]
    assert "guidelines/names.html" not in made["codebook.html"]
    (root / "schema/guidelines/names.md").write_text('# How\n\nMark "the team in Paris on".\n')
    assert "guidelines/names.html" in pages(root, "standoff")


def test_hostile_values_and_files_stay_text(tmp_path: Path):
    root = guided(tmp_path, "No heading", name="a b <x>.md")
    value = '"><script>alert(1)</script>'
    broken.edit(
        root / "schema/corpus.yaml",
        "labels: [person, place]",
        f"labels: [person, place, {{id: {json.dumps(value)}, definition: '<b>x</b>'}}]",
    )
    made = pages(root)
    path = guideline_path("a b <x>.md")
    assert "<h1><bdi>a b &lt;x&gt;</bdi></h1>" in made[path]
    for html in made.values():
        assert "<script>" not in html
        assert "<b>" not in html
    anchor = label_link("names", value).partition("#")[2]
    assert f'id="{anchor}"' in made["codebook.html"]


def test_every_label_of_a_document_leads_to_its_definition(tmp_path: Path):
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    write_site(Corpus.open(root), tmp_path / "site", "full")
    codebook = (tmp_path / "site/codebook.html").read_text(encoding="utf-8")
    page = (tmp_path / "site/documents/one.html").read_text(encoding="utf-8")
    links = re.findall(r'href="\.\./codebook\.html#([^"]*)"', page)
    wanted = {label_link("names", name).partition("#")[2] for name in ("person", "place")}
    assert set(links) == wanted
    assert all(f'id="{anchor}"' in codebook for anchor in wanted)


def test_no_link_of_the_site_leads_nowhere(tmp_path: Path):
    root = guided(tmp_path / "corpus", "# How\n\n[more](names.md) [lost](lost.md)\n")
    write_site(Corpus.open(root), tmp_path / "site", "full")
    site = tmp_path / "site"
    for path in (site / page for page in ("overview.html", "guidelines.html", "codebook.html")):
        lost_links(path)
    lost_links(site / "guidelines/names.html")


def lost_links(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    for href in re.findall(r'(?:href|src)="([^"]*)"', html):
        file, _, anchor = href.partition("#")
        target = (path.parent / file) if file else path
        assert target.is_file(), (path.name, href)
        if anchor:
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), (path.name, href)
