"""Merge conflicts in exports and decisions: what is said of them, and whether its steps work."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

import broken
import mini
from communique.label_studio import read_export
from communique.label_studio.conflict.decisions import compare_decisions
from communique.label_studio.conflict.differences import Differences
from communique.label_studio.conflict.explain import explain, explain_conflict
from communique.label_studio.conflict.exports import compare_exports, content
from communique.records import Record, annotation_id
from communique.util.merge_conflict import has_conflict, side_names, sides

Task = dict[str, Any]
SRC = Path(__file__).parent.parent / "src"
FILE = "annotations/names/ann-1.json"
ASK = "communique adjudicate --interactive --adjudicator judge --layer names"
LOG = "annotations/pull.json"
DECIDED = "annotations/adjudicated/names.json"
OWN = ("names", "one", "ann-1", 1)
THIRD = "Third article\n\nAnn Lee sold boats in Lima while prices fell through June.\n"
PLAIN = b"[\n<<<<<<< HEAD\n 1\n=======\n 2\n>>>>>>> other\n]\n"
DIFF3 = b"[\n<<<<<<< HEAD\n 1\n||||||| 0a1b2c3\n 0\n=======\n 2\n>>>>>>> other\n]\n"


@pytest.mark.parametrize("data", [PLAIN, DIFF3, PLAIN * 2, PLAIN[2:], PLAIN[:-2]])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_markers_are_found_whatever_ends_the_lines(data: bytes, end: bytes):
    assert has_conflict(data.replace(b"\n", end))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]\n",
        b"<<<<<<< HEAD\n",
        b"<<<<<<< HEAD\n>>>>>>> other\n=======\n",
        b">>>>>>> other\n=======\n<<<<<<< HEAD\n",
        b"=======\n>>>>>>> other\n",
        PLAIN.replace(b"<<<<<<<", b" <<<<<<<"),
        PLAIN.replace(b"<<<<<<<", b"<<<<<<<<<"),
        PLAIN.replace(b"=======", b"========"),
        json.dumps([PLAIN.decode()], indent=1).encode(),
        orjson.dumps({"text": DIFF3.decode()}),
    ],
)
def test_other_lines_are_no_conflict(data: bytes):
    assert not has_conflict(data)


def test_a_large_file_without_markers_is_passed_quickly():
    data = (b' {"text": "a < b <<<<<<< c\\n======="},\n') * 2_600_000
    began = time.perf_counter()
    assert len(data) > 100_000_000
    assert not has_conflict(data)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("data", [PLAIN, DIFF3])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_conflict_is_resolved_to_one_side(data: bytes, end: bytes):
    ours, theirs = sides((data * 2 + b"rest").replace(b"\n", end))
    assert ours.replace(end, b"\n") == b"[\n 1\n]\n[\n 1\n]\nrest"
    assert theirs.replace(end, b"\n") == b"[\n 2\n]\n[\n 2\n]\nrest"


def test_longer_markers_in_what_both_had_before_are_dropped_with_it():
    before = b"||||||| merged\n<<<<<<<<< a\n 8\n=========\n 9\n>>>>>>>>> b\n"
    data = PLAIN.replace(b"=======\n", before + b"=======\n")
    assert sides(data) == sides(PLAIN)


def test_a_file_without_conflict_has_two_equal_sides():
    assert sides(b"[]\n") == (b"[]\n", b"[]\n")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"[\n>>>>>>> other\n]\n", 2),
        (b"[\n]\n=======\n", 3),
        (PLAIN[:-2].replace(b">>>>>>> other\n", b""), 4),
        (PLAIN.replace(b" 1\n", PLAIN), 4),
        (PLAIN + b"||||||| base\n", 8),
        (DIFF3.replace(b" 0\n", b"||||||| base\n"), 5),
    ],
)
def test_markers_out_of_order_are_refused_with_their_line(data: bytes, line: int):
    with pytest.raises(ValueError, match=rf"^line {line}: "):
        sides(data)


def test_the_sides_are_named_in_words_alone():
    assert side_names(DIFF3) == ("HEAD", "other")
    assert side_names(b"<<<<<<<\n=======\n>>>>>>>\n") == ("", "")
    shown = side_names(b"<<<<<<< a\x1b[31m `b` \xff\n=======\n>>>>>>> " + b"x" * 200 + b"\n")
    assert shown == ("a 31m b", "x" * 60)


def task(doc_id: str, raw: str, region: str) -> Task:
    """A task of the span layer with one name."""
    made = broken.second_task("ann-1")
    text = raw.strip().replace("\n\n", "\n")
    start = text.index("Ann Lee")
    made["data"] = {
        "doc_id": doc_id,
        "text": text,
        "text_sha256": sha256(text.encode()).hexdigest(),
    }
    (row,) = mini.annotation(made)["result"]
    row["id"] = region
    row["value"] |= {"start": start, "end": start + 7}
    return made


def one() -> Task:
    return mini.names_task()


def two() -> Task:
    return {**task("two", broken.SECOND, "s1"), "id": 8}


def three() -> Task:
    return {**task("three", THIRD, "t1"), "id": 9}


def longer(given: Task) -> Task:
    """The task with Paris marked as `in Paris`."""
    given = deepcopy(given)
    value = mini.rows_of(given, "r2")[0]["value"]
    value.update(start=value["start"] - 3, text="in Paris")
    return given


def without(given: Task, region: str) -> Task:
    given = deepcopy(given)
    rows = mini.annotation(given)["result"]
    rows[:] = [row for row in rows if row["id"] != region]
    return given


def compared(ours: list[Any], theirs: list[Any], layer: str = "names") -> Differences:
    return compare_exports(orjson.dumps(ours), orjson.dumps(theirs), layer, "ann-1", 1)


@pytest.mark.parametrize("layer", ["names", "frames"])
def test_ids_are_those_that_the_reader_gives(tmp_path: Path, layer: str):
    made = one() if layer == "names" else mini.frames_task()
    root = mini.write_corpus(tmp_path, {f"{layer}/ann-1": [made]})
    schema = mini.load_schema_text()
    events = read_export(root / f"annotations/{layer}/ann-1.json", schema)
    ids = {event.annotation_id for event in events if isinstance(event, Record)}
    assert {d.id for d in compared([made], [], layer).only_ours} == ids


def test_alike_is_what_differs_in_numbers_and_order_alone():
    later = {**one(), "id": 99, "updated_at": "2026-05-05"}
    mini.annotation(later).update(id=9, lead_time=3)
    mini.annotation(later)["result"].reverse()
    assert compared([one()], [later]) == Differences()
    assert content(one()) == content(later) != content(longer(one()))


def test_regions_are_told_by_id_with_what_differs():
    ours, theirs = without(one(), "r1"), longer(without(one(), "r3"))
    label, reading = mini.rows_of(theirs, "r4")
    label["value"]["labels"], reading["value"]["choices"] = ["person"], ["literal"]
    found = compared([ours], [theirs])
    told = {d.id: d.what for d in (*found.only_ours, *found.only_theirs, *found.both)}
    at = [mini.TEXT.index(name) for name in ("Ann Lee", "Paris", "Rome")]
    last = mini.TEXT.index("Ann Lee", at[0] + 1)
    assert {d.document for d in (*found.only_ours, *found.both)} == {"one"}
    assert told == {
        annotation_id(*OWN, "r:r3"): f"entity person, holder ann+rome, offsets {last}-{last + 7}",
        annotation_id(
            *OWN, "r:r1"
        ): f"entity person, entity_id per:ann-lee, offsets {at[0]}-{at[0] + 7}",
        annotation_id(*OWN, "r:r2"): f"offsets {at[1]}-{at[1] + 5} or {at[1] - 3}-{at[1] + 5}",
        annotation_id(*OWN, "r:r4"): "entity place or person, reading metonymic or literal",
    }
    assert [len(x) for x in (found.only_ours, found.only_theirs, found.both)] == [1, 1, 2]


def test_blocks_and_document_values_have_ids_of_their_own():
    ours, theirs = mini.frames_task(), mini.frames_task()
    block, value = mini.annotation(theirs)["result"][2], mini.annotation(theirs)["result"][-1]
    block["value"]["choices"] = ["none"]
    value["value"]["choices"] = ["cold"]
    own = ("frames", "one", "ann-1", 1)
    assert {d.id: d.what for d in compared([ours], [theirs], "frames").both} == {
        annotation_id(*own, f"b:{block['id']}"): "primary people or none",
        annotation_id(*own, "d:tone"): "tone warm or cold",
    }


def test_notes_are_not_repeated():
    ours, theirs = mini.frames_task(), mini.frames_task()
    for made, note in ((ours, "their own words"), (theirs, "other words")):
        row = {"id": "n", "from_name": "note", "type": "textarea", "value": {"text": [note]}}
        mini.annotation(made)["result"].append(row)
    (found,) = compared([ours], [theirs], "frames").both
    assert found.what == "note differs"


def test_relations_belong_to_the_region_that_they_lead_from():
    link = {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right"}
    linked = one()
    mini.annotation(linked)["result"].append(link)
    (found,) = compared([one()], [linked]).both
    assert (found.id, found.what) == (annotation_id(*OWN, "r:r1"), "relation differs")


def test_a_region_without_an_id_is_named_by_its_place():
    bare = one()
    for row in mini.rows_of(bare, "r2"):
        del row["id"]
    found = compared([bare], [without(one(), "r2")])
    start = mini.TEXT.index("Paris")
    assert [d.id for d in found.only_ours] == [f"{start}-{start + 5}"]


def test_documents_of_one_side_are_told():
    found = compared([one(), two()], [one(), three()])
    assert (found.our_documents, found.their_documents, found.both) == (("two",), ("three",), ())
    assert [d.document for d in (*found.only_ours, *found.only_theirs)] == ["two", "three"]
    waiting = {**two(), "annotations": []}
    assert compared([one(), two()], [one(), waiting]).our_documents == ("two",)
    assert compared([waiting], []).our_documents == ("two",)
    assert compared([waiting], [{**waiting, "id": 1}]) == Differences()


def test_a_document_may_differ_as_a_whole():
    skipped, empty, moved = one(), one(), one()
    mini.annotation(skipped).update(was_cancelled=True, result=[])
    mini.annotation(empty)["result"] = []
    moved["data"]["guideline_version"] = "9"
    for theirs in (skipped, moved):
        (found,) = compared([empty if theirs is skipped else one()], [theirs]).both
        assert (found.id, found.document) == ("", "one")


ODD: list[Any] = [
    {"data": {"doc_id": "a\x1b[31m\n"}, "annotations": [{"result": []}]},
    None,
    7,
    {"data": 5, "annotations": 7},
    {"data": {"doc_id": 3}, "annotations": [None, {"result": {}}, {"result": [4, {"id": []}]}]},
    {"annotations": [{"result": [{"value": {"start": {}, "labels": [[1, ["x"]], None]}}]}]},
    {"annotations": [{"result": [{"id": "a", "from_name": 4, "value": {"end": "\x1b[31m"}}]}]},
    {"annotations": [{"result": [{"type": "relation", "labels": {}}]}]},
]


@pytest.mark.parametrize("ours", [ODD, *([x] for x in ODD)])
def test_anything_may_be_in_a_list_of_tasks(ours: list[Any]):
    found = compared(ours, [one()])
    message, _ = explain(found, FILE, "names", "ann-1")
    assert (found.unreadable, message.isprintable()) == ((), True)
    assert compared(ours, ours) == Differences()


@pytest.mark.parametrize("data", [b"", b"[", b'"x"', b"{}", b"\xff", b'["\\ud800"]', b"[" * 9999])
def test_what_is_no_export_or_no_decisions_is_said(data: bytes):
    found = compare_exports(data, b"[]", "names", "ann-1", 1)
    assert found.unreadable[0].startswith("ours is n")
    (told,) = compare_decisions(b'{"decisions": []}', data).unreadable
    assert told.startswith("theirs is n")
    assert told[1:] in explain(Differences(unreadable=(told,)), DECIDED, "names")[0]


def decision(uid: str, candidates: list[str], **values: Any) -> dict[str, Any]:
    place = {"start": 1, "end": 4, "label": "person", "outcome": "kept", "doc_id": "one"}
    return {"uid": uid, "candidates": candidates, "decision": "adjudicated", **place, **values}


def decided(*decisions: Any) -> bytes:
    return orjson.dumps({"decisions": decisions, "retired": []})


def test_decisions_are_told_by_uid_with_what_they_rest_on():
    ours = decided(decision("e1", ["a1"]), decision("e2", ["a2", "a3"]), decision("e3", ["a4"]))
    theirs = decided(
        decision("e1", ["a1"]),
        decision("e2", ["a2", "a5"], outcome="rejected", label="place"),
        decision("e4", ["a6"], decision="unanimous"),
    )
    found = compare_decisions(ours, theirs)
    assert [(d.id, d.what, d.by_hand) for d in found.only_ours] == [("e3", "kept person 1-4", True)]
    assert [(d.id, d.by_hand) for d in found.only_theirs] == [("e4", False)]
    (both,) = found.both
    assert both.what == "kept person 1-4 or rejected place 1-4"
    assert (both.id, both.candidates) == ("e2", ("a2", "a3", "a5"))


def test_one_item_with_two_uids_is_one_decision():
    ours, theirs = decision("e1", ["a1", "a2"]), decision("e2", ["a2", "a1"], start=0)
    found = compare_decisions(decided(ours), decided(theirs))
    assert (found.only_ours, found.only_theirs) == ((), ())
    assert [(d.id, d.what) for d in found.both] == [
        ("e1 and e2", "kept person 1-4 or kept person 0-4")
    ]


def test_a_decision_that_differs_in_something_else_says_in_what():
    found = compare_decisions(
        decided(decision("e1", ["a1"], by="x")), decided(decision("e1", ["a1"], by="y", at="z"))
    )
    assert [d.what for d in found.both] == ["kept person 1-4, with different at, by"]


def test_a_message_names_ten_of_each_kind_and_counts_the_rest():
    many = decided(*(decision(f"e{n:02}", []) for n in range(13)))
    message, fix = explain(compare_decisions(decided(), many), DECIDED, "names")
    assert re.findall(r"e\d\d", message) == [f"e{n:02}" for n in range(10)]
    assert "; and 3 more." in message
    assert re.findall(r"e\d\d", fix) == [f"e{n:02}" for n in range(10)]


def test_what_has_no_conflict_is_not_explained():
    assert explain_conflict(b"[]", FILE, "names", "ann-1") is None
    message, fix = explain_conflict(PLAIN.replace(b" 1\n", PLAIN), FILE, "names", "ann-1") or "??"
    assert "line 4" in message
    assert "git log" in fix


# What follows goes through git: conflicts that it made, and the steps as they are told.


class Repository:
    """A corpus in a folder of a repository, and the commands that a message tells."""

    def __init__(self, path: Path) -> None:
        self.path, self.root = path, path / "data"
        tools = path.parent / "tools"
        tools.mkdir()
        tool = tools / "communique"
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m communique "$@"\n')
        tool.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(SRC),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def run(self, command: str, code: int | None = 0) -> str:
        """What a command says on both streams, in the corpus folder."""
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert code in (None, done.returncode), (command, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def begin(self, style: str) -> None:
        self.run("git init --quiet --initial-branch=main ..")
        self.run("git config user.name Ann && git config user.email ann@example.org")
        self.run(f"git config merge.conflictStyle {style}")
        (self.root / ".gitignore").write_text(".label-studio/\n")
        self.commit()

    def commit(self) -> None:
        self.run("git add . && git commit --quiet --message change")

    def bring(self, tasks: list[Task], person: str = "ann-1") -> None:
        """An export arrives as it does from Label Studio, and is committed."""
        given = self.path.parent / "given.json"
        given.write_text(json.dumps(tasks))
        self.run(f"communique import {given} --layer names --account {person}={person}")
        self.commit()

    def merge(self, ours: Callable[[], object], theirs: Callable[[], object]) -> None:
        self.run("git checkout --quiet -b other")
        theirs()
        self.run("git checkout --quiet main")
        ours()
        assert "CONFLICT" in self.run("git merge other", code=1)

    def explained(self, file: str, annotator: str | None) -> tuple[str, list[list[str]]]:
        """The message, and the commands of each step."""
        told = explain_conflict((self.root / file).read_bytes(), file, "names", annotator)
        assert told is not None
        steps = re.split(r"(?<!\S)\d\. ", told[1])[1:]
        return told[0], [re.findall(r"`([^`]+)`", step) for step in steps]

    def keep(self, command: str) -> None:
        """Keep a side of the export, and the same of what was noted when it arrived."""
        self.run(command)
        self.run(command.replace(FILE, LOG))

    def documents(self) -> list[str]:
        return [t["data"]["doc_id"] for t in json.loads((self.root / FILE).read_bytes())]

    def finish(self, steps: list[list[str]], file: str) -> None:
        """The last two steps: check, add, commit; nothing is left of the conflict."""
        assert steps[-2][0] == "communique check"
        said = self.run(steps[-2][0])
        assert "0 errors" in said
        assert "export-edited" not in said
        for leftover in ("ours.json", "theirs.json"):
            (self.root / leftover).unlink(missing_ok=True)
        add, commit, *_ = steps[-1]
        self.run(add)
        self.run(f"{commit} --message merged")
        assert self.run("git status --porcelain") == ""
        assert not has_conflict((self.root / file).read_bytes())


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three documents, no annotation yet."""
    made = Repository(tmp_path / "repository")
    mini.write_corpus(made.root)
    broken.add_second(made.root, splits="{train: [one, three], test: [two]}")
    digest = sha256(THIRD.encode()).hexdigest()
    (made.root / "corpus/raw/three.txt").write_text(THIRD)
    with (made.root / "corpus/sources.yaml").open("a") as file:
        file.write(f"- {{doc_id: three, file: three.txt, sha256: {digest}, language: en}}\n")
    made.run("communique clean")
    return made


def decide(repository: Repository, *answers: str, ask: str = ASK) -> None:
    """Answer what is open, item by item, each for the reason that is offered."""
    lines = "".join(f"{answer}\n" if answer == "s" else f"{answer}\n\n" for answer in answers)
    repository.run(f"printf '{lines}' | {ask}")


def by_uid(decisions: str) -> dict[str, dict[str, Any]]:
    return {d["uid"]: d for d in json.loads(decisions)["decisions"]}


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
class TestSteps:
    @pytest.mark.parametrize("style", ["merge", "diff3"])
    @pytest.mark.parametrize("before", [[], [one()]])
    def test_both_sides_are_joined(self, repository: Repository, style: str, before: list[Task]):
        repository.begin(style)
        if before:
            repository.bring(before)
        repository.merge(
            lambda: repository.bring([*before, two()]),
            lambda: repository.bring([*before, three()]),
        )
        message, (keep, join, *_, check, commit) = repository.explained(FILE, "ann-1")
        assert "Ours is HEAD, theirs is other" in message
        assert "Documents only in ours: two (1 region)" in message
        assert "Documents only in theirs: three (1 region)" in message
        assert "different" not in message
        repository.keep(keep[0])
        for command in join:
            repository.run(command)
        names = [t["data"]["doc_id"] for t in before]
        assert repository.documents() == [*names, "two", "three"]
        repository.finish([check, commit], FILE)

    @pytest.mark.parametrize("side", ["ours", "theirs"])
    def test_one_side_is_kept(self, repository: Repository, side: str):
        repository.begin("merge")
        repository.merge(
            lambda: repository.bring([one(), two()]), lambda: repository.bring([one(), three()])
        )
        _, (keep, *_, check, commit) = repository.explained(FILE, "ann-1")
        repository.keep(keep[0].replace("--ours", f"--{side}"))
        assert repository.documents() == ["one", "two" if side == "ours" else "three"]
        repository.finish([check, commit], FILE)

    @pytest.mark.parametrize("before", [[], [one()]])
    def test_what_both_answer_differently_is_decided_by_the_annotator(
        self, repository: Repository, before: list[Task]
    ):
        repository.begin("diff3")
        if before:
            repository.bring(before)
        repository.merge(
            lambda: repository.bring([longer(one()), two()]),
            lambda: repository.bring([without(one(), "r2"), three()]),
        )
        message, steps = repository.explained(FILE, "ann-1")
        assert annotation_id(*OWN, "r:r2") in message
        keep, (*show, join), (annotate, pull, again, *_), check, commit = steps
        repository.keep(keep[0])
        for command in show:
            repository.run(command)
        refused = repository.run(join, code=2)
        assert "by document: one (ours.json, theirs.json)" in refused
        assert (annotate, pull) == ("communique annotate ann-1 --pass 1", "communique pull ann-1")
        repository.run(f"communique import {FILE} --layer names")  # in place of Label Studio
        repository.run(again)
        assert repository.documents() == ["one", "two", "three"]
        stored = json.loads((repository.root / FILE).read_bytes())
        assert compared(stored, [longer(one()), two(), three()]) == Differences()
        repository.finish([check, commit], FILE)

    def test_what_git_merged_by_itself_is_not_lost(self, repository: Repository):
        repository.begin("merge")
        repository.bring([one()])
        repository.merge(
            lambda: repository.bring([one(), two()]),
            lambda: repository.bring([longer(one()), three()]),
        )
        message, (keep, (*show, join), *_) = repository.explained(FILE, "ann-1")
        assert annotation_id(*OWN, "r:r2") not in message
        repository.keep(keep[0])
        for command in show:
            repository.run(command)
        assert "by document: one (" in repository.run(join, code=2)

    def test_a_conflict_that_was_committed_comes_back(self, repository: Repository):
        repository.begin("merge")
        repository.merge(lambda: repository.bring([two()]), lambda: repository.bring([three()]))
        repository.run("git add . && git commit --quiet --message merged")
        _, ((keep, _, _, begin), join, *_, check, commit) = repository.explained(FILE, "ann-1")
        assert begin == f"git checkout --merge -- {FILE}"
        repository.keep(begin)
        repository.keep(keep)
        for command in join:
            repository.run(command)
        assert repository.documents() == ["two", "three"]
        repository.finish([check, commit], FILE)

    def test_an_export_edited_by_the_merge_is_recorded_anew(self, repository: Repository):
        repository.begin("merge")
        repository.bring([broken.by("ann-2", one())], "ann-2")

        def theirs() -> None:
            repository.bring([two()])
            repository.bring([broken.by("ann-2", longer(one()))], "ann-2")

        repository.merge(lambda: repository.bring([three()]), theirs)
        _, (keep, join, *_, check, commit) = repository.explained(FILE, "ann-1")
        repository.keep(keep[0])
        for command in join:
            repository.run(command)
        other = FILE.replace("ann-1", "ann-2")
        assert f"export-edited {other}" in repository.run(check[0])
        repository.run(f"{check[1]} {other} --layer names")
        repository.finish([check, [f"{commit[0]} {other}", commit[1]]], FILE)

    @pytest.mark.parametrize("style", ["merge", "diff3"])
    def test_decisions_of_the_other_side_are_open_again(self, repository: Repository, style: str):
        broken.edit(
            repository.root / "schema/corpus.yaml",
            "registry:\n",
            "  - {id: judge, type: human, role: adjudicator}\nregistry:\n",
        )
        repository.begin(style)
        repository.bring([one()])
        given = broken.by("ann-2", without(without(longer(one()), "r3"), "r4"))
        repository.bring([given], "ann-2")
        repository.run("communique adjudicate")
        repository.commit()
        repository.merge(
            lambda: (decide(repository, "s", "s", "1"), repository.commit()),
            lambda: (decide(repository, "s", "r", "r"), repository.commit()),
        )
        ours, theirs = (
            by_uid(repository.run(f"git show :{stage}:./{DECIDED}")) for stage in (2, 3)
        )
        (lost,) = theirs.keys() - ours.keys()
        (apart,) = (uid for uid in ours if ours[uid] != theirs.get(uid))
        message, steps = repository.explained(DECIDED, None)
        assert f"Only in theirs: {lost} (document one: rejected person" in message
        assert f"In both, but different: {apart} (document one: kept place" in message
        assert all(c in message for c in (*theirs[lost]["candidates"], *ours[apart]["candidates"]))
        first, (keep, *_), (adjudicate,), (*_, ask), (check, *commit) = steps
        assert first == []
        repository.run(keep)
        queue = json.loads(repository.run(f"{adjudicate} --json"))[0]["queue"]
        assert theirs[lost]["candidates"] in [item["candidates"] for item in queue]
        decide(repository, "s", "r", ask=ask.replace("NAME", "judge"))
        assert by_uid((repository.root / DECIDED).read_text()) == {**ours, lost: theirs[lost]}
        repository.finish([[check], commit], DECIDED)

    def test_a_new_clone_has_the_two_sides_in_its_history(self, repository: Repository):
        repository.begin("merge")
        repository.merge(lambda: repository.bring([two()]), lambda: repository.bring([three()]))
        repository.run("git add . && git commit --quiet --message merged")
        repository.run("git clone --quiet .. ../../clone")
        repository.root = repository.path.parent / "clone/data"
        repository.run("git config user.name Ann && git config user.email ann@example.org")
        _, (_, (*show, join), *_, check, commit) = repository.explained(FILE, "ann-1")
        repository.keep(f"git checkout HEAD^1 -- {FILE}")
        for command in show:
            repository.run(command.replace(":2:", "HEAD^1:").replace(":3:", "HEAD^2:"))
        repository.run(join)
        assert repository.documents() == ["two", "three"]
        repository.finish([check, commit[:2]], FILE)
