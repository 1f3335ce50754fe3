"""Records go out as predictions, are accepted on the real page, and come back the same."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import mini
from communique.label_studio import read_export
from communique.label_studio.server import client as label_studio
from communique.label_studio.writing.labeling_config import render_page
from communique.label_studio.writing.result_rows import record_rows
from communique.problems import Problem
from communique.records import Origin, Record, annotation_id
from communique.schema import Schema, load_schema
from communique.text import sha256_text
from person import Person

pytestmark = [pytest.mark.server, pytest.mark.browser]

SCHEMA = """
name: odd
annotators: [{id: ann-1, type: human}]
actors: [{id: a1}, {id: a2}, {id: a3}]
layers:
  - name: marks
    unit: span
    granularity: symbol
    control: mark
    labels: [A, B]
    relations: [leads_to, denies]
    attributes:
      - {name: tone, type: choice, values: [warm, cold], required: never}
      - {name: who, type: choices, registry: actors, required: never}
      - {name: note, type: text, required: never}
"""
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
FIREMAN = "\U0001f468\U0001f3fb\u200d\U0001f692"
CAFE, ZURICH = "Cafe\u0301", "Zu\u0308rich"
# Each text with what is marked in it: surface, label, and attributes if there are any.
Mark = tuple[str, str] | tuple[str, str, dict[str, Any]]
TEXTS: dict[str, tuple[str, list[Mark]]] = {
    "emoji": ("😀 Ann met 𝔘𝔫𝔦 in Rome 🗾.", [("Ann", "A"), ("𝔘𝔫𝔦", "B"), ("Rome 🗾", "A")]),
    "zwj": (f"A {FAMILY} and a {FIREMAN} met Ann.", [(FAMILY, "A"), (FIREMAN, "B"), ("Ann", "A")]),
    "accents": (f"{CAFE} Ann in {ZURICH}.", [(CAFE, "A"), (ZURICH, "B")]),
    "nbsp": ("Ann\u00a0Lee met\u2009Bo\u200bb.", [("Ann\u00a0Lee", "A"), ("Bo\u200bb", "B")]),
    "cjk": ("李雷在北京见了韩梅梅。", [("李雷", "A"), ("北京", "B"), ("韩梅梅", "A")]),
    "rtl": ("التقى أحمد بسارة في القاهرة.", [("أحمد", "A"), ("القاهرة", "B")]),
    "crlf": ("Ann came.\r\nBob left\r\nRome.", [("Ann", "A"), ("Bob", "B"), ("Rome", "A")]),
    "blanks": ("   Ann  Lee   met  Bob", [("Ann  Lee", "A"), ("Bob", "B")]),
    "html": ("<b>Ann</b> &amp; $text {{x}}", [("Ann", "A"), ("&amp;", "B"), ("{{x}}", "A")]),
    "nested": ("the Biden administration now", [("Biden administration", "A"), ("Biden", "B")]),
    "crossing": ("one two three four", [("one two", "A"), ("two three", "B")]),
    "doubled": ("Rome replied", [("Rome", "A"), ("Rome", "B")]),
    "valued": (
        "Ann praised Bob",
        [("praised", "A", {"tone": "warm", "who": ("a1", "a3"), "note": "x\u00e9 😀"})],
    ),
    "newline": ("One line\nanother line", [("line\nanother", "A")]),
    "linked": ("Ann praised Bob", [("Ann", "A"), ("Bob", "B")]),
    "empty": ("Nothing here.", []),
}


def records(schema: Schema, doc_id: str) -> Iterator[Record]:
    """The records that TEXTS describes; in `linked`, the first leads to the second."""
    text, marks = TEXTS[doc_id]
    for n, (surface, label, *rest) in enumerate(marks):
        start = text.index(surface)
        region = f"{doc_id}-{n}"
        attributes = dict(rest[0]) if rest else {}
        if doc_id == "linked" and n == 0:
            other = annotation_id("marks", doc_id, "ann-1", 1, "r:linked-1")
            attributes["relations"] = (f"leads_to {other}",)
        yield Record(
            annotation_id=annotation_id("marks", doc_id, "ann-1", 1, f"r:{region}"),
            layer="marks",
            doc_id=doc_id,
            annotator="ann-1",
            annotator_type="human",
            pass_=1,
            kind="span",
            start=start,
            end=start + len(surface),
            raw_start=None,
            raw_end=None,
            text=surface,
            label=label,
            attributes=attributes,
            origin=None,
            guideline_version="0.1",
            text_sha256=sha256_text(text),
            source=Origin("", "", None, None, region),
        )


def tasks(schema: Schema) -> list[dict[str, Any]]:
    made = []
    for doc_id, (text, _) in TEXTS.items():
        data = {"doc_id": doc_id, "text": text, "text_sha256": sha256_text(text)}
        rows = record_rows(schema, schema.layer("marks"), records(schema, doc_id), {})
        predictions = [{"model_version": "records", "result": rows}] if rows else []
        made.append({"data": data, "predictions": predictions})
    return made


def test_what_was_predicted_is_what_comes_back(tmp_path: Path, studio, browser):
    root = mini.write_corpus(tmp_path / "corpus")
    assert studio(root)("annotate", "ann-1").returncode == 0
    (tmp_path / "odd.yaml").write_text(SCHEMA)
    schema = load_schema(tmp_path / "odd.yaml")
    state = json.loads((root / ".label-studio/ann-1/server.json").read_text())
    exported = tmp_path / "marks/ann-1.json"
    exported.parent.mkdir()
    with closing(label_studio.connect(state["url"], state["token"])) as client:
        project = client.ensure_project("odd", render_page(schema, schema.layer("marks")), "Read.")
        client.import_tasks(project, tasks(schema))
        person = Person(browser, root, "ann-1")
        person.open(project)
        for _ in TEXTS:
            person.submit()
            person.page.wait_for_timeout(700)
        person.close()
        client.snapshot(project, exported)

    stored = {t["data"]["doc_id"]: t for t in json.loads(exported.read_text())}
    assert {k: t["data"]["text"] for k, t in stored.items()} == {k: v[0] for k, v in TEXTS.items()}
    assert all(len(t["annotations"]) == 1 for t in stored.values())
    found = list(read_export(exported, schema))
    problems = [p for p in found if isinstance(p, Problem) and p.id != "unknown-annotator"]
    assert [(p.id, p.document, p.at.rpartition(" ")[2]) for p in problems] == [
        ("span-crosses-blocks", "newline", "newline-0")
    ]
    (crossing,) = stored["newline"]["annotations"][0]["result"]
    assert (crossing["value"]["start"], crossing["value"]["end"]) == (4, 16)
    wanted = {
        r.annotation_id: _without_origin(r)
        for doc_id in TEXTS
        if doc_id != "newline"
        for r in records(schema, doc_id)
    }
    assert {r.annotation_id: _without_origin(r) for r in found if isinstance(r, Record)} == wanted
    assert {r.origin for r in found if isinstance(r, Record)} == {"prediction"}


def _without_origin(record: Record) -> Record:
    nowhere = Origin("", "", None, None, None)
    return replace(record, origin=None, attributes=dict(record.attributes), source=nowhere)
