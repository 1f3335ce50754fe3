"""`communique view`: writes a site, replaces only its own, refuses what it cannot read."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import mini
import voters

Run = Callable[..., object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini.write_corpus(
        tmp_path / "corpus",
        {"names/ann-1": [mini.names_task()], "frames/ann-1": [mini.frames_task()]},
    )


def test_the_site_is_in_dist_and_says_how_to_open_it(root: Path, communique):
    done = communique("view", "one", cwd=root)
    assert done.returncode == 0, done.stderr
    page = root / "dist/site/documents/one.html"
    assert page.is_file()
    assert page.as_uri() in done.stdout
    assert (root / "dist/site/index.html").is_file()


def test_json_names_folder_and_page(root: Path, communique):
    done = communique("view", "--out", "here", "--flavour", "standoff", "--json", cwd=root)
    told = json.loads(done.stdout)
    assert told["page"] == str(root / "here/index.html")
    assert told["files"] == sum(p.is_file() for p in (root / "here").rglob("*"))


def test_an_old_site_is_replaced_and_a_withdrawn_document_is_gone(root: Path, communique):
    assert communique("view", cwd=root).returncode == 0
    sources = root / "corpus/sources.yaml"
    text = sources.read_text().replace("language: en}", "language: en, status: withdrawn}")
    sources.write_text(text)
    done = communique("view", cwd=root)
    assert done.returncode == 0, done.stderr
    site = root / "dist/site"
    assert list(site.glob("documents/*")) == list(site.glob("raw/*")) == []
    told = b"".join(p.read_bytes() for p in site.rglob("*") if p.is_file())
    assert b"Ann Lee met" not in told
    assert b"one.html" not in told


def test_a_folder_with_other_files_is_refused_and_stays(root: Path, communique):
    (root / "mine").mkdir()
    (root / "mine/notes.txt").write_text("mine")
    done = communique("view", "--out", "mine", cwd=root)
    assert done.returncode == 2
    assert "did not make it" in done.stderr
    assert [p.name for p in (root / "mine").iterdir()] == ["notes.txt"]


def test_an_unknown_document_is_refused_by_name(root: Path, communique):
    done = communique("view", "two", cwd=root)
    assert done.returncode == 2
    assert "no document 'two'" in done.stderr
    assert "one" in done.stderr
    assert not (root / "dist").exists()


def test_a_refusal_leaves_no_folder_behind(root: Path, communique):
    (root / "annotations/names/ann-1.json").write_text("<<<<<<< HEAD")
    assert communique("view", cwd=root).returncode == 2
    assert not (root / "dist").exists()


def test_an_unreadable_export_stops_it_and_the_old_site_stays(root: Path, communique):
    communique("view", cwd=root)
    before = {p: p.read_bytes() for p in (root / "dist/site").rglob("*") if p.is_file()}
    (root / "annotations/names/ann-1.json").write_text("<<<<<<< HEAD")
    done = communique("view", cwd=root)
    assert done.returncode == 2
    assert "annotations/names/ann-1.json" in done.stderr
    assert {p: p.read_bytes() for p in (root / "dist/site").rglob("*") if p.is_file()} == before


def test_decisions_stand_beside_the_answers(tmp_path: Path, communique):
    task = mini.names_task()
    root = voters.corpus(tmp_path, task, voters.literal(task), task)
    voted = communique("view", cwd=root)
    assert voted.returncode == 0, voted.stderr
    assert "not decided yet" in (root / "dist/site/documents/one.html").read_text()


def test_a_new_corpus_has_a_site_once_it_is_cleaned(tmp_path: Path, communique):
    assert communique("new", "mine", cwd=tmp_path).returncode == 0
    root = tmp_path / "mine"
    assert communique("view", cwd=root).returncode == 0
    assert not list((root / "dist/site/documents").glob("*.html"))
    assert communique("clean", cwd=root).returncode == 0
    done = communique("view", cwd=root)
    assert done.returncode == 0, done.stderr
    assert list((root / "dist/site/documents").glob("*.html"))


def test_other_commands_lead_to_the_site_where_there_is_one(root: Path, communique):
    verbs = {"status": "index", "agree": "disagreements", "check": "index"}
    for verb in verbs:
        assert "Site:" not in communique(verb, cwd=root).stdout
    assert communique("view", cwd=root).returncode == 0
    for verb, page in verbs.items():
        told = communique(verb, cwd=root).stdout
        assert (root / f"dist/site/{page}.html").as_uri() in told, told
        assert "Site:" not in communique(verb, "--json", cwd=root).stdout
