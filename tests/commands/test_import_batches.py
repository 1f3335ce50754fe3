"""Exports that were taken in batches: several files of one annotator, layer and pass."""

import itertools
import json
import subprocess
from copy import deepcopy
from pathlib import Path

import pytest

import broken
import mini
from batches import Task, one, relabelled, two

STORED = "annotations/names/ann-1.json"
OTHER = "annotations/names/ann-2.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The mini corpus with two documents."""
    root = mini.write_corpus(tmp_path / "corpus")
    broken.add_second(root)
    return root


@pytest.fixture
def bring(tmp_path: Path, root: Path, communique):
    """`bring(batch, …, *options)`: the finished import of one file for each list of tasks."""

    def run(*given: list[Task] | str) -> subprocess.CompletedProcess[str]:
        files: list[Path] = []
        for tasks in given:
            if not isinstance(tasks, str):
                files.append(tmp_path / f"batch{len(files) + 1}.json")
                files[-1].write_text(json.dumps(tasks))
        options = [option for option in given if isinstance(option, str)]
        return communique("import", *files, *options, "--corpus", root, "--json")

    return run


def unanswered(task: Task) -> Task:
    return {**task, "annotations": []}


def stored(root: Path, file: str = STORED) -> list[Task]:
    return json.loads((root / file).read_text())


def documents(root: Path, file: str = STORED) -> list[str]:
    return [task["data"]["doc_id"] for task in stored(root, file)]


def test_batches_become_one_file_sorted_by_document(root: Path, bring, communique):
    done = bring([two()], [one()])
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["problems"] == []
    (entry,) = report["files"].values()
    assert (entry["tasks"], entry["annotations"]) == (2, 2)
    assert documents(root) == ["one", "two"]
    assert communique("check", "--corpus", root).returncode == 0


def test_a_batch_changes_no_byte_of_what_one_export_would_have_given(root: Path, bring):
    assert bring([one()], [two()]).returncode == 0
    joined = (root / STORED).read_bytes()
    assert bring([one(), two()]).returncode == 0
    assert (root / STORED).read_bytes() == joined


def test_the_same_content_counts_once(root: Path, bring):
    later = one()
    later |= {"id": 99, "updated_at": "2026-05-05T00:00:00Z"}
    mini.annotation(later).update(id=990, lead_time=1.0)
    mini.annotation(later)["result"].reverse()
    assert bring([one()], [later, two()]).returncode == 0
    assert [task["id"] for task in stored(root)] == [7, 8]


def test_a_file_given_twice_counts_once(root: Path, bring):
    assert bring([one(), two()], [one(), two()]).returncode == 0
    assert documents(root) == ["one", "two"]


def test_different_answers_are_refused_by_name(root: Path, bring):
    done = bring([one(), two()], [relabelled(one()), two()])
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "two files hold different work of ann-1 on names" in done.stderr
    assert "one (" in done.stderr
    assert "batch1.json" in done.stderr
    assert "batch2.json" in done.stderr
    assert "two (" not in done.stderr
    assert not list(root.glob("annotations/*/*"))


def test_a_refusal_names_ten_documents_and_counts_the_rest(bring):
    many = [{**one(), "data": {**one()["data"], "doc_id": f"d{n:02}"}} for n in range(13)]
    done = bring(many, [relabelled(task) for task in many])
    assert done.stderr.count("batch2.json") == 10
    assert "d09 (" in done.stderr
    assert "; and 3 more" in done.stderr


def test_another_text_is_another_content(bring):
    moved = one()
    moved["data"]["guideline_version"] = "9"
    assert bring([one()], [moved]).returncode == 2


def test_skipped_is_another_answer_than_nothing_found(bring):
    empty, skipped = one(), one()
    mini.annotation(empty)["result"] = []
    mini.annotation(skipped).update(result=[], was_cancelled=True)
    assert bring([empty], [skipped], "--layer", "names").returncode == 2


def test_the_first_file_holds_where_losses_are_accepted(root: Path, bring):
    assert bring([relabelled(one())], [one(), two()], "--accept-losses").returncode == 0
    assert documents(root) == ["one", "two"]
    assert mini.annotation(stored(root)[0])["result"][0]["value"]["labels"] == ["place"]


def test_a_task_without_an_answer_yields(root: Path, bring):
    assert bring([unanswered(one()), two()], [one(), unanswered(two())]).returncode == 0
    assert documents(root) == ["one", "two"]
    assert all(task["annotations"] for task in stored(root))


def test_a_task_that_nobody_answered_is_kept_once(root: Path, bring):
    assert bring([one(), unanswered(two())], [one(), unanswered(two())]).returncode == 0
    assert documents(root) == ["one", "two"]


def test_a_document_twice_in_one_file_is_left_to_the_reader(root: Path, bring):
    done = bring([one(), one()], [two()])
    assert [p["id"] for p in json.loads(done.stdout)["problems"]] == ["annotated-twice"]
    assert documents(root) == ["one", "one", "two"]


def test_batches_of_several_annotators_are_joined_for_each(root: Path, bring):
    first, second = one(), two("ann-2")
    first["annotations"].append({**deepcopy(mini.annotation(first)), "completed_by": "ann-2"})
    done = bring([first], [second])
    assert done.returncode == 0, done.stdout
    assert (documents(root), documents(root, OTHER)) == (["one"], ["one", "two"])


def test_batches_may_be_of_two_layers(root: Path, bring):
    assert bring([one()], [mini.frames_task()], [two()]).returncode == 0
    assert documents(root) == ["one", "two"]
    assert documents(root, "annotations/frames/ann-1.json") == ["one"]


def test_drafts_of_every_batch_are_counted(root: Path, bring):
    first, second = one(), two()
    first["drafts"] = second["drafts"] = [{"user": "ann-1", "result": []}]
    report = json.loads(bring([first], [second]).stdout)
    assert [entry["drafts_left_out"] for entry in report["files"].values()] == [2]


def test_a_broken_batch_leaves_nothing_behind(tmp_path: Path, root: Path, communique):
    sound, cut = tmp_path / "sound.json", tmp_path / "cut.json"
    sound.write_text(json.dumps([one()]))
    cut.write_text(json.dumps([two()])[:-9])
    assert communique("import", sound, cut, "--corpus", root).returncode == 2
    assert not list(root.glob("annotations/*/*"))


def three() -> Task:
    """An answered task of a third document, which the corpus does not know."""
    task = one()
    return {**task, "id": 9, "data": {**task["data"], "doc_id": "three"}}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_batches_give_the_same_file_in_any_order_together_or_apart(
    root: Path, bring, order: tuple[int, ...]
):
    batches = [[one()], [two()], [three()]]
    for n, batch in enumerate(batches):
        batch[0]["drafts"] = [{"user": "ann-1"}] * n
    bring(*batches)
    log = root / "annotations/pull.json"
    together, logged = (root / STORED).read_bytes(), log.read_bytes()
    (root / STORED).unlink()
    log.unlink()
    for n in order:
        bring(batches[n])
    bring(batches[order[0]])  # again: nothing is lost or counted twice
    assert (root / STORED).read_bytes() == together
    assert log.read_bytes() == logged


def test_a_later_batch_says_what_was_stored_before(tmp_path: Path, root: Path, communique):
    for name, task in (("one", one()), ("two", two())):
        (tmp_path / f"{name}.json").write_text(json.dumps([task]))
        done = communique("import", tmp_path / f"{name}.json", "--corpus", root)
    line = f"{STORED}  2 of 2 documents finished (1 stored before), 5 spans marked\n"
    assert done.stdout.startswith(line)


def test_the_line_of_a_draft_and_of_a_layer_of_blocks_says_what_was_marked(
    tmp_path: Path, root: Path, communique
):
    (tmp_path / "frames.json").write_text(json.dumps([mini.frames_task()]))
    done = communique("import", tmp_path / "frames.json", "--corpus", root)
    blocks = "annotations/frames/ann-1.json  1 of 1 document finished, 2 blocks labelled\n"
    assert done.stdout.startswith(blocks)
    draft = {**two(), "annotations": [], "drafts": [{"result": [], "user": "ann-1"}]}
    (tmp_path / "draft.json").write_text(json.dumps([one(), draft]))
    done = communique("import", tmp_path / "draft.json", "--corpus", root)
    line = f"{STORED}  1 of 2 documents finished, 4 spans marked; 1 draft left out\n"
    assert done.stdout.startswith(line)


def test_a_later_export_of_the_same_document_replaces_the_stored_one(root: Path, bring):
    assert bring([one(), two()]).returncode == 0
    assert bring([relabelled(two())]).returncode == 0
    assert documents(root) == ["one", "two"]
    labels = [mini.annotation(t)["result"][0]["value"]["labels"] for t in stored(root)]
    assert labels == [["person"], ["place"]]


def test_a_batch_that_lost_its_answer_does_not_replace_the_stored_one(root: Path, bring):
    assert bring([one(), two()]).returncode == 0
    before = (root / STORED).read_bytes()
    done = bring([unanswered(two())], "--layer", "names")
    assert done.returncode == 2  # nobody has answered anything in it
    done = bring([three(), unanswered(two())])
    assert [p["id"] for p in json.loads(done.stdout)["problems"]] == ["annotation-lost"]
    assert (root / STORED).read_bytes() == before


def test_accepted_losses_are_named(root: Path, bring):
    assert bring([one()]).returncode == 0
    done = bring([two()], "--accept-losses")
    lost = [(p["id"], p["document"]) for p in json.loads(done.stdout)["problems"]]
    assert (done.returncode, lost) == (1, [("annotation-lost", "one")])
    assert documents(root) == ["two"]


def test_a_stored_file_that_names_its_author_by_another_id_is_joined(root: Path, bring):
    first = one()
    mini.annotation(first).update(completed_by=1, updated_by=1)
    (root / STORED).parent.mkdir(parents=True)
    (root / STORED).write_text(json.dumps([first]))
    done = bring([two()])
    assert (done.returncode, json.loads(done.stdout)["problems"]) == (0, [])
    assert [mini.annotation(t)["completed_by"] for t in stored(root)] == ["ann-1", "ann-1"]


def test_a_stored_file_that_cannot_be_read_is_kept(root: Path, bring):
    assert bring([one()]).returncode == 0
    (root / STORED).write_text("[{")
    done = bring([two()])
    assert (done.returncode, "unreadable-file" in done.stdout) == (1, True)
    assert (root / STORED).read_text() == "[{"


def test_a_refusal_says_what_differs(bring):
    done = bring([one()], [relabelled(one())])
    assert "different: entity person or place" in done.stderr.replace("\n", " ")
