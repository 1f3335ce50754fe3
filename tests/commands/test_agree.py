"""The report on agreement: what it measures, and what it says in words."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import linked
import mini
from communique.assessment.markdown import markdown
from communique.checks import run as check
from communique.corpus import write_json
from terminal import on_terminal, plain, words
from voters import corpus, literal, longer, put, two_readings, without

Report = dict[str, Any]


def report(communique: Any, root: Path, *arguments: str) -> Report:
    done = communique("agree", "--json", "--corpus", root, *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def layer_of(data: Report, name: str = "names") -> Report:
    return next(layer for layer in data["layers"] if layer["layer"] == name)


def question_of(data: Report, question: str, layer: str = "names") -> Report:
    return next(q for q in layer_of(data, layer)["questions"] if q["question"] == question)


def said(data: Report) -> str:
    return " ".join(data["caveats"])


def two(root: Path) -> Path:
    """Two passes that part on a reading, a frame and a tone."""
    return mini.write_corpus(root, two_readings())


def test_questions_are_what_the_schema_counts(tmp_path: Path, communique: Any):
    data = report(communique, two(tmp_path))
    assert [(x["layer"], [q["question"] for q in x["questions"]]) for x in data["layers"]] == [
        ("names", ["label", "reading", "entity_id", "holders"]),
        ("frames", ["label", "frames", "tone"]),
    ]
    assert question_of(data, "label")["alpha"] == {"value": 1.0, "reason": None}
    assert question_of(data, "reading")["alpha"] == {"value": None, "reason": "too_few_units"}
    assert question_of(data, "reading")["observed"] == 0.0
    assert question_of(data, "entity_id")["alpha"]["reason"] == "too_few_units"
    assert question_of(data, "holders")["metric"] == "masi"


def test_a_question_is_told_value_by_value_and_pair_by_pair(tmp_path: Path, communique: Any):
    primary = question_of(report(communique, two(tmp_path)), "label", "frames")
    assert primary["compared"] == 2
    assert [(v["value"], v["count"], v["prevalence"]) for v in primary["values"]] == [
        ("money", 1, 0.25),
        ("people", 3, 0.75),
    ]
    (pair,) = primary["pairs"]
    assert pair["annotators"] == ["ann-1", "ann-2"]
    assert pair["confusions"] == [{"values": ["money", "people"], "count": 1}]
    assert (primary["alpha"]["value"], pair["kappa"]["value"], pair["observed"]) == (0.0, 0.0, 0.5)
    assert primary["documents"]["one"]["observed"] == 0.5
    assert primary["without"] == {}


def test_spans_are_told_by_range_by_label_and_by_border(tmp_path: Path, communique: Any):
    task = mini.names_task()
    data = report(communique, corpus(tmp_path, task, longer(task), without(task, "r4")))
    spans = layer_of(data)["spans"]
    first = next(p for p in spans["pairs"] if p["annotators"] == ["ann-1", "ann-2"])
    assert (first["exact"]["f1"], first["overlap"]["f1"]) == (0.75, 1.0)
    assert first["borders"] == [
        {"start": 0, "end": 0, "count": 3},
        {"start": -3, "end": 0, "count": 1},
    ]
    assert spans["unitizing"]["value"] == pytest.approx(0.8808467954809419)
    assert set(spans["unitizing"]["by_label"]) == {"person", "place"}
    assert set(question_of(data, "label")["without"]) == {"ann-1", "ann-2", "ann-3"}


def test_what_to_look_at_first_names_the_most_divided(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path, task, longer(task), without(literal(task), "r2"))
    first, second = layer_of(report(communique, root))["review_first"]
    start = mini.TEXT.index("Paris")
    assert first["said"] == {
        f"place [{start - 3}, {start + 5})": ["ann-2"],
        f"place [{start}, {start + 5})": ["ann-1"],
    }
    assert first["absent"] == ["ann-3"]
    assert second["absent"] == []
    assert [len(a) for a in first["annotations"]] == [21, 21]


def test_one_pass_or_none_is_said_in_words(tmp_path: Path, communique: Any):
    assert said(report(communique, mini.write_corpus(tmp_path / "none"))).startswith("No layer has")
    root = mini.write_corpus(tmp_path / "one", {"names/ann-1": [mini.names_task()]})
    data = report(communique, root)
    assert "one voting pass: agreement needs two" in said(data)
    assert question_of(data, "label")["alpha"]["reason"] == "one_annotator"
    assert layer_of(data)["items"] == {"single": 4}


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (("model", "model"), "the consistency of passes, not the reliability of people"),
        (("human", "model"), "Some annotators are language models"),
        (("human", "human"), ""),
    ],
)
def test_agreement_of_models_is_called_consistency(
    tmp_path: Path, communique: Any, kinds: tuple[str, str], words: str
):
    root = two(tmp_path)
    for number, kind in enumerate(kinds, start=1):
        old = f"{{id: ann-{number}, type: human}}"
        broken.edit(root / "schema/corpus.yaml", old, f"{{id: ann-{number}, type: {kind}}}")
    sentences = said(report(communique, root))
    assert ("language models" in sentences) == (words != "")
    assert words in sentences


def test_few_documents_are_called_a_description(tmp_path: Path, communique: Any):
    data = report(communique, two(tmp_path))
    assert "1 document: intervals describe this corpus" in said(data)
    assert question_of(data, "label")["interval_by_document"]["descriptive"] is True
    assert question_of(data, "label")["interval_by_unit"]["descriptive"] is False


def test_offers_left_unchanged_are_shown(tmp_path: Path, communique: Any):
    offered = mini.names_task()
    rows = mini.annotation(offered)["result"]
    offered["predictions"] = [{"id": 1, "result": deepcopy(rows)}]
    for row in rows:
        row["origin"] = "prediction"
    rows[:] = [r for r in rows if r["id"] != "r2"]
    root = mini.write_corpus(tmp_path, {"names/ann-1": [offered]})
    data = report(communique, root)
    shown = {a["id"]: (a["offered"], a["accepted_unchanged"]) for a in data["annotators"]}
    assert shown == {"ann-1": (4, 0.75), "ann-2": (0, None)}
    assert "Pre-annotations were offered" in said(data)
    assert "| ann-1 | 4 | 0.750 |" in markdown(data)


def test_who_did_a_document_again_is_compared_with_himself(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    write_json(root / "annotations/names/ann-1.2.json", [longer(mini.names_task())])
    assert check(root) == []
    data = report(communique, root)
    (own,) = data["self_consistency"]
    assert (own["annotator"], own["pass"], own["documents"]) == ("ann-1", 2, ["one"])
    assert (own["spans_exact_f1"], own["everything_f1"]) == (0.75, 0.75)
    assert layer_of(data)["items"] == {"single": 4}


def test_dawid_and_skene_is_asked_for_and_warns(tmp_path: Path, communique: Any):
    root = two(tmp_path)
    assert "dawid_skene" not in layer_of(report(communique, root))
    data = report(communique, root, "--dawid-skene")
    found = layer_of(data)["dawid_skene"]
    assert [d["question"] for d in found] == ["label", "reading", "entity_id", "holders"]
    assert all("Passes of one model are not" in d["warning"] for d in found)
    assert "Dawid and Skene, label" in markdown(data)


def test_labels_in_order_are_compared_as_such(tmp_path: Path, communique: Any):
    root = two(tmp_path)
    schema = root / "schema/corpus.yaml"
    broken.edit(schema, "    control: primary\n", "    control: primary\n    ordered: true\n")
    primary = question_of(report(communique, root), "label", "frames")
    assert primary["metric"] == "ordinal"
    assert "weighted_kappa" in primary["pairs"][0]
    broken.edit(
        schema, "type: choices, registry: actors", "type: choices, ordered: true, registry: actors"
    )
    refused = communique("agree", "--corpus", root)
    assert refused.returncode == 2
    assert "is ordered" in refused.stderr


def test_files_hold_what_the_command_says_and_no_word_of_the_text(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path / "c", task, longer(task), without(task, "r4"))
    data = report(communique, root, "--out", str(tmp_path / "report"))
    written = (tmp_path / "report/agreement.json").read_text()
    assert json.loads(written) == data
    shown = (tmp_path / "report/agreement.md").read_text()
    assert shown == markdown(data) == communique("agree", "--full", "--corpus", root).stdout
    for name in ("Ann Lee", "Paris", "Rome"):
        assert name not in written
    assert shown.startswith("# Agreement in mini, before adjudication")
    assert "### Look at these first" in shown


def test_nothing_hangs_on_the_order_of_rows(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path / "a", task, longer(task), literal(task))
    turned = deepcopy(longer(task))
    mini.annotation(turned)["result"].reverse()
    other = corpus(tmp_path / "b", task, turned, literal(task))
    assert report(communique, root) == report(communique, other)


def test_what_is_left_open_by_an_adjudicator_changes_nothing_in_the_report(
    tmp_path: Path, communique: Any
):
    task = mini.names_task()
    root = corpus(tmp_path, task, longer(task), literal(task))
    before = report(communique, root)
    assert communique("adjudicate", "--corpus", root).returncode == 0
    assert report(communique, root) == before
    put(root, 3, task)
    assert report(communique, root) != before


def parted(root: Path) -> Path:
    """Three voters: one has a longer Paris, one reads Rome literally, one leaves out Rome."""
    task = mini.names_task()
    return corpus(root, task, longer(literal(task)), without(task, "r4"))


def test_the_summary_quotes_words_and_how_the_votes_differ(tmp_path: Path, communique: Any):
    done = communique("agree", "--corpus", parted(tmp_path))
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["layer", "question", "alpha", "95", "%", "interval", "compared"]
    at = next(n for n, line in enumerate(lines) if line.endswith(' "Rome"'))
    assert [line.strip() for line in lines[at + 1 : at + 4]] == [
        "ann-1: place, reading metonymic",
        "ann-2: place, reading literal",
        "ann-3: not marked",
    ]
    at = next(n for n, line in enumerate(lines) if line.endswith(' "in Paris"'))
    assert [line.strip() for line in lines[at + 1 : at + 3]] == [
        'ann-1, ann-3: place "Paris"',
        'ann-2: place "in Paris"',
    ]
    assert "\x1b" not in done.stdout
    assert "| --- |" not in done.stdout


@pytest.mark.parametrize(
    ("differing", "told"), [(5, []), (6, ["and 1 more"]), (12, ["and at least 5 more"])]
)
def test_the_summary_says_how_many_items_it_does_not_quote(
    tmp_path: Path, communique: Any, differing: int, told: list[str]
):
    """A report lists ten items of a layer; the summary quotes five of them."""
    marked = list(dict.fromkeys(re.findall(r"\w{3,}", mini.TEXT)))
    task = mini.names_task()
    mini.annotation(task)["result"] = [
        mini.row("entity", "labels", word, ["person"], f"r{n}")
        for n, word in enumerate(marked[:differing])
    ]
    empty = deepcopy(task)
    mini.annotation(empty)["result"] = []
    lines = communique("agree", "--corpus", corpus(tmp_path, task, empty)).stdout.splitlines()
    assert sum(line.startswith("one [") for line in lines) == 5
    assert [line for line in lines if line.startswith("and ")] == told


def test_a_question_about_the_document_has_answers_and_no_words(tmp_path: Path, communique: Any):
    lines = communique("agree", "--corpus", two(tmp_path)).stdout.splitlines()
    at = lines.index("one attribute tone")
    assert [line.strip() for line in lines[at + 1 : at + 3]] == ["ann-1: warm", "ann-2: cold"]


@pytest.mark.parametrize("width", [80, 140])
def test_the_summary_fits_on_a_terminal(tmp_path: Path, width: int):
    root = parted(tmp_path)
    printed = on_terminal("agree", "--corpus", root, width=width)
    shown = plain(printed)
    assert max(map(len, shown.splitlines())) <= width
    assert "layer question alpha 95 % interval compared" in words(printed)
    assert "ann-2: place, reading literal" in words(printed)
    assert "\x1b[1mLook at these first: names" in printed


def test_without_votes_the_summary_says_so(tmp_path: Path, communique: Any):
    done = communique("agree", "--corpus", mini.write_corpus(tmp_path))
    assert (done.returncode, "No layer has" in done.stdout) == (0, True)
    assert "Look at these first" not in done.stdout


def test_out_with_the_name_of_a_file_writes_the_whole_report(tmp_path: Path, communique: Any):
    root, file = parted(tmp_path / "c"), tmp_path / "report.md"
    done = communique("agree", "--corpus", root, "--out", file)
    assert done.returncode == 0
    assert file.read_text() == communique("agree", "--full", "--corpus", root).stdout
    assert file.read_text() != done.stdout


def test_a_relation_to_look_at_quotes_both_ends(tmp_path: Path, communique: Any):
    praised, denied = [("r1", "r4", "praises")], [("r1", "r4", "denies")]
    root = linked.corpus(tmp_path, praised, denied)
    lines = communique("agree", "--corpus", root).stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if line.endswith('"Ann Lee -> Rome"'))
    assert [line.strip() for line in lines[at + 1 : at + 3]] == ["ann-1: praises", "ann-2: denies"]
