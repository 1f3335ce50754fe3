"""The list of disagreements: relations too, and filters over all its pages."""

import json
import re
from pathlib import Path

import pytest

import linked
from communique.site import disagreements
from communique.workflow.view import site_pages
from communique.workspace import Corpus


def _pages(root: Path, flavour: str = "full") -> dict[str, str]:
    return {p.path: p.content.decode() for p in site_pages(Corpus.open(root), flavour)}


def _articles(html: str) -> list[str]:
    return re.findall(r'<article class="difference.*?</article>', html, re.DOTALL)


def _links(html: str) -> list[str]:
    return [a for a in _articles(html) if "\N{RIGHTWARDS ARROW}" in a]


@pytest.mark.parametrize(
    ("second", "kind"),
    [([("r1", "r2", "denies")], "other relation"), ([], "not linked")],
)
def test_a_relation_on_which_annotators_differ_is_a_disagreement(
    tmp_path: Path, second: list[linked.Link], kind: str
):
    root = linked.corpus(tmp_path, [("r1", "r2", "praises")], second)
    pages = _pages(root)
    (one,) = _links(pages["disagreements.html"])
    assert f'data-kinds="{kind}"' in one
    assert "outcome-open" in one
    assert "not decided yet" in one
    anchor = re.search(r' id="(d-[^"]+)"', one)
    assert anchor
    assert f' id="{anchor[1]}"' in pages["documents/one.html"]
    standoff = _links(_pages(root, "standoff")["disagreements.html"])
    assert re.search(r"\d+–\d+ → \d+–\d+", standoff[0])


def test_a_relation_that_all_gave_is_no_disagreement(tmp_path: Path):
    root = linked.corpus(tmp_path, [("r1", "r2", "praises")], [("r1", "r2", "praises")])
    assert _links(_pages(root)["disagreements.html"]) == []


def test_a_page_has_the_filters_of_the_whole_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = linked.corpus(
        tmp_path, [("r1", "r2", "praises"), ("r2", "r1", "praises")], [("r1", "r2", "denies")]
    )
    monkeypatch.setattr(disagreements, "AT_ONCE", 1)
    pages = _pages(root)
    listed = [p for p in pages if re.fullmatch(r"disagreements(-\d+)?\.html", p)]
    assert len(listed) == 2
    script = pages["disagreements-rows.js"]
    data = json.loads(script.removeprefix("const communiqueList = ").rstrip(";\n"))
    assert data["size"] == 1
    names = [name for name, _, _ in data["filters"]]
    values = {name: [v for v, _ in given] for name, _, given in data["filters"]}
    assert values["kinds"] == ["not linked", "other relation"]
    for number, row in enumerate(data["rows"]):
        path = "disagreements.html" if number == 0 else f"disagreements-{number + 1}.html"
        (article,) = _articles(pages[path])
        kinds = [values["kinds"][n] for n in row[names.index("kinds")]]
        assert f'data-kinds="{"|".join(kinds)}"' in article
        assert 'src="disagreements-rows.js"' in pages[path]
