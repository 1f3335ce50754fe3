"""The list of disagreements: relations too, and filters over all its pages."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import linked
import mini
from communique.site import disagreements
from communique.workflow.view import site_pages
from communique.workspace import Corpus
from voters import corpus, longer, without

OPEN, CLOSE = "\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"


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


def _decided(root: Path, communique: Any, answers: str, flavour: str = "full") -> list[str]:
    """What the box of each disagreement says of the decision, on the list and on the page of the
    document, which are the same.
    """
    ask = ("--interactive", "--adjudicator", "judge", "--layer", "names")
    done = communique("adjudicate", "--corpus", root, *ask, stdin=answers)
    assert done.returncode == 0, done.stderr
    pages = _pages(root, flavour)
    listed, beside = (
        [_decision_line(a) for a in _articles(pages[page])]
        for page in ("disagreements.html", "documents/one.html")
    )
    assert listed == beside
    return listed


def _decision_line(article: str) -> str:
    (decision,) = re.findall(r'<p class="decision">.*?</p>', article)
    quoted = decision.replace("<q>", OPEN)
    quoted = quoted.replace("</q>", CLOSE)
    return re.sub(r"<[^>]+>", "", quoted)


@pytest.mark.parametrize(
    ("flavour", "choice", "wanted"),
    [
        (
            "full",
            "1",
            f"Decided: place {OPEN}Paris{CLOSE}",
        ),
        ("full", "2", "Decided: place"),
        ("standoff", "1", f"Decided: place {OPEN}"),
    ],
)
def test_decided_words_that_are_not_those_of_the_heading_are_shown(
    tmp_path: Path, communique: Any, flavour: str, choice: str, wanted: str
):
    task = mini.names_task()
    root = corpus(tmp_path, task, task, longer(task))
    (line,) = _decided(root, communique, f"{choice}\n\n", flavour)
    decided, _, why = line.partition(" \N{MIDDLE DOT} ")
    assert decided.startswith(wanted)
    assert (OPEN in decided) == (OPEN in wanted)
    assert "the border was in dispute" in why


@pytest.mark.parametrize(
    ("who_missed", "wanted"),
    [(1, "an annotator missed it"), (2, "annotators missed it")],
)
def test_the_reason_tells_whether_one_or_several_missed_an_item(
    tmp_path: Path, communique: Any, who_missed: int, wanted: str
):
    task = mini.names_task()
    tasks = [task] * (3 - who_missed) + [without(task, "r1")] * who_missed
    (line,) = _decided(corpus(tmp_path, *tasks), communique, "1\n\n")
    assert f" \N{MIDDLE DOT} {wanted} \N{MIDDLE DOT} " in line
