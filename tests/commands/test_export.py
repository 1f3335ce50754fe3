"""`communique export`: files, losses and refusals, on the corpus of this repository."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from communique.formats.catalogue import FORMATS
from communique.formats.losses import CAUSES
from communique.workflow.export import Selection, export_corpus
from communique.workspace import Corpus
from copies import TEXTS, copy_corpus
from paths import ROOT


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".")}


@pytest.fixture(scope="module")
def opened() -> Corpus:
    return Corpus.open(ROOT)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_the_same_bytes_twice(opened: Corpus, tmp_path: Path, name: str):
    format_ = FORMATS[name]
    first, again = (export_corpus(opened, Selection(format_), tmp_path / run) for run in ("a", "b"))
    assert first == again
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert sorted(files(tmp_path / "a")) == first.files
    assert set(first.losses) <= set(format_.loses) <= set(CAUSES)


def test_the_json_names_files_and_losses(communique: Any, tmp_path: Path):
    done = communique("export", "conll", "--out", tmp_path / "c", "--json", "--corpus", ROOT)
    told = json.loads(done.stdout)
    assert list(told) == ["files", "losses"]
    assert told["files"] == ["test.conll", "train.conll"] == sorted(files(tmp_path / "c"))
    layers = (ROOT / "annotations/adjudicated").glob("*.json")
    decided = [d for path in layers for d in json.loads(path.read_text())["decisions"]]
    values = [d for d in decided if (d["kind"], d["outcome"]) == ("document", "kept")]
    assert told["losses"]["document_value"] == len(values)


def test_all_annotators_and_votes_are_in_one_file(communique: Any, tmp_path: Path):
    out = tmp_path / "all"
    done = communique(
        *("export", "jsonl", "--annotator", "all", "--layer", "stance", "--split", "test"),
        *("--out", out, "--corpus", ROOT),
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(x) for x in (out / "test.jsonl").read_text().splitlines()]
    assert [x["doc_id"] for x in lines] == ["001", "002"]
    annotations = [a for line in lines for a in line["annotations"]]
    names = {a["annotator"] for a in annotations}
    assert {"adjudicated", "annotator-1", "annotator-2", "annotator-3"} <= names
    decided = [a for a in annotations if a["annotator"] == "adjudicated"]
    ids = {a["uid"] for a in annotations}
    assert decided
    assert all(a["votes"] and set(a["annotation_ids"]) <= ids for a in decided)
    assert {a["layer"] for a in annotations} == {"stance"}


@pytest.mark.parametrize(
    ("layer", "source", "annotator"),
    [("entities", "adjudicated", "annotator-1"), ("stance", "annotator-4", "annotator-4")],
)
def test_what_is_exported_for_label_studio_is_read_again(
    communique: Any, opened: Corpus, tmp_path: Path, layer: str, source: str, annotator: str
):
    """The tasks of one layer and split, imported as an annotator's, have the same content.

    Adjudicated stances have no `confidence`, which the guideline asks of every annotator.
    """
    selection = Selection(FORMATS["labelstudio"], (layer,), split="test", annotator=source)
    export_corpus(opened, selection, tmp_path / "tasks")
    corpus = copy_corpus(tmp_path / "corpus", TEXTS)
    done = communique(
        *("import", tmp_path / f"tasks/test.{layer}.json", "--account", f"none={annotator}"),
        *("--corpus", corpus),
    )
    assert done.returncode == 0, done.stderr
    lines = replace(selection, format=FORMATS["jsonl"])
    export_corpus(opened, lines, tmp_path / "first")
    export_corpus(Corpus.open(corpus), replace(lines, annotator=annotator), tmp_path / "again")
    assert content(tmp_path / "again") == content(tmp_path / "first")


def content(folder: Path) -> list[str]:
    keys = ("layer", "kind", "start", "end", "label", "attributes")
    documents = map(json.loads, (folder / "test.jsonl").read_text().splitlines())
    return sorted(
        json.dumps([d["doc_id"], *(a[k] for k in keys)], sort_keys=True)
        for d in documents
        for a in d["annotations"]
    )


REFUSED = {
    "no format": (["toml"], "'toml' is not a format"),
    "no layer": (["csv", "--layer", "mood"], "the schema has no layer 'mood'"),
    "no split": (["csv", "--split", "dev"], "the schema has no split 'dev'"),
    "no annotator": (["csv", "--annotator", "ann"], "the schema has no annotator 'ann'"),
    "all of them elsewhere": (
        ["csv", "--annotator", "all"],
        "csv holds the labels of one annotator",
    ),
    "no spans": (["conll", "--layer", "framing"], "conll holds spans"),
    "no texts": (["brat", "--flavour", "standoff"], "brat cannot be written without the texts"),
    "a loss": (["conll", "--strict"], "conll cannot hold everything: nested "),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_is_refused(communique: Any, tmp_path: Path, what: str):
    arguments, message = REFUSED[what]
    out = tmp_path / "out"
    done = communique("export", *arguments, "--out", out, "--corpus", ROOT)
    assert done.returncode == 2
    assert done.stderr.startswith(f"communique: {message}"), done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_a_folder_with_other_files_is_left_alone(communique: Any, tmp_path: Path):
    (tmp_path / "mine.txt").write_text("mine")
    done = communique("export", "csv", "--out", tmp_path, "--corpus", ROOT)
    assert done.returncode == 2
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_people_see_what_was_lost(communique: Any, tmp_path: Path):
    done = communique(
        *("export", "conll", "--layer", "entities", "--out", tmp_path / "c", "--corpus", ROOT)
    )
    head, lost, nested, *_ = done.stdout.splitlines()
    assert head.endswith("2 files")
    assert lost == "Lost, because the format cannot hold it:"
    assert nested.split(maxsplit=1)[1] == "nested: spans inside another span"
