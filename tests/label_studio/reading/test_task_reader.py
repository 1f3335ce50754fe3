"""Tasks and annotations as servers really write them: no text, no result, no author."""

from pathlib import Path
from typing import Any

import pytest

import faults
import mini
from communique.checks import run


def found(tmp_path: Path, *changes: Any) -> list[tuple[str, str | None]]:
    task = mini.names_task()
    for change in changes:
        change(task)
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    return [(p.id, p.at) for p in run(root)]


def data(**change: Any) -> Any:
    def fault(task: dict[str, Any]) -> None:
        task["data"] = {k: v for k, v in (task["data"] | change).items() if v is not ...}

    return fault


UNPROVEN = [("text-unproven", "annotation 70")]
TURNS = [{"author": "a", "text": "A short headline"}, {"author": "b", "text": "Ann Lee met"}]


@pytest.mark.parametrize(
    "change",
    [
        data(text=..., text_sha256=...),
        data(text=None, text_sha256=None),
        data(text=..., text_sha256=..., body=mini.TEXT),
        data(text=TURNS, text_sha256=...),
        data(text=5, text_sha256=7),
    ],
)
def test_a_task_that_proves_no_text_is_not_taken_for_the_corpus_text(tmp_path: Path, change: Any):
    assert found(tmp_path / "a", change, faults.no_echo) == UNPROVEN
    assert found(tmp_path / "b", change, faults.field(result=[])) == UNPROVEN
    assert found(tmp_path / "c", change) == []  # the words of the regions prove it


def test_one_region_without_words_leaves_the_text_unproven(tmp_path: Path):
    def silent(task: dict[str, Any]) -> None:
        for row in mini.rows_of(task, "r2"):
            del row["value"]["text"]

    assert found(tmp_path, data(text=..., text_sha256=...), silent) == UNPROVEN


def test_the_hash_proves_the_text(tmp_path: Path):
    assert found(tmp_path / "a", data(text=...)) == []
    assert found(tmp_path / "b", data(text=..., text_sha256="0" * 64)) == [("stale-text", "task 7")]


def test_what_nobody_finished_needs_no_text(tmp_path: Path):
    skipped = faults.field(was_cancelled=True, result=None)
    assert found(tmp_path / "a", data(text=..., text_sha256=...), skipped) == []
    task = mini.names_task()
    task["data"], task["annotations"] = {"doc_id": "one"}, []
    root = mini.write_corpus(tmp_path / "b", {"names/ann-1": [task]})
    assert [p.id for p in run(root)] == ["coverage-incomplete"]


def test_a_skipped_annotation_without_a_result_is_skipped(tmp_path: Path):
    assert found(tmp_path / "a", faults.field(was_cancelled=True, result=None)) == []
    assert found(tmp_path / "b", faults.cancelled_second(result=None)) == []


def test_a_submitted_annotation_without_a_result_is_an_error_that_can_be_fixed(tmp_path: Path):
    task = mini.names_task()
    mini.annotation(task)["result"] = None
    root = mini.write_corpus(tmp_path, {"names/ann-1": [task]})
    (problem,) = run(root)
    assert (problem.id, problem.level, problem.at) == ("result-missing", "error", "task 7")
    assert "Submit it, or skip it" in problem.fix


@pytest.mark.parametrize("person", [None, {}, "", [], True, {"active": True}])
def test_an_annotation_without_an_author_is_named(tmp_path: Path, person: Any):
    assert found(tmp_path, faults.field(completed_by=person)) == [
        ("author-missing", "annotation 70")
    ]
