"""Exports that arrive: whose they are, what is refused, what must not be lost."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import mini

ACCOUNTS = ("--account", "ann@example.org=ann-1", "--account", "9=ann-2")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path / "corpus")


def given(tmp_path: Path, tasks: list[dict[str, Any]], name: str = "export.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(tasks))
    return path


def by(task: dict[str, Any], user: object, number: int = 70) -> dict[str, Any]:
    """The task's annotation as that user's."""
    return {**mini.annotation(task), "id": number, "completed_by": user, "updated_by": None}


def two_people() -> list[dict[str, Any]]:
    """A snapshot's form of a user beside a plain export's, and a third who was not told of."""
    task = mini.names_task()
    mine = by(task, {"id": 4, "email": "ann@example.org", "first_name": "Ann"})
    mine["updated_by"] = 4
    task["drafts"] = [{"user": "ann@example.org", "result": []}]
    task["annotations"] = [mine, by(deepcopy(task), 9, 71)]
    return [task]


def test_each_annotator_gets_a_file_without_accounts(tmp_path: Path, root: Path, communique):
    done = communique(
        "import", given(tmp_path, two_people()), *ACCOUNTS, "--corpus", root, "--json"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["problems"] == []
    assert {k: (v["annotations"], v["drafts_left_out"]) for k, v in report["files"].items()} == {
        "annotations/names/ann-1.json": (1, 1),
        "annotations/names/ann-2.json": (1, 1),
    }
    for name in ("ann-1", "ann-2"):
        text = (root / f"annotations/names/{name}.json").read_text()
        assert "@" not in text
        assert [a["completed_by"] for a in json.loads(text)[0]["annotations"]] == [name]
    assert communique("check", "--corpus", root).returncode == 0
    log = json.loads((root / "annotations/pull.json").read_text())
    assert sorted(log) == sorted(report["files"])


def test_somebody_unknown_is_asked_for(tmp_path: Path, root: Path, communique):
    done = communique("import", given(tmp_path, two_people()), *ACCOUNTS[:2], "--corpus", root)
    assert done.returncode == 2
    assert "user 9" in done.stderr
    assert "@" not in done.stderr
    assert "--account" in done.stderr
    assert not list(root.glob("annotations/*/*"))


def test_work_of_nobody_is_counted_by_document_until_it_is_given_to_someone(
    tmp_path: Path, root: Path, communique
):
    """A deleted account leaves its annotations without an author."""
    task = mini.names_task()
    task["annotations"] = [by(task, 4), by(deepcopy(task), None, 71)]
    file = given(tmp_path, [task])
    done = communique("import", file, "--account", "4=ann-1", "--corpus", root)
    assert done.returncode == 2
    assert "no author (1 annotation: one)" in done.stderr
    assert "--account none=PSEUDONYM" in done.stderr
    assert not list(root.glob("annotations/*/*"))
    both = ("--account", "4=ann-1", "--account", "none=ann-2")
    assert communique("import", file, *both, "--corpus", root).returncode == 0
    for name, number in (("ann-1", 70), ("ann-2", 71)):
        tasks = json.loads((root / f"annotations/names/{name}.json").read_text())
        found = [(a["id"], a["completed_by"]) for a in tasks[0]["annotations"]]
        assert found == [(number, name)]
    assert communique("check", "--corpus", root).returncode == 0


def test_skipped_work_of_nobody_is_not_dropped(tmp_path: Path, root: Path, communique):
    task = mini.names_task()
    skipped = {**by(deepcopy(task), None, 71), "result": None, "was_cancelled": True}
    task["annotations"] = [by(task, 4), skipped]
    file = given(tmp_path, [task])
    done = communique("import", file, "--account", "4=ann-1", "--corpus", root)
    assert (done.returncode, "no author (1 annotation: one)" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "person",
    ["Bo@Example.org", {"email": "bo@example.org"}, {"id": None, "email": "bo@example.org"}],
)
def test_an_author_who_is_known_by_an_address_is_asked_for_and_named(
    tmp_path: Path, root: Path, communique, person: object
):
    task = mini.names_task()
    task["annotations"] = [by(task, person)]
    file = given(tmp_path, [task])
    done = communique("import", file, "--corpus", root)
    assert (done.returncode, "bo@example.org (1 annotation: one)" in done.stderr) == (2, True)
    done = communique("import", file, "--account", "bo@example.org=ann-2", "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert "@" not in (root / "annotations/names/ann-2.json").read_text()


def test_ids_instead_of_annotations_are_refused(tmp_path: Path, root: Path, communique):
    file = given(tmp_path, [{**mini.names_task(), "annotations": [70, 71]}])
    done = communique("import", file, "--layer", "names", "--corpus", root)
    assert done.returncode == 2
    assert "task 7 holds ids of annotations" in done.stderr
    assert "in full" in done.stderr


def test_a_second_pass_lies_beside_the_first(tmp_path: Path, root: Path, communique):
    file = given(tmp_path, [mini.names_task()])
    assert communique("import", file, "--corpus", root).returncode == 0
    assert communique("import", file, "--pass", "2", "--corpus", root).returncode == 0
    assert sorted(p.name for p in root.glob("annotations/names/*")) == [
        "ann-1.2.json",
        "ann-1.json",
    ]


def test_what_would_lose_work_is_kept_out(tmp_path: Path, root: Path, communique):
    file = given(tmp_path, [mini.names_task()])
    assert communique("import", file, "--corpus", root).returncode == 0
    before = (root / "annotations/names/ann-1.json").read_bytes()
    emptied = mini.names_task()
    other = {**emptied, "data": {**emptied["data"], "doc_id": "two"}}
    emptied["annotations"] = []
    worse = given(tmp_path, [emptied, other], "worse.json")
    done = communique("import", worse, "--corpus", root, "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert [(p["id"], p["document"]) for p in report["problems"]] == [("annotation-lost", "one")]
    assert (root / "annotations/names/ann-1.json").read_bytes() == before
    assert [f["kept_former"] for f in report["files"].values()] == [True]
    again = communique("import", worse, "--accept-losses", "--corpus", root, "--json")
    assert [p["id"] for p in json.loads(again.stdout)["problems"]] == [
        "annotation-lost",
        "unknown-document",
    ]
    assert (root / "annotations/names/ann-1.json").read_bytes() != before


def test_another_text_than_before_is_said(tmp_path: Path, root: Path, communique):
    before = given(tmp_path, [mini.names_task()], "before.json")
    assert communique("import", before, "--corpus", root).returncode == 0
    changed = mini.names_task()
    changed["data"] |= {"text": "Other.", "text_sha256": mini.hashlib.sha256(b"Other.").hexdigest()}
    mini.annotation(changed)["result"] = []
    file = given(tmp_path, [changed])
    done = communique("import", file, "--layer", "names", "--corpus", root, "--json")
    assert done.returncode == 1
    assert [p["id"] for p in json.loads(done.stdout)["problems"]] == ["text-changed"]
    assert communique("check", "--corpus", root).returncode == 0


JSON_MIN = '[{"id": 1, "text": "x", "entity": [], "annotator": 1, "annotation_id": 3}]'
CSV = "annotation_id,annotator,created_at,text\n1,1,2026,x\n"
CONLL = "-DOCSTART- -X- O\nTokyo -X- _ B-GPE\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (JSON_MIN, "JSON_MIN is not a raw JSON export: it loses region ids"),
        (CSV, "CSV is not a raw JSON export: it loses region ids"),
        (CSV.replace(",", "\t"), "TSV is not a raw JSON export"),
        (CONLL, "CoNLL is not a raw JSON export: it keeps only one label control"),
        ('{"id": 1}', "expected a list of tasks"),
        ('[{"id": 1, "annotations": [', "not JSON"),
        ("", "the file is empty"),
    ],
)
def test_other_formats_are_refused_with_what_they_lose(
    tmp_path: Path, root: Path, communique, content: str, reason: str
):
    path = tmp_path / "given"
    path.write_text(content)
    done = communique("import", path, "--corpus", root)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert reason in done.stderr
    assert not list(root.glob("annotations/*"))


def test_the_layer_is_told_by_its_controls_or_named(tmp_path: Path, root: Path, communique):
    nothing = mini.frames_task()
    mini.annotation(nothing)["result"] = []
    file = given(tmp_path, [nothing])
    done = communique("import", file, "--corpus", root)
    assert (done.returncode, "--layer" in done.stderr) == (2, True)
    assert communique("import", file, "--layer", "frames", "--corpus", root).returncode == 1
    assert (root / "annotations/frames/ann-1.json").is_file()
    full = given(tmp_path, [mini.frames_task()])
    assert communique("import", full, "--corpus", root).returncode == 0


@pytest.mark.parametrize("account", ["nobody", "=ann-1", "9=stranger"])
def test_a_wrong_account_is_refused(tmp_path: Path, root: Path, communique, account: str):
    file = given(tmp_path, [mini.names_task()])
    done = communique("import", file, "--account", account, "--corpus", root)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_an_edited_export_is_noticed(tmp_path: Path, root: Path, communique):
    file = given(tmp_path, [mini.names_task()])
    assert communique("import", file, "--corpus", root).returncode == 0
    path = root / "annotations/names/ann-1.json"
    path.write_text(path.read_text() + "\n")
    done = communique("check", "--corpus", root, "--json")
    found = [(p["id"], p["level"]) for p in json.loads(done.stdout)]
    assert (done.returncode, found) == (0, [("export-edited", "warning")])


def of_layer(task: dict[str, Any], layer: str) -> dict[str, Any]:
    return {**task, "data": {**task["data"], "layer": layer}}


def test_the_layer_is_the_one_that_the_task_says(tmp_path: Path, root: Path, communique):
    """The two layers have the same control, so that only the task can tell them apart."""
    path = root / "schema/corpus.yaml"
    twin = "  - {name: twins, unit: span, control: entity, labels: [person, place]}\n"
    path.write_text(path.read_text() + twin)
    plain = mini.names_task()
    mini.annotation(plain)["result"] = [mini.row("entity", "labels", "Paris", ["place"], "r2")]
    names = given(tmp_path, [of_layer(plain, "names")], "names.json")
    assert communique("import", names, "--corpus", root).returncode == 0
    before = (root / "annotations/names/ann-1.json").read_bytes()

    twins = given(tmp_path, [of_layer(plain, "twins")], "twins.json")
    assert communique("import", twins, "--corpus", root).returncode == 0
    assert (root / "annotations/twins/ann-1.json").is_file()
    done = communique("import", twins, "--layer", "names", "--corpus", root)
    assert (done.returncode, "which are of layer twins: one" in done.stderr) == (2, True)

    both = given(tmp_path, [of_layer(plain, "names"), of_layer(plain, "twins")], "both.json")
    done = communique("import", both, "--corpus", root)
    assert (done.returncode, "names: one; twins: one" in done.stderr) == (2, True)
    unsaid = given(tmp_path, [plain], "unsaid.json")
    done = communique("import", unsaid, "--corpus", root)
    assert (done.returncode, "its answers fit names and twins" in done.stderr) == (2, True)
    assert "--layer names or --layer twins" not in done.stderr.split("fit")[0]
    assert (root / "annotations/names/ann-1.json").read_bytes() == before
    assert communique("import", unsaid, "--layer", "names", "--corpus", root).returncode == 0


def test_a_layer_that_the_answers_contradict_is_refused(tmp_path: Path, root: Path, communique):
    names = given(tmp_path, [mini.names_task()], "names.json")
    assert communique("import", names, "--corpus", root).returncode == 0
    before = (root / "annotations/names/ann-1.json").read_bytes()
    frames = given(tmp_path, [mini.frames_task()], "frames.json")
    done = communique("import", frames, "--layer", "names", "--corpus", root)
    assert (done.returncode, "which fit layer frames" in done.stderr) == (2, True)
    assert (root / "annotations/names/ann-1.json").read_bytes() == before


def test_labels_tell_layers_apart_whose_controls_are_the_same(
    tmp_path: Path, root: Path, communique
):
    path = root / "schema/corpus.yaml"
    path.write_text(
        path.read_text()
        + "  - {name: acts, unit: span, control: entity, labels: [threat, offer]}\n"
    )
    acts = mini.names_task()
    mini.annotation(acts)["result"] = [mini.row("entity", "labels", "Paris", ["offer"], "r2")]
    file = given(tmp_path, [acts])
    done = communique("import", file, "--layer", "names", "--corpus", root)
    assert (done.returncode, "which fit layer acts" in done.stderr) == (2, True)
    assert communique("import", file, "--corpus", root).returncode == 0
    assert (root / "annotations/acts/ann-1.json").is_file()


def test_tasks_of_a_layer_that_has_another_name_now(tmp_path: Path, root: Path, communique):
    file = given(tmp_path, [of_layer(mini.names_task(), "former")])
    done = communique("import", file, "--corpus", root)
    assert (done.returncode, "layer former" in done.stderr) == (2, True)
    assert communique("import", file, "--layer", "names", "--corpus", root).returncode == 0
