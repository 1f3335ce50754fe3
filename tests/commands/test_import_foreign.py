"""Exports that were made before this tool: the corpus's text is found, and regions are moved."""

import dataclasses
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from foreign import LINES, Task, command, on_raw, parts, span, task, tone

STORED = "annotations/names/ann-1.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = mini.write_corpus(tmp_path / "corpus")
    broken.add_second(root)
    return root


@pytest.fixture
def bring(tmp_path: Path, root: Path, monkeypatch: Any, capsys: Any):
    """`bring(tasks, …, *options)`: the import of one file for each list of tasks."""

    def run(*given: Any):
        files: list[Path] = []
        for tasks in given:
            if not isinstance(tasks, str):
                files.append(tmp_path / f"old{len(files) + 1}.json")
                files[-1].write_text(json.dumps(tasks))
        options = [option for option in given if isinstance(option, str)]
        return command(monkeypatch, capsys, "import", *files, *options, "--corpus", root, "--json")

    return run


def spans(root: Path, file: str = STORED) -> list[tuple[str, str, list[str]]]:
    """Each stored region: document, marked text, and label. Its offsets fit the cleaned text."""
    found: list[tuple[str, str, list[str]]] = []
    for stored in json.loads((root / file).read_text()):
        data = stored["data"]
        clean = json.loads((root / f"corpus/clean/{data['doc_id']}.json").read_text())
        assert (data["text"], data["text_sha256"]) == (clean["text"], clean["text_sha256"])
        for row in (r for a in stored["annotations"] for r in a["result"]):
            if "start" in row["value"]:
                words = data["text"][row["value"]["start"] : row["value"]["end"]]
                assert row["value"]["text"] == words
                found.append((data["doc_id"], words, row["value"]["labels"]))
    return found


MOVED = [
    ("one", "Ann Lee", ["person"]),
    ("one", "Paris", ["place"]),
    ("one", "Rome", ["person"]),
]


@pytest.mark.parametrize("value", ["one", "one.txt", "raw/one.txt", "C:\\texts\\one.txt"])
def test_the_id_may_be_a_document_or_a_source_file(root: Path, bring, communique, value: str):
    old = on_raw(mini.TEXT, article=value)
    old["data"]["body"] = old["data"].pop("text")
    done = bring([old], "--id-key", "article", "--text-key", "body", "--layer", "names")
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, []), done.stdout
    assert spans(root) == MOVED
    assert "body" not in json.loads((root / STORED).read_text())[0]["data"]
    assert communique("check", "--corpus", root).returncode == 0


def test_a_number_names_a_document_whose_id_is_that_number(tmp_path: Path, root: Path, bring):
    for path in (root / "corpus/clean/two.json", root / "corpus/sources.yaml"):
        path.write_text(path.read_text().replace("two", "007"))
    (root / "corpus/clean/two.json").rename(root / "corpus/clean/007.json")
    (root / "corpus/raw/two.txt").rename(root / "corpus/raw/007.txt")
    text = json.loads((root / "corpus/clean/007.json").read_text())["text"]
    old = task(1, {"nr": 7, "text": text}, span(text, "Oslo", "place", "r"))
    assert bring([old], "--id-key", "nr").returncode == 0
    assert spans(root) == [("007", "Oslo", ["place"])]


@pytest.mark.parametrize(
    "text",
    [
        mini.RAW,
        mini.RAW.replace("\n", "\r\n"),
        mini.RAW.replace("\n", "\r"),
        "\ufeff" + mini.RAW,
        mini.RAW.strip(),
        "\n\n" + mini.RAW,
        mini.TEXT.replace("\n", "\r\n"),
        mini.TEXT + "\n",
    ],
)
@pytest.mark.parametrize("options", [(), ("--id-key", "id"), ("--text-key", "text")])
def test_regions_of_the_raw_text_are_moved(root: Path, bring, text: str, options: tuple[str, ...]):
    done = bring([on_raw(text, id="one")], *options)
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, []), done.stderr
    assert spans(root) == MOVED
    assert "names: 3 regions moved to the cleaned text" in json.loads(done.stdout)["notes"][0]


def test_offsets_in_utf16_units_are_moved_as_what_they_are(root: Path, bring):
    old = on_raw()
    row = old["annotations"][0]["result"][2]["value"]
    row.update(start=row["start"] + 1, end=row["end"] + 1)  # behind a character of two units
    assert bring([old]).returncode == 0
    assert spans(root) == MOVED


def test_offsets_of_two_encodings_in_one_file_are_refused(root: Path, bring):
    other = on_raw()
    row = other["annotations"][0]["result"][2]["value"]
    row.update(start=row["start"] + 1, end=row["end"] + 1)
    done = bring([on_raw(), other])
    assert (done.returncode, "UTF-16 units" in done.stderr) == (2, True)


def test_a_region_over_a_line_break_keeps_its_words(root: Path, bring):
    surface = "Ann Lee.\n\nRome"
    old = task(1, {"text": mini.RAW}, span(mini.RAW, surface, "place", "r"))
    row = old["annotations"][0]["result"][0]["value"]
    row["text"] = "Ann Lee.\\n\\nRome"  # as Label Studio writes it
    bring([old])
    assert spans(root) == [("one", "Ann Lee.\nRome", ["place"])]


@pytest.mark.parametrize(
    ("surface", "why"),
    [
        ("Leave a comment", "the cleaned text does not have its characters"),
        ("would wait.\n\nLeave", "the cleaned text does not have its characters"),
        ("wait.\n", "white space that the cleaned text does not have"),
    ],
)
def test_a_region_on_removed_text_is_named_and_nothing_is_stored(
    root: Path, bring, surface: str, why: str
):
    old = on_raw()
    rows = old["annotations"][0]["result"]
    rows.append(span(mini.RAW, surface, "place", "r9"))
    rows.append({"type": "relation", "from_id": "r9", "to_id": "r1", "direction": "right"})
    done = bring([old])
    report = json.loads(done.stdout)
    assert (done.returncode, report["files"]) == (1, {})
    (problem,) = report["problems"]
    assert problem["id"] == "region-not-moved"
    assert (problem["document"], problem["annotator"]) == ("one", "ann-1")
    assert "r9" in problem["message"]
    assert why in problem["message"]
    assert not list(root.glob("annotations/*/*"))

    done = bring([old], "--accept-losses")
    assert [p["id"] for p in json.loads(done.stdout)["problems"]] == ["region-not-moved"]
    assert spans(root) == MOVED
    assert "r9" not in (root / STORED).read_text()


@pytest.mark.parametrize("range_", [(-5, 3), (20, 10), (0, 9999), (1.5, 3), ("0", 3), (True, 3)])
def test_a_range_that_is_not_in_the_text_of_its_task_is_named(bring, range_: tuple[Any, Any]):
    old = on_raw()
    old["annotations"][0]["result"][0]["value"].update(start=range_[0], end=range_[1])
    found = json.loads(bring([old]).stdout)["problems"]
    assert [p["id"] for p in found] == ["region-not-moved"]


@pytest.mark.parametrize("base", [mini.TEXT, mini.RAW])
def test_another_text_is_refused_by_name_with_the_first_difference(root: Path, bring, base: str):
    old = on_raw(base.replace("Monday", "Sunday"), key="one")
    done = bring([old], "--id-key", "key")
    assert done.returncode == 2
    assert "document one: its text is another one; first difference at character" in done.stderr
    assert '"Sunday' in done.stderr
    assert '"Monday' in done.stderr
    assert not list(root.glob("annotations/*/*"))


def test_the_text_of_another_document_is_named(root: Path, bring):
    done = bring([on_raw(key="two")], "--id-key", "key")
    assert (done.returncode, "it is the text of document one" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("data", "options", "told"),
    [
        ({"text": mini.RAW, "key": "three"}, ("--id-key", "key"), "no document 'three'"),
        ({"text": mini.RAW}, ("--id-key", "key"), "task 1: `data` has no key 'key'"),
        ({"text": 5, "key": "one"}, ("--id-key", "key"), "no text under the key 'text'"),
        ({"text": "Nothing."}, ("--text-key", "text"), "that of no document, and it names none"),
    ],
)
def test_a_task_without_a_place_is_refused(bring, data: Any, options: Any, told: str):
    old = {**on_raw(), "data": data}
    done = bring([old], *options)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr


def test_a_text_that_two_documents_have_needs_an_id(root: Path, bring):
    clean = json.loads((root / "corpus/clean/one.json").read_text())
    (root / "corpus/clean/two.json").write_text(json.dumps({**clean, "doc_id": "two"}))
    done = bring([on_raw(mini.TEXT)])
    assert (done.returncode, "documents one and two" in done.stderr) == (2, True)
    assert bring([on_raw(mini.TEXT, id="two")], "--id-key", "id").returncode == 0


def test_an_export_of_this_tool_is_stored_as_it_came(root: Path, bring):
    old = mini.names_task()
    assert bring([old]).returncode == 0
    (stored,) = json.loads((root / STORED).read_text())
    assert stored["data"] == old["data"]


def test_parts_become_one_task_with_moved_regions_and_ids_of_their_own(
    root: Path, bring, communique
):
    given = parts()
    done = bring(given)
    report = json.loads(done.stdout)
    assert (done.returncode, report["problems"]) == (0, []), done.stderr
    assert report["notes"][-1] == "names: 3 parts put together to 1 document"
    assert spans(root) == [("one", "Paris", ["place"]), ("one", "Rome", ["person"])]
    (stored,) = json.loads((root / STORED).read_text())
    (annotation,) = stored["annotations"]
    assert [row["id"] for row in annotation["result"]] == ["r", "r-90"]
    assert annotation["lead_time"] == 6.0
    before = (root / STORED).read_bytes()
    assert bring(given[::-1]).returncode == 0
    assert bring(given[2:], given[:2]).returncode == 0  # in several files
    after = json.loads((root / STORED).read_text())
    assert after == json.loads(before)
    assert communique("check", "--corpus", root).returncode == 0


def test_parts_of_the_raw_text_are_put_together(root: Path, bring):
    chunks = [mini.RAW[:60], mini.RAW[60:]]
    given = [
        task(1, {"doc_id": "one", "text": chunks[0]}, span(chunks[0], "Paris", "place", "a")),
        task(2, {"doc_id": "one", "text": chunks[1]}, span(chunks[1], "Rome", "person", "b")),
    ]
    done = bring(given)
    assert done.returncode == 0, done.stderr
    assert spans(root) == [("one", "Paris", ["place"]), ("one", "Rome", ["person"])]


def test_a_missing_part_is_named_and_refused(root: Path, bring):
    done = bring(parts()[:2])
    assert done.returncode == 2
    assert "document one, in 2 parts: the text from character 90 on" in done.stderr
    assert "no finished task of ann-1" in done.stderr
    assert not list(root.glob("annotations/*/*"))
    done = bring(parts()[:2], "--allow-missing-parts")
    (problem,) = json.loads(done.stdout)["problems"]
    assert (done.returncode, problem["id"], problem["document"]) == (0, "parts-missing", "one")
    assert spans(root) == [("one", "Paris", ["place"])]


def test_a_skipped_part_is_missing_and_a_document_of_skipped_parts_is_skipped(root: Path, bring):
    given = parts()
    given[2]["annotations"][0].update(was_cancelled=True, result=[])
    assert bring(given).returncode == 2
    for part in given:
        part["annotations"][0].update(was_cancelled=True, result=[])
    assert bring(given, "--layer", "names").returncode == 0
    (stored,) = json.loads((root / STORED).read_text())
    assert [a["was_cancelled"] for a in stored["annotations"]] == [True]


def test_a_part_that_one_annotator_lacks_is_told_of_that_annotator(bring):
    given = parts()
    for part in given[:2]:
        part["annotations"].append({**deepcopy(part["annotations"][0]), "completed_by": "ann-2"})
    done = bring(given)
    assert (done.returncode, "no finished task of ann-2" in done.stderr) == (2, True)


def repeated(root: Path) -> str:
    """The text of a document whose first and third line are equal."""
    text = "Ann Lee waits in Paris for news.\nRome is silent.\nAnn Lee waits in Paris for news."
    raw = text.replace("\n", "\n\n") + "\n"
    (root / "corpus/raw/three.txt").write_text(raw)
    source = dataclasses.replace(
        mini.SOURCE, doc_id="three", file="three.txt", sha256=broken_sha(raw)
    )
    with (root / "corpus/sources.yaml").open("a") as file:
        file.write(f"- {{doc_id: three, file: three.txt, sha256: {source.sha256}, language: en}}\n")
    document = mini.make_document(source, raw.encode(), "extracted")
    mini.write_json(root / "corpus/clean/three.json", document.to_json())
    return document.text


def broken_sha(raw: str) -> str:
    return mini.hashlib.sha256(raw.encode()).hexdigest()


def test_a_part_that_occurs_twice_needs_its_offset(root: Path, bring):
    text = repeated(root)
    given: list[Task] = []
    at = 0
    for number, line in enumerate(text.split("\n"), start=1):
        data = {"doc_id": "three", "text": line, "from": at}
        rows = [span(line, "Paris", "place", "r")] if "Paris" in line else []
        given.append(task(number, data, *rows))
        at += len(line) + 1
    done = bring(given)
    assert (done.returncode, "document three: its text occurs more than once" in done.stderr) == (
        2,
        True,
    )
    done = bring(given, "--offset-key", "from")
    assert done.returncode == 0, done.stderr
    assert spans(root) == [("three", "Paris", ["place"])] * 2
    (stored,) = json.loads((root / STORED).read_text())
    assert "from" not in stored["data"]


@pytest.mark.parametrize("offset", [3, -1, 10**30, "x", None, 1.0, True, [0]])
def test_a_wrong_offset_is_refused_by_name(bring, offset: Any):
    given = parts()
    given[1]["data"]["at"] = offset
    given[0]["data"]["at"], given[2]["data"]["at"] = 0, "90"
    done = bring(given, "--offset-key", "at")
    assert (done.returncode, "document one:" in done.stderr) == (2, True)


def test_the_same_part_twice_counts_once_and_must_not_differ(root: Path, bring):
    given = parts()
    assert bring([*given, deepcopy(given[1])]).returncode == 0
    assert len(spans(root)) == 2
    other = deepcopy(given[1])
    other["annotations"][0]["result"][0]["value"]["labels"] = ["person"]
    done = bring([*given, other])
    assert (done.returncode, "two tasks have different work" in done.stderr) == (2, True)


def test_parts_that_overlap_are_refused(bring):
    given = parts()
    given[1]["data"]["text"] = f"{LINES[0]}\n{LINES[1]}"
    given[1]["annotations"][0]["result"] = []
    done = bring(given)
    assert (done.returncode, "the same text at characters 0 to 16" in done.stderr) == (2, True)


def of_frames(*tones: str) -> list[Task]:
    return [
        task(n, {"doc_id": "one", "text": line}, tone(value))
        for n, (line, value) in enumerate(zip(LINES, tones, strict=True), start=1)
    ]


def test_answers_about_the_document_must_not_contradict_each_other(root: Path, bring):
    done = bring(of_frames("warm", "warm", "cold"))
    assert done.returncode == 2
    assert "document one" in done.stderr
    assert "contradict each other in `tone`: warm and cold" in done.stderr
    bring(of_frames("warm", "warm", "warm"))
    (stored,) = json.loads((root / "annotations/frames/ann-1.json").read_text())
    assert [r["from_name"] for r in stored["annotations"][0]["result"]] == ["tone"]


def test_relations_follow_renamed_regions(root: Path, bring):
    given = parts()
    link = {"type": "relation", "from_id": "r", "to_id": "r2", "direction": "right"}
    for part in given[1:]:
        text = part["data"]["text"]
        surface = "team" if "team" in text else "it"
        part["annotations"][0]["result"] += [span(text, surface, "person", "r2"), dict(link)]
    bring(given)
    (stored,) = json.loads((root / STORED).read_text())
    links = [r for r in stored["annotations"][0]["result"] if r["type"] == "relation"]
    assert [(r["from_id"], r["to_id"]) for r in links] == [("r", "r2"), ("r-90", "r2-90")]


def test_a_withdrawn_document_is_left_alone(root: Path, bring, communique):
    assert communique("withdraw", "two", "--corpus", root).returncode == 0
    old = task(2, {"doc_id": "two", "text": "Other."}, span("Other.", "Other", "place", "x"))
    assert bring([on_raw(), old]).returncode == 0
