"""Batches of exports, split by annotator and joined."""

import json
import tracemalloc
from pathlib import Path

import pytest

from batches import Task, one, relabelled, two
from communique.label_studio.intake.split import (
    DifferentAnswersError,
    Part,
    join,
    split_by_annotator,
)


def parts(tmp_path: Path, *batches: list[Task]) -> list[Part]:
    found: list[Part] = []
    for number, tasks in enumerate(batches):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(tasks))
        found += split_by_annotator(path, {"ann-1": "ann-1"}, tmp_path / str(number))
    return found


def test_every_document_that_differs_is_named_with_its_files(tmp_path: Path):
    given = parts(tmp_path, [one()], [two()], [relabelled(two()), relabelled(one())])
    with pytest.raises(DifferentAnswersError) as caught:
        join(given, tmp_path / "joined.json")
    assert caught.value.documents == {"two": (1, 2), "one": (0, 2)}


def test_tasks_without_a_document_are_all_kept(tmp_path: Path):
    stray = one()
    del stray["data"]["doc_id"]
    joined = join(parts(tmp_path, [stray], [stray]), tmp_path / "joined.json")
    assert (joined.tasks, joined.annotations) == (2, 2)


def test_memory_does_not_grow_with_the_number_of_tasks(tmp_path: Path):
    def peak(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        tasks = [{**one(), "data": {**one()["data"], "doc_id": str(n)}} for n in range(count)]
        given = parts(folder, tasks[: count // 2], tasks[count // 2 :])
        del tasks
        tracemalloc.start()
        join(given, folder / "joined.json")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(2000) < 1.5 * peak(1000)
