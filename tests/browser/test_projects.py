"""A block layer's ready-made regions, and what an adjudicator sees and decides."""

import json
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest

import mini
from communique.label_studio import read_export
from communique.label_studio.server import client as label_studio
from communique.records import Record
from communique.records.decision import read_decisions
from communique.schema import load_schema
from person import Person

pytestmark = [pytest.mark.server, pytest.mark.browser]


def read(root: Path, file: str) -> list[Record]:
    """The records of an export that must have no problem."""
    found = list(read_export(root / file, load_schema(root / "schema/corpus.yaml")))
    assert [x for x in found if not isinstance(x, Record)] == []
    return [x for x in found if isinstance(x, Record)]


def test_no_paragraph_can_be_forgotten(tmp_path: Path, studio, browser):
    root = mini.write_corpus(tmp_path)
    run = studio(root)
    assert run("annotate", "ann-1").returncode == 0
    person = Person(browser, root, "ann-1")
    person.open(2, guideline=False)
    person.press("Alt+.")
    person.choose("people")
    person.page.click('button:has-text("Submit")')
    person.page.get_by_text("is missing").wait_for()
    person.choose("OK")
    person.press("Shift+3", "3", "Escape")  # the paragraph without is selected
    person.choose("warm")
    person.submit()
    person.close()
    done = run("pull", "ann-1")
    assert done.returncode == 0, done.stdout
    blocks = [r for r in read(root, "annotations/frames/ann-1.json") if r.kind == "block"]
    assert [(r.label, r.attributes["frames"]) for r in blocks] == [
        ("people", ("people",)),
        ("none", ("none",)),
    ]
    assert_a_deleted_paragraph_comes_back(root, run)


def assert_a_deleted_paragraph_comes_back(root: Path, run) -> None:
    state = json.loads((root / ".label-studio/ann-1/server.json").read_text())
    with closing(label_studio.connect(state["url"], state["token"])) as client:
        ((task_id, rows),) = client.finished(2).items()
        (lost, *_) = [r["id"] for r in rows if r.get("from_name") == "unit"]
        left = [r for r in rows if r["id"] != lost]
        client.submit(task_id, left, None, replace=True)  # as Backspace and Update do
        pulled = run("pull", "ann-1", "--accept-losses")
        assert "one: 1 deleted block put back on the page" in pulled.stderr
        assert "unit-missing" in run("check").stdout
        back = client.finished(2)[task_id]
        assert [r["from_name"] for r in back if r["id"] == lost] == ["unit"]
        assert [r for r in back if r["id"] != lost] == left
        client.submit(task_id, rows, None, replace=True)  # the annotator decides
        assert "put back" not in run("pull", "ann-1").stderr
    assert "unit-missing" not in run("check").stdout


def test_a_document_that_cannot_be_judged_demands_nothing_more(tmp_path: Path, studio, browser):
    root = mini.write_corpus(tmp_path)
    schema = root / "schema/corpus.yaml"
    attributes = """
      - {name: mood, level: document, type: choice, values: [glad, sad], required: always}
      - {name: cannot_judge, level: document, type: choices, values: [cannot_judge],
         required: never, about: annotation, skips_document: true}
  - name: frames"""
    schema.write_text(schema.read_text().replace("\n  - name: frames", attributes))
    run = studio(root)
    assert run("annotate", "ann-1").returncode == 0
    person = Person(browser, root, "ann-1")
    person.open(1, guideline=False)
    person.page.click('button:has-text("Submit")')
    person.page.get_by_text("mood is missing").wait_for()
    person.choose("OK")
    person.choose("cannot_judge")
    person.submit()
    person.close()
    assert run("pull", "ann-1").returncode == 0
    assert read(root, "annotations/names/ann-1.json") == []
    shown = json.loads(run("status", "--json").stdout)["coverage"]
    own = {c["layer"]: c["documents"] for c in shown if c["annotator"] == "ann-1"}
    assert own == {"names": {"one": "skipped"}, "frames": {"one": "missing"}}


def test_an_adjudicator_sees_candidates_but_not_whose(tmp_path: Path, studio, browser):
    one, two = mini.names_task(), deepcopy(mini.names_task())
    for row in mini.rows_of(two, "r4"):
        if row["from_name"] == "reading":
            row["value"]["choices"] = ["literal"]
    for row in mini.annotation(two)["result"]:
        row["id"] = f"x{row['id']}"
    for key in ("completed_by", "updated_by"):
        mini.annotation(two)[key] = "ann-2"
    root = mini.write_corpus(tmp_path, {"names/ann-1": [one], "names/ann-2": [two]})
    schema = root / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    schema.write_text(schema.read_text().replace("registry:", judge, 1))
    run = studio(root)
    assert _disputed(run) == [{"layer": "names", "open": 1, "documents": ["one"]}]
    assert run("annotate", "judge").returncode == 0
    person = Person(browser, root, "judge")
    person.open(1)
    shown = person.page.content()
    assert not [name for name in ("ann-1", "ann-2") if name in shown]
    listed = person.page.locator(".lsf-tree-treenode, .lsf-outliner-item").get_by_text("Rome")
    assert listed.count() == 2
    for candidate in listed.all():
        candidate.click()
        said = person.page.get_by_text("Choices:").locator("..").inner_text()
        if "literal" in said:
            person.press("Backspace")
            break
    person.submit()
    person.close()
    assert run("pull", "judge").returncode == 0
    decided = read(root, "annotations/adjudicated/exports/names/judge.json")
    assert sorted((r.text, r.label, r.attributes.get("reading")) for r in decided) == [
        ("Ann Lee", "person", None),
        ("Ann Lee", "person", None),
        ("Paris", "place", None),
        ("Rome", "place", "metonymic"),
    ]
    assert _disputed(run) == []
    assert run("check").returncode == 0
    assert run("build").returncode == 2
    (counts,) = json.loads(run("adjudicate", "--layer", "names", "--json").stdout)
    assert (counts["unanimous"], counts["adjudicated"], counts["open"]) == (3, 1, 0)
    written = read_decisions(root / "annotations/adjudicated/names.json").decisions
    (rome,) = [d for d in written if d.decision == "adjudicated"]
    assert (rome.by, rome.reason, rome.attributes) == (
        "judge",
        "attribute",
        {"reading": "metonymic"},
    )
    assert len(rome.candidates) == 2
    assert run("check").returncode == 0
    done = run("build", "--json")
    assert json.loads(done.stdout)["rows"]["names"] == {"train": 3}


def _disputed(run) -> list[dict]:
    return json.loads(run("status", "--json").stdout)["disputed"]
