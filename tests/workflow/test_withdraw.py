"""A withdrawn document: its texts go, its annotations and decisions stay as history."""

import json
from pathlib import Path
from typing import Any

import pytest

import broken
from communique.checks import run
from communique.corpus import load_sources
from communique.records.decision import read_decisions
from communique.workspace import Corpus
from verbs import commit, git

SOURCES = "corpus/sources.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two documents, two annotators; both documents are decided."""
    broken.sound(tmp_path / "corpus")
    return tmp_path / "corpus"


def json_of(done: Any) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def decisions(root: Path) -> dict[str, str]:
    layer = read_decisions(root / "annotations/adjudicated/names.json")
    return {d.uid: d.doc_id for d in layer.decisions}


@pytest.mark.parametrize("state", ["no repository", "repository without it", "committed"])
def test_the_history_of_git_is_named_only_if_it_has_the_texts(
    root: Path, communique: Any, state: str
):
    if state != "no repository":
        git(root, "init", "-q")
    if state == "committed":
        commit(root)
    done = communique("withdraw", "two", "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert ("The git history still has its texts." in done.stdout) == (state == "committed")
    assert f"Next: `communique render --corpus {root}`" in done.stdout


def test_the_texts_go_and_the_history_stays(root: Path, communique: Any):
    exports = {p: p.read_bytes() for p in (root / "annotations").rglob("*.json")}
    told = json_of(communique("withdraw", "two", "--corpus", root, "--json"))
    assert told["removed"] == ["corpus/raw/two.txt", "corpus/clean/two.json"]
    assert told["still_in"] == ["annotations/names/ann-1.json", "annotations/names/ann-2.json"]
    assert not (root / "corpus/raw/two.txt").exists()
    assert {p: p.read_bytes() for p in exports} == exports
    (source,) = (s for s in load_sources(root / SOURCES).documents if s.doc_id == "two")
    assert source.status == "withdrawn"
    assert communique("render", "--corpus", root).returncode == 0
    assert run(root) == []


def test_everything_else_goes_on_without_it(root: Path, tmp_path: Path, communique: Any):
    communique("withdraw", "two", "--corpus", root)
    corpus = Corpus.open(root)
    assert {r.doc_id for r in corpus.records} == {"one"}
    assert {s.doc_id for s in corpus.statuses} == {"one"}
    assert set(corpus.documents) == {"one"}
    overview = json_of(communique("status", "--json", "--corpus", root))
    assert all("two" not in row["documents"] for row in overview["coverage"])
    done = communique("build", "--corpus", root, "--out", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "data/manifest.json").read_text())
    rows = {(t["config"], t["split"]): t["rows"] for t in manifest["tables"]}
    assert rows["documents", "train"] == 1
    assert {split for _, split in rows} == {"train"}


def test_decisions_on_it_keep_their_ids(root: Path, communique: Any):
    path = root / "annotations/adjudicated/names.json"
    assert communique("adjudicate", "--corpus", root).returncode == 0
    before = decisions(root)
    content = path.read_bytes()
    communique("withdraw", "two", "--corpus", root)
    assert communique("adjudicate", "--corpus", root).returncode == 0
    assert decisions(root) == before
    assert path.read_bytes() == content
    assert run(root, ignore=["rendered-stale"]) == []


def test_the_id_is_never_used_again(root: Path, tmp_path: Path, communique: Any):
    text = (root / "corpus/raw/two.txt").read_text()
    communique("withdraw", "two", "--corpus", root)
    for name, content in (("two.txt", "Another text.\n"), ("other.txt", text)):
        (tmp_path / name).write_text(content)
        done = communique("add", tmp_path / name, "--corpus", root)
        assert (done.returncode, (root / "corpus/raw" / name).exists()) == (2, False)


def test_an_interrupted_withdrawal_is_reported_and_finished(root: Path, communique: Any):
    broken.edit(root / SOURCES, "{doc_id: two,", "{doc_id: two, status: withdrawn,")
    found = {(p.id, p.file) for p in run(root)}
    assert found == {
        ("orphan-clean", "corpus/clean/two.json"),
        ("raw-unlisted", "corpus/raw/two.txt"),
    }
    assert communique("withdraw", "two", "--corpus", root).returncode == 0
    assert run(root) == []


def test_an_unknown_document_is_refused(root: Path, communique: Any):
    done = communique("withdraw", "three", "--corpus", root)
    assert done.returncode == 2
    assert "there is no document 'three'" in done.stderr


def test_a_document_that_was_removed_by_hand_is_left_out(tmp_path: Path, communique: Any):
    root = tmp_path / "corpus"
    broken.write(root, "orphan-clean")
    assert [(p.id, p.document) for p in run(root)] == [("orphan-clean", "two")]
    assert {r.doc_id for r in Corpus.open(root).records} == {"one"}
    overview = json_of(communique("status", "--json", "--corpus", root))
    assert all("two" not in row["documents"] for row in overview["coverage"])
    done = communique("build", "--corpus", root, "--out", tmp_path / "data")
    assert done.returncode == 0, done.stderr
    assert communique("withdraw", "two", "--corpus", root).returncode == 0
    assert not (root / "corpus/clean/two.json").exists()


def test_the_next_version_says_removed(root: Path, tmp_path: Path, communique: Any):
    for name in ("old", "new"):
        done = communique("build", "--corpus", root, "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
        communique("withdraw", "two", "--corpus", root)
    changes = json_of(communique("diff", tmp_path / "old", tmp_path / "new", "--json"))
    removed = [c for c in changes["changes"] if c["kind"] == "removed"]
    assert changes["least_bump"] == "major"
    assert {(c["config"], c["doc_id"]) for c in removed} >= {("documents", "two"), ("names", "two")}
    assert {c["doc_id"] for c in removed} == {"two"}
