"""Votes to decisions: what is unanimous, what an adjudicator says, and what stays as it was."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

import linked
import mini
from communique.checks import run as check
from communique.corpus import read_document, write_json
from communique.records import annotation_id
from terminal import on_terminal, plain, words
from voters import Task, by_text, corpus, decisions, judged, keep, literal, longer, put, without

ROME, PARIS = "Rome", "Paris"


def adjudicate(communique: Any, root: Path, *arguments: str, stdin: str = "") -> dict[str, Any]:
    """What the command says of the span layer."""
    done = communique("adjudicate", "--json", "--corpus", root, *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return next(x for x in found if x["layer"] == "names")


def test_unanimous_votes_are_taken_over_and_the_rest_waits(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path, task, task, literal(task))
    said = adjudicate(communique, root)
    assert (said["unanimous"], said["open"]) == (3, 1)
    assert len(decisions(root)) == 3
    assert by_text(root, PARIS).votes[0].model_dump() == {"label": "place", "count": 3}
    assert by_text(root, PARIS).at == "2026-01-03T00:00:00Z"
    (waiting,) = said["queue"]
    assert waiting["shares"] == {"place": 1.0}
    metonymic = [annotation_id("names", "one", f"ann-{n}", 1, f"r:{n}r4") for n in (1, 2)]
    assert waiting["proposed"] == min(metonymic)
    assert check(root) == []
    done = communique("build", "--corpus", root)
    assert done.returncode == 2
    assert "names: 1 undecided item in one" in done.stderr


def test_everybody_alike_leaves_nothing_to_decide(tmp_path: Path, communique: Any):
    task = mini.names_task()
    said = adjudicate(communique, corpus(tmp_path, task, task, task))
    assert (said["unanimous"], said["open"], said["queue"]) == (4, 0, [])


def test_an_answer_on_the_terminal_is_a_majority_or_an_adjudicated_decision(
    tmp_path: Path, communique: Any
):
    task = mini.names_task()
    root = corpus(tmp_path, task, longer(task), longer(literal(task)))
    ask = ("--interactive", "--adjudicator", "judge")
    said = adjudicate(communique, root, *ask, stdin="1\nboundary\nr\n\n")
    assert (said["majority"], said["adjudicated"], said["rejected"]) == (1, 1, 1)
    paris, rome = by_text(root, "in Paris"), by_text(root, ROME)
    assert (paris.decision, paris.reason, paris.by) == ("majority", "boundary", "judge")
    assert (rome.outcome, rome.decision, rome.reason) == ("rejected", "adjudicated", "spurious")
    assert check(root) == []
    done = communique("build", "--json", "--corpus", root)
    assert json.loads(done.stdout)["rows"]["annotations"]["train"] == 12
    assert done.returncode == 0


def test_an_adjudicators_project_decides_what_it_was_offered(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path, task, task, without(literal(task), "r1"))

    def change(rows: list[Task]) -> None:
        keep("literal")(rows)
        rows.append(mini.row("entity", "labels", "team", ["person"], "new"))

    judged(root, change)
    said = adjudicate(communique, root)
    assert (said["open"], said["majority"], said["adjudicated"]) == (0, 1, 2)
    rome, team = by_text(root, ROME), by_text(root, "team")
    assert rome.attributes["reading"] == "literal"
    assert (rome.reason, rome.by, rome.at) == ("attribute", "judge", "2026-02-01")
    assert (team.reason, team.outcome) == ("missed", "kept")
    assert [v.model_dump() for v in team.votes] == [{"label": "absent", "count": 3}]
    first = next(d for d in decisions(root).values() if d.reason == "missed" and d is not team)
    assert (first.decision, first.votes[-1].label) == ("majority", "absent")
    assert check(root) == []


def test_only_what_has_changed_is_open_again(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path, task, longer(task), literal(task))
    judged(root, keep("metonymic"))
    assert adjudicate(communique, root)["open"] == 0
    before = decisions(root)
    put(root, 3, without(literal(task), "r2"))
    said = adjudicate(communique, root)
    assert (said["open"], said["reopened"]) == (1, 1)
    after = decisions(root)
    assert {k: d for k, d in before.items() if "Paris" not in k} == after
    assert said["retired"] == 1
    put(root, 3, literal(task))
    again = adjudicate(communique, root)
    assert (again["open"], again["retired"]) == (0, 1)
    uid = next(d.uid for k, d in before.items() if "Paris" in k)
    assert uid not in {d.uid for d in decisions(root).values()}


def test_nothing_hangs_on_the_order_of_rows_tasks_or_annotators(tmp_path: Path, communique: Any):
    task = mini.names_task()
    variants = [task, longer(task), without(literal(task), "r3")]
    outcomes = []
    for seed in range(4):
        rng = random.Random(seed)
        root = corpus(tmp_path / str(seed), *variants)
        for path in sorted((root / "annotations/names").glob("*.json")):
            tasks = json.loads(path.read_text())
            rng.shuffle(mini.annotation(tasks[0])["result"])
            write_json(path, tasks)
        adjudicate(communique, root)
        outcomes.append((root / "annotations/adjudicated/names.json").read_bytes())
    assert len(set(outcomes)) == 1


def test_a_second_run_changes_no_byte(tmp_path: Path, communique: Any):
    task = mini.names_task()
    root = corpus(tmp_path, task, longer(task), literal(task))
    judged(root, keep("metonymic"))
    adjudicate(communique, root)
    first = (root / "annotations/adjudicated/names.json").read_bytes()
    adjudicate(communique, root)
    assert (root / "annotations/adjudicated/names.json").read_bytes() == first


def test_asking_needs_an_adjudicator(tmp_path: Path, communique: Any):
    root = corpus(tmp_path, mini.names_task(), longer(mini.names_task()))
    for by in ([], ["--adjudicator", "ann-1"], ["--adjudicator", "nobody"]):
        assert communique("adjudicate", "--interactive", *by, "--corpus", root).returncode == 2


def test_the_page_needs_an_adjudicator_and_something_open(tmp_path: Path, communique: Any):
    root = corpus(tmp_path, mini.names_task(), mini.names_task())
    for more in ([], ["--adjudicator", "ann-1"], ["--adjudicator", "judge", "--interactive"]):
        assert communique("adjudicate", "--page", *more, "--corpus", root).returncode == 2
    done = communique("adjudicate", "--page", "--adjudicator", "judge", "--corpus", root)
    assert (done.returncode, done.stderr) == (0, "Nothing is open.\n")
    assert "4 unanimous" in done.stdout


ASK = ("--interactive", "--adjudicator", "judge", "--layer", "names")


def three_open(root: Path) -> Path:
    """Paris, Rome and a name are open: borders, a reading, and a name that one left out."""
    task = mini.names_task()
    return corpus(root, task, longer(literal(task)), without(literal(task), "r1"))


def test_an_open_item_is_shown_in_its_block_with_what_differs(tmp_path: Path, communique: Any):
    root = three_open(tmp_path)
    done = communique("adjudicate", "--corpus", root, *ASK, stdin="s\ns\nq\n")
    text = read_document(root / "corpus/clean/one.json").text
    shown = done.stderr
    for marked, differing, candidates in (
        ("in Paris", "range", ['1  place "Paris"  2 of 3 (most votes)', '2  place "in Paris"']),
        ("Rome", "reading", ["place reading=literal", "place reading=metonymic"]),
        ("Ann Lee", "whether it is there", ["not marked by 1 of 3"]),
    ):
        (block,) = [line for line in text.splitlines() if line.count(marked)][-1:]
        assert block.replace(marked, f"[[{marked}]]", 1) in shown
        assert f"The votes differ in: {differing}." in shown
        assert [c for c in candidates if c not in shown] == []
    assert "\x1b" not in shown


def test_the_terminal_proposes_no_answer_in_a_tie(tmp_path: Path, communique: Any):
    """One of two marked a name: Enter alone decides nothing."""
    task = mini.names_task()
    root = corpus(tmp_path, task, without(task, "r1"))
    done = communique("adjudicate", "--corpus", root, *ASK, stdin="\n\nq\n")
    assert "1 of 2\n     not marked by 1 of 2\n" in done.stderr
    assert "most votes" not in done.stderr
    assert "q quit) [" not in done.stderr
    assert "Stopped. 0 of 1 decided" in done.stderr


def test_undo_takes_the_last_answer_back_and_asks_again(tmp_path: Path, communique: Any):
    """Two are decided, the second is taken back and rejected; the file is as if that came first."""
    straight, undone = three_open(tmp_path / "a"), three_open(tmp_path / "b")
    one = communique("adjudicate", "--corpus", straight, *ASK, stdin="1\n\nr\n\nq\n")
    two = communique("adjudicate", "--corpus", undone, *ASK, stdin="1\n\n1\n\nu\nr\n\nq\n")
    assert (one.returncode, two.returncode) == (0, 0)
    assert one.stdout.strip() == two.stdout.strip()
    files = [root / "annotations/adjudicated/names.json" for root in (straight, undone)]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert "Stopped. 2 of 3 decided and kept." in two.stderr


def test_undo_reaches_over_a_skipped_item_and_not_before_the_first(tmp_path: Path, communique: Any):
    root = three_open(tmp_path)
    done = communique("adjudicate", "--corpus", root, *ASK, stdin="u\n1\n\ns\nu\nu\nq\n")
    assert done.stderr.count("There is nothing to undo.") == 1
    assert [line for line in done.stderr.splitlines() if " of 3: document" in line] == [
        f"names, {n} of 3: document one" for n in (1, 1, 2, 3, 2, 1)
    ]
    assert "Stopped. 0 of 3 decided and kept." in done.stderr
    assert "3 open" in done.stdout


def test_quitting_keeps_what_was_decided_and_the_next_run_goes_on(tmp_path: Path, communique: Any):
    root = three_open(tmp_path)
    first = communique("adjudicate", "--corpus", root, *ASK, stdin="1\n\nq\n")
    assert (first.returncode, "Run the command again" in first.stderr) == (0, True)
    kept = decisions(root)
    again = communique("adjudicate", "--corpus", root, *ASK, stdin="1\n\n")
    assert "names, 1 of 2: document one" in again.stderr
    assert kept.items() <= decisions(root).items()


def test_undo_takes_a_relation_back(tmp_path: Path, communique: Any):
    links = [("r1", "r4", "praises"), ("r3", "r2", "denies")]
    roots = [tmp_path / "a", tmp_path / "b"]
    for root, answers in zip(roots, ("r\n\n1\n\n", "1\n\nu\nr\n\n1\n\n"), strict=True):
        linked.corpus(root, links, [("r1", "r4", "denies")])
        done = communique("adjudicate", "--corpus", root, *ASK, stdin=answers)
        assert done.returncode == 0, done.stderr
    first, second = ((root / linked.DECIDED).read_bytes() for root in roots)
    assert first == second


@pytest.mark.parametrize("width", [80, 140])
def test_a_question_fits_on_a_terminal_with_the_span_in_colour(tmp_path: Path, width: int):
    root = three_open(tmp_path)
    printed = on_terminal("adjudicate", "--corpus", root, *ASK, width=width, typed="q\n")
    assert "[[" in plain(printed)
    assert "\x1b[1;36m" in printed
    assert "u undo, q quit" in words(printed)
    assert max(map(len, plain(printed).replace("\r", "\n").splitlines())) <= width


def test_a_broken_file_of_decisions_is_refused_and_kept(tmp_path: Path, communique: Any):
    root = corpus(tmp_path, mini.names_task(), mini.names_task())
    path = root / "annotations/adjudicated/names.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"decisions": 5}')
    done = communique("adjudicate", "--corpus", root)
    assert (done.returncode, path.read_text()) == (2, '{"decisions": 5}')
    assert "Traceback" not in done.stderr
