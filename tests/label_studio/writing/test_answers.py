"""Answers become the rows a page would submit."""

from pathlib import Path

import pytest

import mini
from communique.checks import run
from communique.corpus.documents import document_from_json
from communique.label_studio.server.projects import same_rows
from communique.label_studio.writing.answers import AnswerError, Answers, read_answers, result_rows
from communique.label_studio.writing.tasks import task
from communique.schema import load_schema

NAMES, FRAMES = mini.ANSWERS["names"], mini.ANSWERS["frames"]


@pytest.mark.parametrize(("layer", "answers"), [("names", NAMES), ("frames", FRAMES)])
def test_answers_read_back_without_a_problem(tmp_path: Path, layer: str, answers: dict):
    root = mini.write_corpus(tmp_path)
    schema = load_schema(root / "schema/corpus.yaml")
    document = document_from_json(mini.json.loads((root / "corpus/clean/one.json").read_text()))
    chosen = schema.layer(layer)
    rows = result_rows(schema, chosen, document, Answers.model_validate(answers))
    made = {"id": 1, "completed_by": "ann-1", "was_cancelled": False, "result": rows}
    mini.write_json(
        root / f"annotations/{layer}/ann-1.json",
        [{"id": 1, **task(schema, chosen, document), "annotations": [made]}],
    )
    assert run(root) == []


@pytest.mark.parametrize(
    "change", [{"line": 9}, {"text": "Nobody"}, {"occurrence": 3}, {"attributes": {"mood": "x"}}]
)
def test_an_answer_that_names_nothing_is_refused(tmp_path: Path, change: dict):
    root = mini.write_corpus(tmp_path)
    schema = load_schema(root / "schema/corpus.yaml")
    document = document_from_json(mini.json.loads((root / "corpus/clean/one.json").read_text()))
    answers = Answers.model_validate({"regions": [{**NAMES["regions"][0], **change}]})
    with pytest.raises(AnswerError):
        result_rows(schema, schema.layer("names"), document, answers)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("one.json", "{", "JSON: Invalid JSON"),
        ("one.json", '{"regions": [{"line": 0, "label": "person"}]}', "regions.0.line: Input"),
        ("one.json", '{"regions": [{"line": 9, "label": "person"}]}', "one: no line 9"),
        ("two.json", "{}", "no document 'two'; the name of the file"),
    ],
)
def test_a_file_of_answers_is_refused_by_name(tmp_path: Path, name: str, content: str, wanted: str):
    root = mini.write_corpus(tmp_path)
    schema = load_schema(root / "schema/corpus.yaml")
    document = document_from_json(mini.json.loads((root / "corpus/clean/one.json").read_text()))
    for layer in ("frames", "names"):
        (root / "answers" / layer).mkdir(parents=True)
    (root / "answers/names" / name).write_text(content)
    with pytest.raises(AnswerError) as refused:
        read_answers(root / "answers", schema, {"one": document})
    assert str(refused.value).startswith(f"{root / 'answers/names' / name}: {wanted}")
    assert "\n" not in str(refused.value)


def refusal(root: Path) -> AnswerError:
    schema = load_schema(root / "schema/corpus.yaml")
    document = document_from_json(mini.json.loads((root / "corpus/clean/one.json").read_text()))
    with pytest.raises(AnswerError) as refused:
        read_answers(root / "answers", schema, {"one": document})
    return refused.value


def test_every_value_that_the_schema_lacks_is_named_before_one_is_sent(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    region = {"line": 3, "text": "Rome", "label": "place"}
    names = [
        {**region, "attributes": {"reading": "ironic"}},
        {"line": 2, "text": "Ann Lee", "label": "animal"},
        {"line": 2, "text": "Paris", "label": "place", "attributes": {"reading": "literal"}},
        {"line": 2, "text": "Ann Lee", "label": "person", "attributes": {"holders": ["x", "ann"]}},
    ]
    frames = [{"line": 2, "label": "money", "attributes": {"frames": ["people"]}}]
    mini.write_json(root / "answers/names/one.json", {"regions": names})
    answers = {"regions": frames, "document": {"tone": "hot"}}
    mini.write_json(root / "answers/frames/one.json", answers)
    faults = [fault.partition("one.json: one: ")[2] for fault in refusal(root).faults]
    assert (
        "reading: 'ironic' is not in the schema; expected literal, metonymic"
        " (region 1: line 3, 'Rome')" in faults
    )
    assert (
        "label: 'animal' is not in the schema; expected person, place (region 2: line 2, 'Ann Lee')"
        in faults
    )
    assert any("reading is not allowed" in f and "(region 3: line 2, 'Paris')" in f for f in faults)
    assert (
        "holder: 'x' is not in the schema; expected AUTHOR, rome, ann (region 4: line 2, 'Ann Lee')"
        in faults
    )
    assert any("frames does not include 'money'" in f and "(region 1: line 2)" in f for f in faults)
    assert "tone: 'hot' is not in the schema; expected warm, cold" in faults
    assert len(faults) == 6


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({"regions": [{**NAMES["regions"][1], "attributes": {}}]}, "reading is missing"),
        ({"regions": [{"line": 3, "text": "Rome", "occurrence": 2, "label": "place"}]}, "1 time"),
        ({"regions": [{"line": 3, "text": "Rome ", "label": "place"}]}, "white space"),
        ({"document": {"entity_id": "gpe:rome"}}, "no control 'entity_id' of a document"),
    ],
)
def test_what_check_would_refuse_is_refused_before(tmp_path: Path, answers: dict, wanted: str):
    root = mini.write_corpus(tmp_path)
    mini.write_json(root / "answers/names/one.json", answers)
    assert wanted in str(refusal(root))


@pytest.mark.parametrize(
    ("make", "wanted"),
    [
        (lambda a: None, "no such folder"),
        (lambda a: a.mkdir(), "the folder holds no answers"),
        (lambda a: mini.write_json(a / "name/one.json", NAMES), "not the answers of a layer"),
        (lambda a: mini.write_json(a / "one.json", NAMES), "not the answers of a layer"),
        (lambda a: mini.write_json(a / "names/x/one.json", NAMES), "not the answers of a layer"),
    ],
)
def test_a_folder_without_answers_is_refused(tmp_path: Path, make, wanted: str):
    root = mini.write_corpus(tmp_path)
    make(root / "answers")
    assert wanted in str(refusal(root))
    assert "expected answers/LAYER/DOCUMENT.json, LAYER one of names, frames" in str(refusal(root))


def test_equal_answers_are_known_whatever_their_ids_and_order(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    schema = load_schema(root / "schema/corpus.yaml")
    document = document_from_json(mini.json.loads((root / "corpus/clean/one.json").read_text()))
    rows = result_rows(schema, schema.layer("names"), document, Answers.model_validate(NAMES))
    again = [{**r, "id": f"x{r['id']}", "value": {**r["value"], "text": "y"}} for r in rows[::-1]]
    assert same_rows(rows, again)
    assert not same_rows(rows, again[1:])
    moved = [{**r, "value": {**r["value"], "end": r["value"]["end"] + 1}} for r in rows]
    assert not same_rows(rows, moved)


def test_the_page_of_a_block_layer_brings_its_units():
    document = mini.make_document(mini.SOURCE, mini.RAW.encode(), "extracted")
    schema = mini.load_schema_text()
    layer = schema.layer("frames")
    (prediction,) = task(schema, layer, document)["predictions"]
    assert [r["id"] for r in prediction["result"]] == [
        b.block_id for b in document.units(["paragraph"])
    ]
