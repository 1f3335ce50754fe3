"""Answers become the rows a page would submit."""

from pathlib import Path

import pytest

import mini
from communique.checks import run
from communique.corpus.documents import document_from_json
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
        ("two.json", "{}", "the corpus has no document 'two'"),
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


def test_the_page_of_a_block_layer_brings_its_units():
    document = mini.make_document(mini.SOURCE, mini.RAW.encode(), "extracted")
    schema = mini.load_schema_text()
    layer = schema.layer("frames")
    (prediction,) = task(schema, layer, document)["predictions"]
    assert [r["id"] for r in prediction["result"]] == [
        b.block_id for b in document.units(["paragraph"])
    ]
