"""What is open: status, adjudicate and build say the same of every corpus."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import broken
import mini
import voters


def _decided(root: Path) -> None:
    """The adjudicator keeps the first reading of Rome, in the task that `annotate` makes."""
    from communique.label_studio.writing.assignment import assignment
    from communique.workspace import Corpus

    corpus = Corpus.open(root)
    (judge,) = (a for a in corpus.schema.annotators if a.adjudicates)
    documents = list(corpus.documents.values())
    work = assignment(corpus.schema, judge, documents, corpus.records, corpus.statuses)
    (task,) = work["names"]
    rows = task["predictions"][0]["result"]
    readings = {r["id"] for r in rows if r["value"].get("choices") == ["literal"]}
    made = {"id": 9, "completed_by": "judge", "was_cancelled": False}
    made["result"] = [r for r in rows if r["id"] not in readings]
    made["updated_at"] = "2026-02-01T00:00:00Z"
    export = [{"id": 3, **task, "annotations": [made]}]
    mini.write_json(root / "annotations/adjudicated/exports/names/judge.json", export)


def agreed(root: Path) -> None:
    voters.corpus(root, mini.names_task(), mini.names_task())


def disagreed(root: Path) -> None:
    voters.corpus(root, mini.names_task(), voters.literal(mini.names_task()))


def missed(root: Path) -> None:
    voters.corpus(root, mini.names_task(), voters.without(mini.names_task(), "r2"))


def blocks_and_values(root: Path) -> None:
    mini.write_corpus(root, voters.two_readings())


def pulled(root: Path) -> None:
    disagreed(root)
    _decided(root)


def changed_after_the_decision(root: Path) -> None:
    """A voter changes another mark of a document that the adjudicator has submitted."""
    pulled(root)
    voters.put(root, 2, voters.longer(voters.literal(mini.names_task())))


def one_value_only(root: Path) -> None:
    """One voter answers a question about the document that the other left empty."""
    one, two = mini.frames_task(), broken.by("ann-2", mini.frames_task())
    rows = mini.annotation(two)["result"]
    rows[:] = [r for r in rows if r["from_name"] != "tone"]
    mini.write_corpus(root, {"frames/ann-1": [one], "frames/ann-2": [two]})
    broken.edit(
        root / broken.YAML,
        "values: [warm, cold], required: always}",
        "values: [warm, cold], required: never}",
    )


CORPORA: dict[str, tuple[Callable[[Path], object], int]] = {
    "agreed": (agreed, 0),
    "a reading": (disagreed, 1),
    "a span that one missed": (missed, 1),
    "a reading, a block and a document value": (blocks_and_values, 3),
    "decided in Label Studio": (pulled, 0),
    "another mark after that": (changed_after_the_decision, 1),
    "a value that one left out": (one_value_only, 1),
}


@pytest.mark.parametrize("what", CORPORA)
def test_status_adjudicate_and_build_agree_on_what_is_open(tmp_path: Path, communique, what: str):
    write, wanted = CORPORA[what]
    root = tmp_path / "corpus"
    write(root)
    for again in (False, True):  # before and after the decisions are written
        seen = json.loads(communique("status", "--corpus", root, "--json").stdout)
        assert sum(row["open"] for row in seen["disputed"]) == wanted, seen["disputed"]
        how = [step["how"] for step in seen["owed"]]
        assert any("adjudicate" in h for h in how) is not again or wanted > 0
        assert any("judge" in h or "adjudicator" in h for h in how) == (wanted > 0)
        copy = tmp_path / f"copy-{again}"
        shutil.copytree(root, copy)
        done = communique("adjudicate", "--corpus", root if again else copy, "--json")
        assert sum(layer["open"] for layer in json.loads(done.stdout)) == wanted
        built = communique("build", "--corpus", copy, "--out", tmp_path / f"out-{again}")
        assert built.returncode == (2 if wanted else 0), built.stderr
        communique("adjudicate", "--corpus", root)


def test_a_decision_whose_votes_changed_is_open_before_adjudicate_says_so(
    tmp_path: Path, communique
):
    root = voters.corpus(tmp_path / "corpus", mini.names_task(), voters.literal(mini.names_task()))
    asked = ("--interactive", "--adjudicator", "judge", "--layer", "names")
    done = communique("adjudicate", "--corpus", root, *asked, stdin="1\nattribute\n")
    assert done.returncode == 0, done.stderr
    assert communique("build", "--corpus", root).returncode == 0
    changed = voters.literal(mini.names_task())
    for row in mini.rows_of(changed, "r4"):
        if row["from_name"] == "entity":
            row["value"]["labels"] = ["person"]
    rows = mini.annotation(changed)["result"]
    rows[:] = [r for r in rows if r["from_name"] != "reading"]
    voters.put(root, 2, changed)
    seen = json.loads(communique("status", "--corpus", root, "--json").stdout)
    (row,) = seen["disputed"]
    assert row["open"] >= 1
    assert "communique adjudicate --layer names" in [step["how"] for step in seen["owed"]]
    done = communique("build", "--corpus", root)
    assert (done.returncode, "names: " in done.stderr, "undecided item" in done.stderr) == (2, 1, 1)
