"""`communique audit`, as a person runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

import audited
import audited_files
import mini
from audited_flips import flipped
from audited_language import KINDS
from communique.corpus import write_json

KEYS = ["rank", "layer", "doc_id", "uid", "kind", "why", "now", "suggestion", "score"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: Any) -> tuple[Path, set[str]]:
    """A corpus of 40 documents with errors, and the uids of the items that are wrong."""
    from communique.corpus import CorpusFolder, load_sources
    from communique.workflow.clean import make_document

    root = tmp_path_factory.mktemp("audit") / "corpus"
    made = audited.corpus(KINDS["capitals"], 1, 40)
    wrong, flips = flipped(made, 1)
    audited_files.write(root, made)
    folder = CorpusFolder(root)
    for source in load_sources(root / "corpus/sources.yaml").active():
        raw = (root / "corpus/raw" / source.file).read_bytes()
        document = make_document(source, raw, "extracted")
        write_json(folder.document(source.doc_id), document.to_json())
    uids = audited_files.write_export(root, wrong)
    return root, {uids[uid] for uid, _ in flips}


def test_the_list_is_ranked_and_holds_the_errors_first(corpus: Any, communique: Any):
    root, wrong = corpus
    done = communique("audit", "--json", "--corpus", root)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert [list(f) for f in found[:1]] == [KEYS]
    assert [f["rank"] for f in found] == list(range(1, len(found) + 1))
    scores = [f["score"] for f in found]
    assert scores == sorted(scores, reverse=True)
    first = {f["uid"] for f in found[: len(found) // 10]}
    assert len(wrong & first) / len(wrong) >= 0.75


def test_the_first_rows_are_shown_with_reasons(corpus: Any, communique: Any):
    root, _ = corpus
    done = communique("audit", "--top", "3", "--layer", "names", "--corpus", root)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) == 7
    assert lines[-1].startswith("3 of ")


def test_without_scikit_learn_the_rest_runs_and_says_so(corpus: Any, monkeypatch: Any, capsys: Any):
    from communique.audit import model
    from communique.commands import audit
    from communique.workflow import audit as workflow

    monkeypatch.setattr(model.importlib.util, "find_spec", lambda _: None)
    assert not workflow.has_models()
    audit.run(corpus=corpus[0], json=True, layer=None, top=None)
    out, err = capsys.readouterr()
    assert "communique[evaluate]" in err
    kinds = {f["kind"] for f in json.loads(out)}
    assert "variation" in kinds
    assert not kinds & {"model", "border model"}


def test_a_layer_that_does_not_exist_is_refused(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path / "corpus")
    done = communique("audit", "--layer", "nothing", "--corpus", root)
    assert done.returncode == 2
    assert "names, frames" in done.stderr


def test_an_export_that_cannot_be_read_stops_the_audit(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path / "corpus")
    (root / "annotations/names").mkdir(parents=True)
    (root / "annotations/names/ann-1.json").write_text("[{")
    done = communique("audit", "--corpus", root)
    assert done.returncode == 2
    assert "unreadable-file" in done.stderr


def test_a_corpus_without_annotations_has_an_empty_list(tmp_path: Path, communique: Any):
    root = mini.write_corpus(tmp_path / "corpus")
    done = communique("audit", "--json", "--corpus", root)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_blocks_document_values_and_unmarked_names_are_listed(tmp_path: Path, communique: Any):
    exports = {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]}
    task = exports["names/ann-1"][0]
    rows = mini.annotation(task)["result"]
    rows[:] = [r for r in rows if r["id"] != "r4"]  # Rome, a name of the registry
    root = mini.write_corpus(tmp_path / "corpus", exports)
    found = json.loads(communique("audit", "--json", "--corpus", root).stdout)
    missing = [f for f in found if f["uid"] is None]
    assert [(f["kind"], f["now"], f["suggestion"]) for f in missing] == [
        ("unmarked", "unmarked: Rome", "label: place")
    ]
    assert any(f["now"] == "tone: warm" for f in found)
    assert any(f["now"] == "frames: money, people" for f in found)
