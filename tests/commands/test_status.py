"""One look: coverage, disagreements, what is owed next and by whom."""

import json
from pathlib import Path

import pytest
import yaml

import broken
import mini
from communique.corpus import write_json
from terminal import on_terminal, plain
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
        (name, f"communique annotate {name}") for name in ("ann-1", "ann-2", "ann-1", "ann-2")
    ]


def test_disagreements_are_owed_by_an_adjudicator(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path, two_readings())
    seen = status(communique, root)
    assert seen["disputed"] == [
        {"layer": "names", "open": 1, "documents": ["one"]},
        {"layer": "frames", "open": 2, "documents": ["one"]},
    ]
    assert {c["lead_time"] for c in seen["coverage"]} == {60.0}
    add = "communique annotate NAME --add --role adjudicator"
    assert [(o["who"], o["how"]) for o in seen["owed"]] == [
        ("maintainer", "communique adjudicate --layer names"),
        ("maintainer", "communique adjudicate --layer frames"),
        ("an adjudicator", add),
        ("an adjudicator", add),
    ]
    communique("adjudicate", "--corpus", root)
    path = root / "schema/corpus.yaml"
    judge = "  - {id: judge, type: human, role: adjudicator}\nregistry:"
    path.write_text(path.read_text().replace("registry:", judge, 1))
    seen = status(communique, root)
    page = "communique adjudicate --page --adjudicator judge"
    ways = {(o["who"], o["how"], o["or_how"]) for o in seen["owed"]}
    assert ways == {("judge", "communique annotate judge", page)}
    shown = communique("status", "--corpus", root).stdout
    label_studio = f"  communique annotate judge --corpus {root}\n"
    without = f"  or, without Label Studio:\n  {page} --corpus {root}\n"
    assert shown.endswith(label_studio + without)


def test_the_share_that_stayed_unchanged_is_named_only_if_something_was_offered(
    tmp_path: Path, communique
):
    shown = communique("status", "--corpus", mini.write_corpus(tmp_path, two_readings())).stdout
    (head,) = [line for line in shown.splitlines() if line.startswith("Median time")]
    assert head == "Median time for a document"


def test_problems_are_counted_with_the_command_that_lists_them(tmp_path: Path, communique):
    sound = communique("status", "--corpus", mini.write_corpus(tmp_path / "sound")).stdout
    assert "\n0 errors, 0 warnings\n" in sound
    faulty = mini.write_corpus(tmp_path / "faulty")
    (faulty / "corpus/clean/one.json").unlink()
    shown = communique("status", "--corpus", faulty).stdout
    assert f"1 error, 0 warnings: see `communique check --corpus {faulty}`\n" in shown


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


def test_a_pipe_gets_plain_lines(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path / "corpus", two_readings())
    done = communique("status", "--corpus", root)
    assert done.returncode == 0
    add = f"communique annotate NAME --add --role adjudicator --corpus {root}"
    wanted = "names: 1 open disagreement in 1 document; frames: 2 open disagreements in 1 document"
    assert f"an adjudicator: {wanted}\n  {add}\n" in done.stdout
    assert "\x1b" not in done.stdout
    assert [line for line in done.stdout.splitlines() if line != line.rstrip()] == []
    assert communique("status", "--corpus", tmp_path / "nowhere").returncode == 2


def many_layers(root: Path, long: str) -> Path:
    """The mini corpus with a long pseudonym and eight layers whose names are long."""
    mini.write_corpus(root, {"names/ann-1": [mini.names_task()]})
    path = root / "schema/corpus.yaml"
    data = yaml.safe_load(path.read_text())
    data["annotators"][1]["id"] = long
    frames = next(layer for layer in data["layers"] if layer["name"] == "frames")
    for number in range(6):
        data["layers"].append({**frames, "name": f"frames_of_the_text_{number}"})
    path.write_text(yaml.safe_dump(json.loads(json.dumps(data, default=str)), sort_keys=False))
    return root


@pytest.mark.parametrize("width", [80, 140])
def test_every_header_fits_on_a_terminal(tmp_path: Path, communique, width: int):
    """Two layers fit side by side, eight with long names do not, and stand below each other."""
    long = "annotator-with-a-long-pseudonym"
    few, many = mini.write_corpus(tmp_path / "few"), many_layers(tmp_path / "many", long)
    for root, head in ((few, "annotator names frames"), (many, "layer annotator documents")):
        shown = plain(on_terminal("status", "--corpus", root, width=width))
        assert head in " ".join(shown.split())
        assert "…" not in shown
        lines = [line for line in shown.splitlines() if "communique annotate" not in line]
        assert max(map(len, lines)) <= width
    assert f"frames_of_the_text_5 {long} 0 of 1" in " ".join(shown.split())
    piped = communique("status", "--corpus", many).stdout
    assert piped.splitlines()[0].split() == ["annotator", "names", "frames"] + [
        f"frames_of_the_text_{n}" for n in range(6)
    ]


def test_colours_are_for_a_terminal_alone(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    shown = on_terminal("status", "--corpus", root)
    assert "\x1b[1;36m" in shown
    assert "\x1b[1;36m" not in on_terminal("status", "--corpus", root, NO_COLOR="1")


def test_only_what_somebody_owes_can_be_missing(tmp_path: Path, communique):
    """A pilot and a second pass have done one of two documents, and owe nothing."""
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    broken.add_second(root)
    edit = ("  - {id: ann-2, type: human}", "  - {id: ann-2, type: human, role: pilot}")
    broken.edit(root / "schema/corpus.yaml", *edit)
    write_json(root / "annotations/names/ann-1.2.json", [mini.names_task()])
    write_json(root / "annotations/names/ann-2.json", [broken.by("ann-2", mini.names_task())])
    shown = communique("status", "--corpus", root).stdout
    rows = [line.split() for line in shown.splitlines() if line.startswith("ann-")]
    assert rows[:3] == [
        ["ann-1", "1", "of", "2", "0", "of", "2"],
        ["ann-1", "(pass", "2)", "1"],
        ["ann-2", "(pilot)", "1"],
    ]
    assert "missing" not in shown
    assert "In brackets: optional work." in shown
    assert "ann-1: names: annotate 1 of 2 documents; frames: annotate 2 of 2 documents" in shown


def test_skipped_empty_and_outdated_documents_are_named(tmp_path: Path, communique):
    skipped, empty = mini.names_task(), mini.names_task()
    mini.annotation(skipped).update(was_cancelled=True, result=[])
    mini.annotation(empty).update(result=[], completed_by="ann-2", updated_by="ann-2")
    root = mini.write_corpus(tmp_path, {"names/ann-1": [skipped], "names/ann-2": [empty]})
    shown = " ".join(communique("status", "--corpus", root).stdout.split())
    assert "ann-1 1 of 1, 1 skipped 0 of 1" in shown
    assert "ann-2 1 of 1, 1 empty 0 of 1" in shown
    assert "ann-2 60 s" in shown


def test_annotators_owe_the_layers_that_they_work_on(tmp_path: Path, communique):
    root = mini.write_corpus(tmp_path)
    path = root / "schema/corpus.yaml"
    broken.edit(path, "{id: ann-1, type: human}", "{id: ann-1, type: human, layers: [frames]}")
    seen = status(communique, root)
    assert [(o["who"], o["what"].partition(":")[0]) for o in seen["owed"]] == [
        ("ann-2", "names"),
        ("ann-1", "frames"),
        ("ann-2", "frames"),
    ]
    broken.edit(path, "layers: [frames]", "layers: [sounds]")
    done = communique("check", "--corpus", root)
    assert "ann-1: no layer is called 'sounds'; expected names, frames" in done.stdout


def test_decisions_under_an_older_guideline_are_named(tmp_path: Path, communique):
    broken.BROKEN["decisions-outdated"](tmp_path)
    seen = status(communique, tmp_path)
    resting = "4 decisions on 1 document rest on votes under guideline 1.0; the layer is at 2.0"
    assert seen["outdated"] == [f"names: {resting}"]
    assert "1 outdated" in communique("status", "--corpus", tmp_path).stdout
    built = communique("build", "--corpus", tmp_path, "--out", tmp_path / "dist")
    assert f"names: {resting}" in built.stdout, built.stderr
