"""What annotators are given: an order of their own, pre-annotations, candidates."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.adjudication.votes import votes_fingerprint
from communique.label_studio import read_export
from communique.label_studio.writing.assignment import assignment
from communique.label_studio.writing.tasks import reading_order, task
from communique.records import Effort, Record
from communique.schema import YamlError, load_schema
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.adjudicator_answers import LayerAnswers
from communique.workspace import Corpus
from opened import given, read
from voters import corpus, literal, longer, two_readings

NAMES = "    labels: [person, place]\n"
GAZETTEER = {NAMES: f"{NAMES}    preannotate: gazetteer\n"}
EARLIER = {NAMES: f"{NAMES}    preannotate: {{gazetteer: true, annotator: ann-1}}\n"}


def predicted(made: dict) -> list[tuple]:
    return [
        (r["id"], r["from_name"], r["value"]["start"], r["value"].get("labels"))
        for p in made.get("predictions", [])
        for r in p["result"]
    ]


def test_the_gazetteer_offers_names_with_unique_ids(tmp_path: Path):
    schema, documents = given(mini.write_corpus(tmp_path), GAZETTEER)
    rows = predicted(task(schema, schema.layer("names"), documents["one"]))
    surfaces = [(mini.TEXT[s:][:7], labels) for _, name, s, labels in rows if name == "entity"]
    assert surfaces == [
        ("Ann Lee", ["person"]),
        ("Ann Lee", ["person"]),
        ("Rome re", ["place"]),
    ]
    assert len({(i, name) for i, name, *_ in rows}) == len(rows) == 6
    assert task(schema, schema.layer("names"), documents["one"]) == task(
        schema, schema.layer("names"), documents["one"]
    )


def test_without_the_schemas_wish_nothing_is_offered(tmp_path: Path):
    schema, documents = given(mini.write_corpus(tmp_path))
    assert "predictions" not in task(schema, schema.layer("names"), documents["one"])


def test_records_of_an_earlier_pass_come_before_the_gazetteer(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    schema, documents = given(root, EARLIER)
    said = read(root)
    person = schema.annotator("ann-2")
    (made,) = assignment(schema, person, list(documents.values()), *said)["names"]
    assert {i for i, *_ in predicted(made)} == {"r1", "r2", "r3", "r4"}


def test_an_unknown_pass_or_wish_is_an_error(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    for wish in ("{pass: nobody}", "sometimes", "{gazeteer: true}"):
        text = mini.SCHEMA.replace(NAMES, f"{NAMES}    preannotate: {wish}\n", 1)
        (root / "schema/corpus.yaml").write_text(text)
        with pytest.raises(YamlError):
            load_schema(root / "schema/corpus.yaml")


def test_what_became_of_the_offers_is_counted(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [_accepted()]})
    _, passes = read(root)
    assert passes[0].effort == Effort(60.0, predicted=4, unchanged=2, changed=1, added=1)


def _accepted() -> dict:
    """Of four regions offered two stay, one is filled in differently, one goes; one is new."""
    made = mini.names_task()
    made["predictions"] = [{"result": deepcopy(mini.annotation(made)["result"])}]
    kept = [r for r in mini.annotation(made)["result"] if r["id"] != "r2"]
    for row in kept:
        if row["from_name"] == "reading":
            row["value"]["choices"] = ["literal"]
    kept.append(mini.row("entity", "labels", "Paris", ["place"], "r9"))
    mini.annotation(made)["result"] = kept
    return made


def test_orders_differ_between_annotators_and_stay_the_same(tmp_path: Path):
    schema, documents = given(mini.write_corpus(tmp_path))
    many = [_renamed(documents["one"], f"d{n}") for n in range(9)]
    layer = schema.layer("names")
    orders = {
        tuple(d.doc_id for d in reading_order(given_order, layer, name))
        for name in ("ann-1", "ann-2")
        for given_order in (many, many[::-1])
    }
    assert len(orders) == 2


def _renamed(document, doc_id):
    from dataclasses import replace

    return replace(document, doc_id=doc_id)


def test_an_adjudicator_gets_every_variant_once_and_no_name(tmp_path: Path):
    root = mini.write_corpus(tmp_path, two_readings())
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    schema, documents = given(root, {"registry:": judge})
    said = read(root)
    work = assignment(schema, schema.annotator("judge"), list(documents.values()), *said)
    (names,), (frames,) = work["names"], work["frames"]
    rows = names["predictions"][0]["result"]
    rome = [r for r in rows if r["value"]["text"] == "Rome"]
    assert len({r["id"] for r in rome}) == 2
    assert not any("readonly" in r for r in rome)
    assert all(r["readonly"] for r in rows if r["value"]["text"] != "Rome")
    assert names["data"]["open"] == "1 item. “Rome” (reading)"
    line = mini.TEXT.split("\n")[2]
    assert frames["data"]["open"] == f"2 items. “{line}” (label); tone: cold or warm"
    assert not any(r["from_name"] == "tone" for r in frames["predictions"][0]["result"])
    written = mini.dump([names, frames])
    assert not [name for name in ("ann-1", "ann-2", "r4") if f'"{name}"' in written]


def test_an_adjudicator_is_not_asked_again_what_is_decided(tmp_path: Path):
    """One item is decided and shown as decided, locked; without an open item there is no task."""
    root = corpus(tmp_path, mini.names_task(), longer(literal(mini.names_task())))
    opened = Corpus.open(root)
    layer = opened.schema.layer("names")
    state = AdjudicationState(opened)
    answers = LayerAnswers(state, layer, state.resolve(layer), "judge")
    paris, rome = answers.outcome.open
    chosen = next(r for r in paris.records if r.text == "in Paris")
    answers.decide(paris, chosen, "boundary")

    def offered(*, settled_too: bool = False) -> list[Any]:
        again = Corpus.open(root)
        said = again.reading.records, again.reading.statuses
        judge, documents = again.schema.annotator("judge"), list(again.documents.values())
        return assignment(
            again.schema,
            judge,
            documents,
            *said,
            settled_too=settled_too,
            decisions=again.reading.decisions,
        )["names"]

    (task,) = offered()
    rows = task["predictions"][0]["result"]
    locked = {r["value"]["text"] for r in rows if r.get("readonly")}
    assert ("in Paris" in locked, "Paris" in locked, "Rome" in locked) == (True, False, False)
    assert task["data"]["open"] == "1 item. “Rome” (reading)"
    assert votes_fingerprint(layer, paris) not in task["data"]["basis"]
    answers.decide(rome, None, "spurious")
    assert offered() == []
    (everything,) = offered(settled_too=True)
    assert votes_fingerprint(layer, paris) in everything["data"]["basis"]


def test_an_adjudicator_who_names_a_document_gets_it_though_all_agree(tmp_path: Path):
    again = mini.names_task()
    for key in ("completed_by", "updated_by"):
        mini.annotation(again)[key] = "ann-2"
    readings = {"names/ann-1": [mini.names_task()], "names/ann-2": [again]}
    root = mini.write_corpus(tmp_path, readings)
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    schema, documents = given(root, {"registry:": judge})
    said = read(root)
    everything = (schema, schema.annotator("judge"), list(documents.values()), *said)
    assert assignment(*everything) == {"names": [], "frames": []}
    work = assignment(*everything, settled_too=True)
    assert work["frames"] == []  # nobody voted
    (names,) = work["names"]
    assert all(row["readonly"] for row in names["predictions"][0]["result"])


def test_relations_are_read_with_their_label(tmp_path: Path):
    made = mini.names_task()
    link = {"type": "relation", "from_id": "r1", "to_id": "r4", "direction": "right"}
    mini.annotation(made)["result"] += [
        {**link, "labels": ["praises"]},
        {**link, "labels": ["strange"], "from_id": "r2"},
        {**link, "to_id": "gone"},
    ]
    root = mini.write_corpus(tmp_path, {"names/ann-1": [made]})
    schema, _ = given(root, {NAMES: f"{NAMES}    relations: [praises]\n"})
    found = list(read_export(root / "annotations/names/ann-1.json", schema))
    records = {r.text: r for r in found if isinstance(r, Record)}
    rome = records["Rome"].annotation_id
    assert next(
        r.attributes["relations"] for r in found if isinstance(r, Record) and r.start == 17
    ) == (f"praises {rome}",)
    assert sorted(p.id for p in found if not isinstance(p, Record)) == [
        "malformed-region",
        "unknown-label",
    ]
