"""Relations in answers given outside the browser: checked, submitted, and read back."""

from pathlib import Path
from typing import Any

import pytest

import linked
import mini
from communique.checks import run
from communique.corpus import CorpusFolder, read_document, write_json
from communique.label_studio import read_export
from communique.label_studio.writing.answers import AnswerError, Answers, read_answers, result_rows
from communique.label_studio.writing.tasks import task
from communique.records import Record
from communique.records.relation import relations_of
from communique.schema import load_schema

REGIONS = [
    {"line": 2, "text": "Ann Lee", "label": "person", "id": "ann"},
    {"line": 2, "text": "Paris", "label": "place", "region": "offered"},
    {"line": 3, "text": "Rome", "label": "place", "attributes": {"reading": "metonymic"}},
]
LINK = {"from": "ann", "to": "offered", "label": "praises"}


def rows(root: Path, answers: dict[str, Any]) -> list[dict[str, Any]]:
    folder = CorpusFolder(root)
    schema = load_schema(folder.schema)
    document = read_document(folder.document("one"))
    return result_rows(schema, schema.layer("names"), document, Answers.model_validate(answers))


def test_relations_are_submitted_and_read_back(tmp_path: Path):
    root = linked.corpus(tmp_path)
    folder = CorpusFolder(root)
    schema = load_schema(folder.schema)
    back = {"from": "offered", "to": "ann", "label": "denies"}
    made = rows(root, {"regions": REGIONS, "relations": [LINK, back]})
    whole = {"id": 1, "completed_by": "ann-1", "was_cancelled": False, "result": made}
    offered = task(schema, schema.layer("names"), read_document(folder.document("one")))
    path = root / "annotations/names/ann-1.json"
    write_json(path, [{"id": 1, **offered, "annotations": [whole]}])
    assert run(root) == []
    records = [r for r in read_export(path, schema) if isinstance(r, Record)]
    texts = {r.annotation_id: r.text for r in records}
    read = [(texts[x.from_id], texts[x.to_id], x.label) for r in records for x in relations_of(r)]
    assert sorted(read) == [("Ann Lee", "Paris", "praises"), ("Paris", "Ann Lee", "denies")]


@pytest.mark.parametrize(
    ("relation", "wanted"),
    [
        ({**LINK, "label": "strange"}, "'strange' is not one of praises, denies"),
        ({**LINK, "to": "nobody"}, "no region has the id 'nobody'"),
        ({**LINK, "from": "Rome"}, "no region has the id 'Rome'"),
    ],
)
def test_a_relation_that_names_nothing_is_refused(
    tmp_path: Path, relation: dict[str, str], wanted: str
):
    root = linked.corpus(tmp_path)
    with pytest.raises(AnswerError, match=wanted):
        rows(root, {"regions": REGIONS, "relations": [relation]})


def test_two_regions_of_one_id_are_refused(tmp_path: Path):
    root = linked.corpus(tmp_path)
    twice = [REGIONS[0], {**REGIONS[1], "id": "ann"}]
    with pytest.raises(AnswerError, match="two regions have the id 'ann'"):
        rows(root, {"regions": twice, "relations": [{**LINK, "to": "ann"}]})


def test_a_layer_without_relations_refuses_them(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    with pytest.raises(AnswerError, match="the layer names has no relations"):
        rows(root, {"regions": REGIONS, "relations": [LINK]})


@pytest.mark.parametrize("relation", [{"from": "ann", "label": "praises"}, "ann", {**LINK, "x": 1}])
def test_a_malformed_relation_names_the_file(tmp_path: Path, relation: object):
    root = linked.corpus(tmp_path)
    folder = CorpusFolder(root)
    documents = {"one": read_document(folder.document("one"))}
    write_json(root / "answers/names/one.json", {"regions": REGIONS, "relations": [relation]})
    with pytest.raises(AnswerError, match=r"one\.json: relations\.0"):
        read_answers(root / "answers", load_schema(folder.schema), documents)
