"""A second scheme in one corpus: old passes stay, new ones vote, and ids are carried."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import broken
import mini
from communique.corpus import CorpusFolder, write_json
from communique.records.decision import AdjudicatedLayer, read_decisions
from communique.workflow.adjudicate import AdjudicationState
from communique.workflow.build import build_dataset
from communique.workspace import Corpus

OLD, NEW = ("ann-1", "ann-2"), ("ann-4", "ann-5")


def task(person: str, version: str, *, longer: bool = False, without: str = "") -> dict[str, Any]:
    """The task of the span layer; region ids are the annotator's own."""
    made = deepcopy(broken.under(version, person))
    rows = [r for r in mini.annotation(made)["result"] if r["id"] != without]
    for value in (r["value"] for r in rows if longer and r["id"] == "r2"):
        value.update(start=value["start"] - 3, text="in Paris")
    rows += [sure(r) for r in rows if version == "2.0" and r["from_name"] == "entity"]
    mini.annotation(made)["result"] = [{**r, "id": f"{person}{r['id']}"} for r in rows]
    return made


def sure(row: dict[str, Any]) -> dict[str, Any]:
    """The row of the attribute that came with 2.0, for the region of a row."""
    place = {k: row["value"][k] for k in ("start", "end", "text")}
    value = {**place, "choices": ["no"]}
    return {**row, "from_name": "sure", "type": "choices", "value": value}


def decided(root: Path) -> AdjudicatedLayer:
    corpus = Corpus(CorpusFolder(root))
    outcome = AdjudicationState(corpus).resolve(corpus.schema.layer("names"))
    assert not outcome.open
    path = root / "annotations/adjudicated/names.json"
    write_json(path, outcome.layer.model_dump())
    return read_decisions(path)


def built(root: Path, name: str) -> Path:
    into = root / "dist" / name
    into.mkdir(parents=True)
    build_dataset(Corpus(CorpusFolder(root)), into)
    return into


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, AdjudicatedLayer]:
    """The corpus under 1.0, decided and built; then new people under 2.0. The corpus, and what was
    decided under 1.0.
    """
    root = tmp_path_factory.mktemp("grown")
    broken.base(root)
    path = root / "schema/corpus.yaml"
    broken.raise_guideline(root, "1.0")
    for person in OLD:
        write_json(root / f"annotations/names/{person}.json", [task(person, "1.0")])
    first = decided(root)
    built(root, "old")
    broken.edit(path, "guideline_version: '1.0'", "guideline_version: '2.0'")
    added = '{name: sure, type: choice, values: ["yes", "no"], required: always, since: "2.0"}'
    broken.edit(path, "required: never, max: 2}", f"required: never, max: 2}}\n      - {added}")
    for old, new in zip(OLD, NEW, strict=True):
        listed = f"{{id: {old}, type: human, layers: [frames]}}\n  - {{id: {new}, type: human}}"
        broken.edit(path, f"{{id: {old}, type: human}}", listed)
    assert decided(root) == first
    for person in NEW:
        made = task(person, "2.0", longer=True, without="r3")
        write_json(root / f"annotations/names/{person}.json", [made])
    return root, first


def test_matched_decisions_keep_their_ids_and_the_others_are_retired(
    grown: tuple[Path, AdjudicatedLayer],
):
    root, before = grown
    after = decided(root)
    old = {(d.label, d.end): d.uid for d in before.decisions}
    new = {(d.label, d.end): d.uid for d in after.decisions}
    assert new.items() <= old.items()
    assert len(new) == len(old) - 1 == 3
    assert after.retired == sorted(set(old.values()) - set(new.values()))
    assert all(d.attributes["sure"] == "no" for d in after.decisions)
    votes = {c for d in after.decisions for c in d.candidates}
    made_by = {r.annotation_id: r.annotator for r in Corpus(CorpusFolder(root)).records}
    assert {made_by[v] for v in votes} == set(NEW)


def test_the_next_version_has_both_rounds_and_tells_them_apart(
    grown: tuple[Path, AdjudicatedLayer], communique: Any
):
    root, _ = grown
    decided(root)
    new = built(root, "new")
    done = communique("diff", root / "dist/old", new, "--json")
    changes = json.loads(done.stdout)["changes"]
    of_layer = [(c["kind"], c["before"] and c["after"]) for c in changes if c["config"] == "names"]
    kinds = [kind for kind, _ in of_layer]
    assert kinds.count("removed") == 1
    assert kinds.count("moved") == 1
    assert "added" not in kinds
    (file,) = (new / "data/annotations").glob("*.parquet")
    rows = pq.read_table(file).to_pylist()
    told = {(r["annotator"], r["guideline_version"], r["is_vote"]) for r in rows}
    assert told == {
        *((person, "1.0", False) for person in OLD),
        *((person, "2.0", True) for person in NEW),
    }
    checked = communique("check", "--corpus", root, "--json")
    ids = {p["id"] for p in json.loads(checked.stdout)}
    assert not {i for i in ids if "guideline" in i or "decision" in i or "vote" in i}
