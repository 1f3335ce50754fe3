"""Relations from votes to decisions: unanimous, ruled, added, dropped, and stable."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
import linked
import voters
from communique.checks import run as check
from communique.corpus import write_json

PRAISE = ("r1", "r4", "praises")
DENY = ("r1", "r4", "denies")
OTHER = ("r3", "r2", "denies")


def adjudicate(communique: Any, root: Path, *more: str, stdin: str = "") -> dict[str, Any]:
    done = communique("adjudicate", "--json", "--corpus", root, *more, stdin=stdin)
    return linked.names_of(done)


def starts(*links: tuple[str, str, str]) -> list[tuple[int, int, str]]:
    return [(linked.place(a), linked.place(b), label) for a, b, label in links]


def test_a_relation_of_all_is_adopted_and_another_waits(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [PRAISE, OTHER], [PRAISE])
    counts = adjudicate(communique, root)
    assert (counts["unanimous"], counts["open"]) == (4, 0)
    assert (counts["relations"]["unanimous"], counts["relations"]["open"]) == (1, 1)
    assert linked.relations(root) == [(*starts(PRAISE)[0], "kept", "unanimous")]
    (relation,) = linked.at(root, "r1").relations
    assert relation.to_uid == linked.at(root, "r4").uid
    assert [v.model_dump() for v in relation.votes] == [{"label": "praises", "count": 2}]
    (waiting,) = counts["relations"]["queue"]
    votes = [{"label": "denies", "count": 1}, {"label": "absent", "count": 1}]
    assert waiting["votes"] == votes
    assert check(root) == []
    done = communique("build", "--corpus", root, "--out", tmp_path / "out")
    assert (done.returncode, "1 undecided item in" in done.stderr) == (2, True), done.stderr


def test_direction_matters(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [PRAISE], [("r4", "r1", "praises")])
    assert adjudicate(communique, root)["relations"]["open"] == 2


def test_an_answer_on_the_terminal_decides_relations_after_spans(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [PRAISE, OTHER], [DENY], [PRAISE])
    ask = ("--interactive", "--adjudicator", "judge")
    done = communique("adjudicate", "--corpus", root, *ask, stdin="1\n\nr\nspurious\n")
    assert done.returncode == 0, done.stderr
    assert "relation 1 of 2" in done.stderr
    assert "not linked by 2 of 3" in done.stderr
    assert "relations: 2 majority, 1 rejected" in done.stdout
    praised, rejected = sorted(linked.relations(root))
    assert praised == (*starts(PRAISE)[0], "kept", "majority")
    assert rejected == (*starts(OTHER)[0], "rejected", "majority")
    (relation,) = linked.at(root, "r1").relations
    assert (relation.reason, relation.by) == ("label", "judge")
    first = (root / linked.DECIDED).read_bytes()
    assert adjudicate(communique, root)["relations"]["open"] == 0
    assert (root / linked.DECIDED).read_bytes() == first
    assert check(root) == []


def test_the_adjudicators_project_shows_relations_and_is_read_back(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [PRAISE, OTHER], [DENY])
    task = voters.presented(root)
    assert task is not None
    rows = task["predictions"][0]["result"]
    links = [r for r in rows if r["type"] == "relation"]
    assert sorted(r["labels"] for r in links) == [["denies"], ["praises", "denies"]]
    regions = {r["value"]["start"]: r["id"] for r in rows if r["type"] == "labels"}
    assert {x for r in links for x in (r["from_id"], r["to_id"])} <= {*regions.values()}
    spans = [r for r in rows if r["type"] != "relation"]
    one, two, paris, rome = (regions[linked.place(f"r{n}")] for n in (1, 3, 2, 4))
    added = [linked.link(one, rome, "denies"), linked.link(two, rome, "praises")]
    voters.judge(root, spans + added, task)
    counts = adjudicate(communique, root)["relations"]
    assert (counts["open"], counts["rejected"], counts["adjudicated"]) == (0, 1, 3)
    assert sorted(linked.relations(root)) == sorted(
        [
            (*starts(DENY)[0], "kept", "adjudicated"),
            (*starts(OTHER)[0], "rejected", "adjudicated"),
            (*starts(("r3", "r4", "praises"))[0], "kept", "adjudicated"),
        ]
    )
    missed = next(r for r in linked.at(root, "r3").relations if r.label == "praises")
    assert (missed.reason, [v.model_dump() for v in missed.votes]) == (
        "missed",
        [{"label": "absent", "count": 2}],
    )
    assert paris
    first = (root / linked.DECIDED).read_bytes()
    adjudicate(communique, root)
    assert (root / linked.DECIDED).read_bytes() == first
    assert check(root) == []


def test_what_all_link_alike_is_not_presented(tmp_path: Path):
    assert voters.presented(linked.corpus(tmp_path, [PRAISE], [PRAISE])) is None


def test_a_relation_goes_with_a_rejected_span_and_the_command_states_it(
    tmp_path: Path, communique: Any
):
    root = linked.corpus(tmp_path, [PRAISE, OTHER], [PRAISE, OTHER])
    linked.put(root, 2, [PRAISE], without="r2")
    waiting = adjudicate(communique, root)
    assert (waiting["open"], waiting["relations"]["open"]) == (1, 1)
    ask = ("--interactive", "--adjudicator", "judge")
    done = communique("adjudicate", "--corpus", root, *ask, stdin="r\n\n")
    assert "1 dropped (a span that it links is rejected)" in done.stdout
    (dropped,) = adjudicate(communique, root)["relations"]["dropped_relations"]
    assert dropped["labels"] == ["denies"]
    assert linked.relations(root) == [(*starts(PRAISE)[0], "kept", "unanimous")]
    assert communique("build", "--corpus", root, "--out", tmp_path / "out").returncode == 0


def test_only_a_changed_vote_opens_a_relation_again(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [PRAISE, OTHER], [DENY])
    ask = ("--interactive", "--adjudicator", "judge")
    adjudicate(communique, root, *ask, stdin="1\n\n1\n\n")
    before = {d.uid: d.relations for d in linked.decisions(root).decisions}
    linked.put(root, 2, [DENY, ("r3", "r2", "praises")])
    counts = adjudicate(communique, root)
    assert (counts["relations"]["open"], counts["reopened"]) == (1, 1)
    uid = linked.at(root, "r1").uid
    assert linked.at(root, "r1").relations == before[uid]
    assert linked.at(root, "r3").relations == []
    assert communique("status", "--corpus", root).stdout.count("1 open disagreement") > 0


def test_relations_keep_their_uids_when_a_border_moves(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [("r1", "r2", "praises")], [("r1", "r2", "praises")])
    adjudicate(communique, root)
    uid = linked.at(root, "r2").uid
    for number in (1, 2):
        path = root / f"annotations/names/ann-{number}.json"
        tasks = json.loads(path.read_text())
        for row in tasks[0]["annotations"][0]["result"]:
            if row.get("id") == f"{number}r2":
                row["value"].update(end=row["value"]["end"] - 1, text="Pari")
        write_json(path, tasks)
    adjudicate(communique, root)
    (relation,) = linked.at(root, "r1").relations
    assert relation.to_uid == uid == linked.at(root, "r2").uid


def test_decisions_without_relations_are_written_as_before(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path, [], [])
    adjudicate(communique, root)
    assert "relations" not in (root / linked.DECIDED).read_text()


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"label": "strange"}, "decision-malformed"),
        ({"to_uid": "n000000000000"}, "decision-orphaned"),
        ({"outcome": "rejected"}, "decision-contradicts-votes"),
    ],
)
def test_a_decision_edited_by_hand_is_reported(
    tmp_path: Path, communique: Any, change: dict[str, str], wanted: str
):
    root = linked.corpus(tmp_path, [PRAISE], [PRAISE])
    adjudicate(communique, root)
    path = root / linked.DECIDED
    data = json.loads(path.read_text())
    for decision in data["decisions"]:
        for relation in decision.get("relations", []):
            relation.update(change)
    write_json(path, data)
    assert wanted in {p.id for p in check(root)}
    done = communique("build", "--corpus", root, "--out", tmp_path / "out")
    assert "Traceback" not in done.stderr
    adjudicate(communique, root)
    assert check(root) == []


def test_only_span_layers_have_relations(tmp_path: Path, communique: Any):
    root = linked.corpus(tmp_path)
    broken.edit(
        root / "schema/corpus.yaml", "unit: block\n", "unit: block\n    relations: [follows]\n"
    )
    (problem,) = [p for p in check(root) if p.id == "schema-invalid"]
    assert "relations link spans" in problem.message
