"""Predictions of a system in the tasks of an annotator, and what becomes of them."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.checks import run
from communique.label_studio.writing.assignment import assignment
from communique.label_studio.writing.predicted import Offered
from communique.schema import YamlError, load_schema
from communique.workspace import Corpus
from opened import given, read
from units import EMOJI, FIRST, FRAME, IDS, LAST, PARIS

BEGIN = mini.TEXT.index(FIRST)
LEE = {"start": 0, "end": 8, "label": "person", "attributes": {"entity_id": "per:ann-lee"}}
HELD = {"start": 0, "end": 7, "label": "person", "attributes": {"holders": ["rome", "ann"]}}
NAMES = "predictions/names.jsonl"


def corpus(root: Path, layer: str, *lines: Any, **header: Any) -> Path:
    mini.write_corpus(root)
    broken.offer(root, layer).write_text(broken.predictions(layer, list(lines), **header))
    return root


def tasks(root: Path, layer: str, annotator: str = "ann-1") -> list[dict[str, Any]]:
    opened = Corpus.open(root)
    offered = {n: Offered(x.system, x.units) for n, x in opened.predictions.items()}
    documents = list(opened.documents.values())
    person = opened.schema.annotator(annotator)
    assert person is not None
    made = opened.records, opened.statuses
    return assignment(opened.schema, person, documents, *made, predictions=offered)[layer]


def regions(task: dict[str, Any]) -> list[tuple[int, int, str, dict[str, Any]]]:
    """Each region's range in the document, its label, and its further values."""
    (prediction,) = task["predictions"]
    by_id: dict[str, list[Any]] = {}
    for row in prediction["result"]:
        by_id.setdefault(row["id"], []).append(row)
    return [
        (
            rows[0]["value"]["start"],
            rows[0]["value"]["end"],
            rows[0]["value"]["labels"][0],
            {r["from_name"]: r["value"].get(r["type"]) for r in rows[1:]},
        )
        for rows in by_id.values()
    ]


def test_spans_become_regions_of_one_prediction_of_the_system(tmp_path: Path):
    root = corpus(tmp_path, "names", broken.spans(PARIS, EMOJI, HELD))
    (task,) = tasks(root, "names")
    assert [p["model_version"] for p in task["predictions"]] == ["tagger-1"]
    found = regions(task)
    assert [(mini.TEXT[s:e], label) for s, e, label, _ in found] == [
        ("Paris", "place"),
        ("😀", "place"),
        ("Ann Lee", "person"),
    ]
    assert found[2][3] == {"holder": ["rome", "ann"]}
    rows = task["predictions"][0]["result"]
    values = [row["value"] for row in rows]
    assert [mini.TEXT[v["start"] : v["end"]] for v in values] == [v["text"] for v in values]
    assert tasks(root, "names") == [task]


def test_two_predictions_on_one_range_are_two_regions(tmp_path: Path):
    root = corpus(tmp_path, "names", broken.spans(HELD, {**HELD, "label": "place"}))
    (task,) = tasks(root, "names")
    ids = [r["id"] for r in task["predictions"][0]["result"] if r["from_name"] == "entity"]
    assert len(set(ids)) == len(ids) == 2


def test_blanks_at_the_edges_of_a_span_are_not_offered(tmp_path: Path):
    (task,) = tasks(corpus(tmp_path / "one", "names", broken.spans(LEE)), "names")
    ((start, end, _, values),) = regions(task)
    assert (start, end, values) == (BEGIN, BEGIN + 7, {"entity_id": ["per:ann-lee"]})
    (task,) = tasks(corpus(tmp_path / "both", "names", broken.spans(LEE, HELD)), "names")
    assert len(regions(task)) == 1


def test_blocks_are_filled_in_and_the_others_stay_empty(tmp_path: Path):
    (task,) = tasks(corpus(tmp_path, "frames", FRAME), "frames")
    assert task["predictions"][0]["model_version"] == "tagger-1"
    assert {r["id"] for r in task["predictions"][0]["result"]} == {IDS[1], IDS[2]}
    start = mini.TEXT.index(LAST)
    assert sorted(regions(task)) == [
        (BEGIN, BEGIN + 72, "paragraph", {"primary": ["people"], "frames": ["people", "money"]}),
        (start, start + len(LAST), "paragraph", {}),
    ]


def test_all_tasks_of_a_layer_have_one_model_version(tmp_path: Path):
    """A project shows the predictions of one version only: others would be lost on the page."""
    (task,) = tasks(corpus(tmp_path / "a", "names"), "names")
    assert "predictions" not in task
    root = corpus(tmp_path / "b", "frames", FRAME)
    broken.add_second(root)
    made = tasks(root, "frames")
    assert [t["predictions"][0]["model_version"] for t in made] == ["tagger-1", "tagger-1"]
    root = mini.write_corpus(tmp_path / "c", {"frames/ann-1": [mini.frames_task()]})
    broken.add_second(root)
    given(root, {"  - name: frames\n": "  - name: frames\n    preannotate: {annotator: ann-1}\n"})
    made = tasks(root, "frames", "ann-2")
    assert [t["predictions"][0]["model_version"] for t in made] == ["pre-annotation"] * 2


def test_predictions_stand_between_an_earlier_pass_and_the_gazetteer(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    monday = {"start": FIRST.index("Monday"), "end": FIRST.index("Monday") + 6, "label": "place"}
    path = broken.offer(root, "names")
    path.write_text(broken.predictions("names", [broken.spans(PARIS, monday)]))
    both = f"preannotate: [gazetteer, {{annotator: ann-1}}, {{predictions: {NAMES}}}]"
    given(root, {f"preannotate: {{predictions: {NAMES}}}": both})
    (task,) = tasks(root, "names", "ann-2")
    assert [mini.TEXT[s:e] for s, e, *_ in regions(task)] == [
        *("Ann Lee", "Paris", "Ann Lee", "Rome", "Monday")
    ]
    given(root, {"[gazetteer, {annotator: ann-1}, ": "[gazetteer, "})
    (task,) = tasks(root, "names", "ann-2")
    assert [mini.TEXT[s:e] for s, e, *_ in regions(task)] == [
        *("Paris", "Monday", "Ann Lee", "Ann Lee", "Rome")
    ]


def test_an_adjudicator_is_offered_no_predictions(tmp_path: Path):
    root = corpus(tmp_path, "names", broken.spans(PARIS))
    given(root, {"registry:": "  - {id: judge, type: human, role: adjudicator}\nregistry:"})
    assert tasks(root, "names", "judge") == []


def test_offered_and_unchanged_predictions_are_counted(tmp_path: Path):
    root = corpus(tmp_path, "names", broken.spans(PARIS, HELD, EMOJI))
    (offered,) = tasks(root, "names")
    submitted = mini.names_task()
    submitted["predictions"] = offered["predictions"]
    kept = deepcopy([r for r in offered["predictions"][0]["result"] if r["value"]["text"] != "😀"])
    person = next(r for r in kept if r["value"]["labels"] == ["place"])
    person["value"]["labels"] = ["person"]
    mini.annotation(submitted)["result"] = kept
    broken.write_json(root / "annotations/names/ann-1.json", [submitted])
    ((status,),) = [[s for s in read(root)[1] if s.layer == "names"]]
    effort = status.effort
    assert effort is not None
    assert (effort.predicted, effort.unchanged, effort.changed, effort.added) == (3, 1, 1, 0)


def test_offered_blocks_are_counted_by_their_values(tmp_path: Path):
    root = corpus(tmp_path, "frames", FRAME)
    (offered,) = tasks(root, "frames")
    submitted = mini.frames_task()
    submitted["predictions"] = offered["predictions"]
    broken.write_json(root / "annotations/frames/ann-1.json", [submitted])
    (effort,) = [s.effort for s in read(root)[1]]
    assert effort is not None
    assert (effort.predicted, effort.unchanged) == (1, 1)


def test_what_is_offered_passes_the_check_when_it_is_submitted_unchanged(tmp_path: Path):
    root = corpus(tmp_path, "names", broken.spans(PARIS, LEE, HELD, EMOJI))
    (offered,) = tasks(root, "names")
    submitted = mini.names_task()
    submitted["predictions"] = offered["predictions"]
    mini.annotation(submitted)["result"] = deepcopy(offered["predictions"][0]["result"])
    broken.write_json(root / "annotations/names/ann-1.json", [submitted])
    assert [str(p) for p in run(root) if p.file == "annotations/names/ann-1.json"] == []


@pytest.mark.parametrize(
    "file", ["../out.jsonl", "/etc/passwd", "a/../../b.jsonl", "C:/x.jsonl", r"..\\b", '""', "3"]
)
def test_the_file_lies_below_the_corpus(tmp_path: Path, file: str):
    root = mini.write_corpus(tmp_path)
    path = root / "schema/corpus.yaml"
    key = f"    preannotate: {{predictions: {file}}}\n"
    broken.edit(path, "  - name: names\n", f"  - name: names\n{key}")
    if file == "3":
        assert load_schema(path).layer("names").preannotate.predictions == "3"
        return
    with pytest.raises(YamlError):
        load_schema(path)


def test_a_layer_of_document_values_takes_no_predictions(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    with (root / "schema/corpus.yaml").open("a") as file:
        file.write("  - {name: mood, unit: document, labels: [good],\n")
        file.write("     preannotate: {predictions: mood.jsonl}}\n")
    with pytest.raises(YamlError, match="mood: the layer labels whole documents"):
        load_schema(root / "schema/corpus.yaml")


def reported(root: Path) -> list[tuple[str, str]]:
    return [(p.id, p.message) for p in run(root) if p.id.startswith("prediction")]


def test_a_link_out_of_the_corpus_is_not_followed(tmp_path: Path):
    root = corpus(tmp_path / "corpus", "names")
    (tmp_path / "outside").write_text("secret")
    (root / NAMES).unlink()
    (root / NAMES).symlink_to(tmp_path / "outside")
    message = f"{NAMES} is a link that leads out of the corpus"
    assert reported(root) == [("predictions-unreadable", message)]


def test_no_annotator_is_offered_the_pass_of_one_who_votes(tmp_path: Path):
    root = corpus(tmp_path, "names", broken.spans(PARIS), system="ann-2")
    message = "system: 'ann-2' is an annotator whose pass is compared with others"
    assert reported(root) == [("predictions-header", message)]
    given(root, {"{id: ann-2, type: human}": "{id: ann-2, type: model, role: pilot}"})
    assert reported(root) == []


def test_annotators_are_not_shown_decisions(tmp_path: Path):
    root = corpus(tmp_path, "names", {"uid": "e1", "label": "person"})
    message = "the uid e1 names a decision, and annotators must not see decisions"
    assert reported(root) == [("prediction-malformed", message)]


def test_predictions_for_another_layer_are_refused(tmp_path: Path):
    root = corpus(tmp_path, "names")
    (root / NAMES).write_text(broken.predictions("frames", [FRAME]))
    message = "layer: expected 'names', found 'frames'"
    assert reported(root) == [("predictions-header", message)]


def test_lines_about_a_withdrawn_document_are_history(tmp_path: Path):
    root = corpus(tmp_path, "names")
    broken.add_second(root)
    lines = [broken.spans(PARIS), {"doc_id": "two", "block_id": "b000000", "spans": []}]
    (root / NAMES).write_text(broken.predictions("names", lines))
    assert reported(root) == []
    broken.edit(root / "corpus/sources.yaml", "doc_id: two,", "doc_id: two, status: withdrawn,")
    assert reported(root) == []
    assert set(Corpus.open(root).predictions["names"].units) == {"one"}
