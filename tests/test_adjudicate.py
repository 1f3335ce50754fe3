"""Votes to decisions: what is unanimous, what an adjudicator says, and what stays as it was."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import broken
import mini
from communique.adjudication.inherit_ids import inherit_ids
from communique.checks import run as check
from communique.corpus import CorpusFolder, read_document, write_json
from communique.label_studio.writing.adjudication_tasks import adjudication_task
from communique.records import annotation_id
from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer, read_decisions
from communique.schema import load_schema
from communique.workspace import Corpus

Task = dict[str, Any]
JUDGE = "  - {id: judge, type: human, role: adjudicator}\n  - {id: ann-3, type: human}\nregistry:"
ROME, PARIS = "Rome", "Paris"


def corpus(root: Path, *tasks: Task) -> Path:
    """The mini corpus with a task of the span layer for each annotator, and an adjudicator."""
    mini.write_corpus(root)
    broken.edit(root / "schema/corpus.yaml", "registry:\n", JUDGE + "\n")
    for number, task in enumerate(tasks, start=1):
        put(root, number, task)
    return root


def put(root: Path, number: int, task: Task) -> None:
    """A voter's export; region ids are the annotator's own."""
    task = broken.by(f"ann-{number}", deepcopy(task))
    for row in mini.annotation(task)["result"]:
        row["id"] = f"{number}{row['id']}"
    mini.annotation(task)["updated_at"] = f"2026-01-0{number}T00:00:00Z"
    write_json(root / f"annotations/names/ann-{number}.json", [task])


def literal(task: Task) -> Task:
    """The task with Rome read literally."""
    task = deepcopy(task)
    for row in mini.rows_of(task, "r4"):
        if row["from_name"] == "reading":
            row["value"]["choices"] = ["literal"]
    return task


def longer(task: Task) -> Task:
    """The task with Paris marked as `in Paris`."""
    task = deepcopy(task)
    value = mini.rows_of(task, "r2")[0]["value"]
    value.update(start=value["start"] - 3, text="in Paris")
    return task


def without(task: Task, region: str) -> Task:
    task = deepcopy(task)
    rows = mini.annotation(task)["result"]
    rows[:] = [r for r in rows if r["id"] != region]
    return task


def adjudicate(communique: Any, root: Path, *arguments: str, stdin: str = "") -> dict[str, Any]:
    """What the command says of the span layer."""
    done = communique("adjudicate", "--json", "--corpus", root, *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return next(x for x in found if x["layer"] == "names")


def decisions(root: Path) -> dict[str, AdjudicatedDecision]:
    """Decisions by what they cut out of the text."""
    found = read_decisions(root / "annotations/adjudicated/names.json").decisions
    return {f"{mini.TEXT[d.start : d.end]} {d.start}": d for d in found}


def by_text(root: Path, text: str) -> AdjudicatedDecision:
    return next(d for key, d in decisions(root).items() if key.rpartition(" ")[0] == text)


def judged(root: Path, change: Callable[[list[Task]], None], at: str = "2026-02-01") -> None:
    """The adjudicator's export, made from the task that is offered."""
    folder = CorpusFolder(root)
    schema = load_schema(folder.schema)
    layer = schema.layer("names")
    own = [i for i in Corpus(folder).items if i.layer == "names"]
    task: Any = adjudication_task(schema, layer, read_document(folder.document("one")), own)
    rows = deepcopy(task["predictions"][0]["result"])
    change(rows)
    annotation = {
        "id": 900,
        "completed_by": "judge",
        "updated_by": "judge",
        "updated_at": at,
        "was_cancelled": False,
        "result": rows,
    }
    write_json(
        root / "annotations/adjudicated/exports/names/judge.json",
        [{**task, "id": 90, "annotations": [annotation], "drafts": []}],
    )


def keep(reading: str) -> Callable[[list[Task]], None]:
    """Delete the candidate with another reading, and the longer one of Paris."""

    def change(rows: list[Task]) -> None:
        other = {
            r["id"]
            for r in rows
            if r["value"]["text"] == "in Paris"
            or (r["from_name"] == "reading" and r["value"]["choices"] != [reading])
        }
        rows[:] = [r for r in rows if r["id"] not in other]

    return change


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
    assert "no decision for 1 annotation" in done.stderr


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


def test_a_broken_file_of_decisions_is_refused_and_kept(tmp_path: Path, communique: Any):
    root = corpus(tmp_path, mini.names_task(), mini.names_task())
    path = root / "annotations/adjudicated/names.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"decisions": 5}')
    done = communique("adjudicate", "--corpus", root)
    assert (done.returncode, path.read_text()) == (2, '{"decisions": 5}')
    assert "Traceback" not in done.stderr


LAYER = mini.load_schema_text().layer("names")
PLACES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["person", "place"])),
    max_size=6,
    unique=True,
)


def drafted(places: list[tuple[int, int, str]]) -> list[AdjudicatedDecision]:
    return [
        AdjudicatedDecision(
            uid="",
            doc_id="one",
            candidates=[f"a{n}"],
            votes=[],
            outcome="kept",
            start=start,
            end=start + length,
            raw_start=start,
            raw_end=start + length,
            label=label,
            attributes={},
            decision="unanimous",
            reason=None,
            by=None,
            at=None,
        )
        for n, (start, length, label) in enumerate(places)
    ]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(histories=st.lists(PLACES, min_size=1, max_size=4), seed=st.integers(0, 9))
def test_ids_are_unique_kept_and_never_given_again(histories: list[Any], seed: int):
    layer = AdjudicatedLayer(decisions=[])
    ever: set[str] = set()
    for places in histories:
        drafts = drafted(places)
        before = layer
        layer = inherit_ids(LAYER, before, drafts)
        shuffled = random.Random(seed).sample(drafts, len(drafts))
        assert inherit_ids(LAYER, before, shuffled) == layer
        uids = [d.uid for d in layer.decisions]
        assert len(set(uids)) == len(uids)
        assert not set(uids) & set(layer.retired)
        assert {d.uid for d in before.decisions} <= set(uids) | set(layer.retired)
        new = set(uids) - {d.uid for d in before.decisions}
        assert not new & ever
        ever |= set(uids)
    assert inherit_ids(LAYER, layer, drafted(histories[-1])) == layer


def test_a_moved_border_keeps_the_id():
    first = inherit_ids(LAYER, AdjudicatedLayer(decisions=[]), drafted([(3, 5, "place")]))
    moved = inherit_ids(LAYER, first, drafted([(1, 7, "place")]))
    assert moved.decisions[0].uid == first.decisions[0].uid
    other = inherit_ids(LAYER, moved, drafted([(20, 4, "place")]))
    assert other.retired == [first.decisions[0].uid]
