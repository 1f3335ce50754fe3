"""One look: coverage, disagreements, what is owed next and by whom."""

import json
from pathlib import Path

import mini
from voters import two_readings


def status(communique, root: Path) -> dict:
    done = communique("status", "--corpus", root, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nobody_has_begun(tmp_path: Path, communique):
    seen = status(communique, mini.write_corpus(tmp_path))
    assert [(c["layer"], c["annotator"], c["documents"]) for c in seen["coverage"]] == [
        (layer, name, {"one": "missing"})
        for layer in ("names", "frames")
        for name in ("ann-1", "ann-2")
    ]
    assert [(o["who"], o["how"]) for o in seen["owed"]] == [
        (name, f"scripts/annotate {name}") for name in ("ann-1", "ann-2", "ann-1", "ann-2")
    ]


def test_disagreements_are_owed_by_an_adjudicator(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path, two_readings())
    seen = status(communique, root)
    assert seen["disputed"] == [
        {"layer": "names", "open": 1, "documents": ["one"]},
        {"layer": "frames", "open": 2, "documents": ["one"]},
    ]
    assert {o["who"] for o in seen["owed"]} == {"an adjudicator"}
    assert {c["lead_time"] for c in seen["coverage"]} == {60.0}
    done = mini.names_task()
    for key in ("completed_by", "updated_by"):
        mini.annotation(done)[key] = "judge"
    mini.write_json(root / "annotations/adjudicated/exports/names/judge.json", [done])
    path = root / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    path.write_text(path.read_text().replace("registry:", judge, 1))
    seen = status(communique, root)
    assert [d["layer"] for d in seen["disputed"]] == ["frames"]
    assert {(o["who"], o["how"]) for o in seen["owed"]} == {("judge", "scripts/annotate judge")}


def test_what_was_decided_on_the_terminal_is_no_longer_owed(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path, two_readings())
    path = root / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    path.write_text(path.read_text().replace("registry:", judge, 1))
    asked = ("--interactive", "--adjudicator", "judge", "--layer", "names")
    done = communique("adjudicate", "--corpus", root, *asked, stdin="1\nattribute\n")
    assert done.returncode == 0, done.stderr
    assert [d["layer"] for d in status(communique, root)["disputed"]] == ["frames"]


def test_skipped_and_empty_are_told_apart(tmp_path: Path, communique):
    skipped, empty = mini.names_task(), mini.names_task()
    mini.annotation(skipped).update(was_cancelled=True, result=[])
    mini.annotation(empty).update(result=[], completed_by="ann-2", updated_by="ann-2")
    root = mini.write_corpus(tmp_path, {"names/ann-1": [skipped], "names/ann-2": [empty]})
    seen = status(communique, root)
    found = {c["annotator"]: c["documents"]["one"] for c in seen["coverage"][:2]}
    assert found == {"ann-1": "skipped", "ann-2": "empty"}


def test_upkeep_comes_first(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path)
    (root / "schema/rendered").mkdir()
    (root / "corpus/clean/one.json").unlink()
    seen = status(communique, root)
    assert {"corpus/clean/one.json", "schema/rendered/names.xml"} <= set(seen["stale"])
    assert [o["how"] for o in seen["owed"]][:2] == ["communique clean", "communique render"]


def test_a_terminal_reads_it_too(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path / "corpus", two_readings())
    done = communique("status", "--corpus", root)
    assert done.returncode == 0
    assert "next: an adjudicator: names: 1 open disagreement in 1 document" in done.stdout
    assert communique("status", "--corpus", tmp_path / "nowhere").returncode == 2
