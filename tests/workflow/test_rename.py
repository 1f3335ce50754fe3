"""Another name for a label, a value or an entry of a list: in all files or in none."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
import voters as votes
from communique.checks import run as check
from communique.corpus import CorpusFolder, write_json
from communique.records.decision import read_decisions
from communique.schema import load_schema
from communique.workspace import Corpus

DECIDED = "annotations/adjudicated/names.json"
LISTS = """
vocabularies:
  moods:
    # how it sounds
    - id: warm   # friendly
      definition: Friendly
    - cold
    - id: cool
"""


def corpus(root: Path) -> Path:
    """Three who do not agree, an adjudicator's export, and pages."""
    task = mini.names_task()
    votes.corpus(root, task, votes.literal(task), votes.longer(task))
    broken.edit(root / "schema/corpus.yaml", "frames\n    unit", "frames\n    title: x\n    unit")
    write_json(root / "annotations/frames/ann-1.json", [mini.frames_task()])
    votes.judged(root, votes.keep("metonymic"))
    (root / "schema/rendered").mkdir()
    return root


def run(communique: Any, root: Path, *arguments: str) -> str:
    done = communique(*arguments, "--corpus", root)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def content(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def ready(communique: Any, root: Path) -> Path:
    corpus(root)
    run(communique, root, "render")
    run(communique, root, "adjudicate")
    assert not [p for p in check(CorpusFolder(root)) if p.level == "error"]
    return root


def test_a_label_is_renamed_everywhere_and_nothing_else_changes(tmp_path: Path, communique: Any):
    root = ready(communique, tmp_path)
    before = read_decisions(root / DECIDED)
    agreed = run(communique, root, "agree", "--json")
    problems = [(p.id, p.file) for p in check(CorpusFolder(root))]

    shown = run(communique, root, "rename", "names.label", "place", "spot")
    assert "names.label: place is now spot" in shown
    assert DECIDED in shown

    after = read_decisions(root / DECIDED)
    assert [d.uid for d in after.decisions] == [d.uid for d in before.decisions]
    assert {d.label for d in after.decisions} == {"person", "spot"}
    assert [(p.id, p.file) for p in check(CorpusFolder(root))] == problems
    figures = run(communique, root, "agree", "--json")
    assert json.loads(figures) == json.loads(agreed.replace('"place', '"spot'))
    text = (root / "schema/corpus.yaml").read_text()
    assert "labels: [person, {id: spot, formerly: [place]}]" in text
    assert "labels: [spot]" in text
    assert "type: spot" in text
    assert "place" not in (root / "schema/rendered/names.xml").read_text()

    stands = content(root)
    run(communique, root, "adjudicate")
    run(communique, root, "render")
    assert content(root) == stands


def test_ids_of_annotations_do_not_hang_on_a_name(tmp_path: Path, communique: Any):
    root = ready(communique, tmp_path)
    task = broken.by("ann-1", mini.names_task())
    for row in mini.annotation(task)["result"]:
        del row["id"]
    write_json(root / "annotations/names/ann-1.json", [task])
    before = [r.annotation_id for r in Corpus.open(root).records]
    (root / DECIDED).unlink()
    run(communique, root, "rename", "names.label", "place", "spot")
    assert [r.annotation_id for r in Corpus.open(root).records] == before


def test_an_entry_of_a_list_is_renamed_wherever_it_serves(tmp_path: Path, communique: Any):
    root = ready(communique, tmp_path)
    shown = run(communique, root, "rename", "names.holders", "rome", "italy")
    assert shown.startswith("actors: rome is now italy")
    given = {
        r.attributes["holders"] for r in Corpus.open(root).records if "holders" in r.attributes
    }
    assert given == {("italy", "ann")}
    kept = [d.attributes.get("holders") for d in read_decisions(root / DECIDED).decisions]
    assert ["italy", "ann"] in kept
    run(communique, root, "rename", "actors", "italy", "rome")
    text = (root / "schema/corpus.yaml").read_text()
    assert "{id: rome, formerly: [rome, italy]}" in text
    assert not [p for p in check(CorpusFolder(root)) if p.level == "error"]


def test_a_value_that_is_asked_for_on_its_own_keeps_its_records(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path)
    attribute = "{name: view, level: document, for_each: actors, values: [good, bad]}"
    broken.edit(
        root / "schema/corpus.yaml",
        "      - {name: tone",
        f"      - {attribute}\n      - {{name: tone",
    )
    task = mini.frames_task()
    answer = {"id": "v", "from_name": "view__rome", "to_name": "text", "type": "choices"}
    mini.annotation(task)["result"].append({**answer, "value": {"choices": ["good"]}})
    write_json(root / "annotations/frames/ann-1.json", [task])
    before = {r.annotation_id for r in Corpus.open(root).records}
    run(communique, root, "rename", "actors", "rome", "italy")
    found = Corpus.open(root).records
    assert {r.annotation_id for r in found} == before
    assert "italy" in {r.attributes.get("key") for r in found}
    mini.annotation(task)["result"][-1]["from_name"] = "view__italy"
    write_json(root / "annotations/frames/ann-1.json", [task])
    assert {r.annotation_id for r in Corpus.open(root).records} == before
    done = communique("rename", "actors", "ann", "italy", "--merge", "--corpus", root)
    assert done.returncode == 2
    assert "cannot be merged" in done.stderr


def test_two_values_are_merged_on_demand(tmp_path: Path, communique: Any):
    root = ready(communique, tmp_path)
    before = read_decisions(root / DECIDED)
    run(communique, root, "rename", "names.reading", "literal", "metonymic", "--merge")
    text = (root / "schema/corpus.yaml").read_text()
    assert "values: [{id: metonymic, formerly: [literal]}]" in text
    after = read_decisions(root / DECIDED)
    assert {d.uid for d in after.decisions} == {d.uid for d in before.decisions}
    rome = votes.by_text(root, "Rome")
    assert rome.decision == "unanimous"
    assert not [p for p in check(CorpusFolder(root)) if p.level == "error"]
    stands = content(root)
    run(communique, root, "adjudicate")
    assert content(root) == stands


def test_comments_and_layout_of_the_schema_stay(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path)
    path = root / "schema/corpus.yaml"
    attribute = "      - {name: mood, type: choice, values: moods}\n"
    text = mini.SCHEMA.replace("layers:", LISTS.lstrip("\n") + "layers:", 1)
    path.write_text(text.replace("    attributes:\n", "    attributes:\n" + attribute, 1))
    run(communique, root, "rename", "moods", "warm", "no: really")
    assert """    # how it sounds
    - id: "no: really"   # friendly
      formerly: [warm]
      definition: Friendly
    - cold
""" in path.read_text()
    run(communique, root, "rename", "moods", "cool", "cold", "--merge")
    assert "    - {id: cold, formerly: [cool]}\nlayers:" in path.read_text()
    run(communique, root, "rename", "names.mood", "no: really", "cold", "--merge")
    assert (
        '    # how it sounds\n    - {id: cold, formerly: [cool, warm, "no: really"]}\nlayers:'
        in (path.read_text().replace("formerly: [cool, warm", "formerly: [cool, warm"))
    )
    assert load_schema(path).values(load_schema(path).layers[0], "mood") == ("cold",)


def test_conditions_follow_the_name(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path)
    path = root / "schema/corpus.yaml"
    when = "{when: {reading: metonymic, label: [person, place]}}"
    extra = f"      - {{name: why, values: [a], required: {when}}}\n"
    path.write_text(
        mini.SCHEMA.replace("      - {name: entity_id", extra + "      - {name: entity_id")
    )
    run(communique, root, "rename", "names.reading", "metonymic", "figurative")
    run(communique, root, "rename", "names.label", "person", "human")
    assert "{when: {reading: figurative, label: [human, place]}}" in path.read_text()
    run(communique, root, "rename", "frames.frames", "none", "nothing")
    assert "exclusive: [nothing]" in path.read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("names.label", "animal", "beast"), "names.label has no value 'animal'"),
        (("places.label", "place", "x"), "no layer 'places'"),
        (("names.colour", "place", "x"), "layer 'names' has no attribute 'colour'"),
        (("colours", "place", "x"), "no list 'colours' in the schema"),
        (("names.label", "place", "person"), "names.label has 'person' already"),
        (("names.label", "place", "x", "--merge"), "names.label has no value 'x' to merge into"),
        (("names.label", "place", " "), "' ' is not a valid name"),
        (("names.label", "place", "place"), "are the same"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(
    tmp_path: Path, communique: Any, arguments: tuple[str, ...], message: str
):
    root = mini.write_corpus(tmp_path)
    before = content(root)
    done = communique("rename", *arguments, "--corpus", root)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert content(root) == before


def test_an_unsound_corpus_is_refused_and_kept(tmp_path: Path, communique: Any):
    root = ready(communique, tmp_path)
    (root / "annotations/names/ann-2.json").write_text("[{")
    before = content(root)
    done = communique("rename", "names.label", "place", "spot", "--corpus", root)
    assert done.returncode == 2
    assert "unreadable-file" in done.stderr
    assert content(root) == before


def test_a_merge_that_makes_two_regions_one_is_refused(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path)
    task = mini.names_task()
    mini.annotation(task)["result"].append(mini.row("entity", "labels", "Paris", ["person"], "r9"))
    write_json(root / "annotations/names/ann-1.json", [task])
    before = content(root)
    done = communique("rename", "names.label", "place", "person", "--merge", "--corpus", root)
    assert done.returncode == 2
    assert "duplicate-region" in done.stderr
    assert content(root) == before


def test_nothing_is_changed_if_a_file_cannot_be_written(
    tmp_path: Path, communique: Any, monkeypatch: pytest.MonkeyPatch
):
    from communique.workflow.rename import rename

    root = ready(communique, tmp_path)
    before = content(root)
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target).name == "corpus.yaml":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        rename(Corpus.open(root), "names.label", "place", "spot")
    assert content(root) == before


def test_diff_reports_what_was_relabelled(tmp_path: Path, communique: Any):
    root = ready(communique, tmp_path / "corpus")
    run(communique, root, "build", "--out", str(tmp_path / "old"))
    run(communique, root, "rename", "names.label", "place", "spot")
    run(communique, root, "build", "--out", str(tmp_path / "new"))
    done = communique("diff", tmp_path / "old", tmp_path / "new", "--json")
    found = json.loads(done.stdout)
    assert found["least_bump"] == "major"
    kinds = {(c["config"], c["kind"]) for c in found["changes"]}
    assert ("names", "relabelled") in kinds
    rows = {kind for config, kind in kinds if config != "codebook"}  # one entry per name
    assert not rows & {"added", "removed", "moved"}
