"""Versions are cut whole or not at all, and say what changed."""

import json
import os
import random
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.corpus import write_json
from communique.release import transaction
from communique.release.repository import Repository
from communique.release.transaction import Journal, apply, release_lock, resume
from paths import SRC
from verbs import commit, git

KILLS = int(os.environ.get("COMMUNIQUE_KILLS", "5"))
DATE = ("--date", "2026-03-04")
Communique = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A Maintainer")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "maintainer@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The mini corpus in a repository of its own, one level below the top."""
    top = tmp_path / "repository"
    root = mini.write_corpus(top / "data", {"names/ann-1": [mini.names_task()]})
    (root / "DATASHEET.md").write_text("Small.\n")
    (root / "CITATION.cff").write_text("cff-version: 1.2.0\nversion: 0.1.0\n")
    (top / ".gitignore").write_text("/data/dist/\n")
    git(top, "init", "-q", "-b", "main")
    commit(top, "The corpus")
    return root


def release(communique: Communique, root: Path, version: str, *arguments: str) -> dict[str, Any]:
    done = communique("release", version, "--corpus", root, "--json", *DATE, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def refused(communique: Communique, root: Path, version: str, *arguments: str) -> str:
    before = state(root)
    done = communique("release", version, "--corpus", root, "--json", *DATE, *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert state(root) == before
    return done.stdout + done.stderr


def state(root: Path) -> tuple[str, str, str]:
    """Branch, tags, and what is not committed."""
    return git(root, "rev-parse", "HEAD"), git(root, "tag"), git(root, "status", "--porcelain")


def relabel(root: Path) -> None:
    task = deepcopy(mini.names_task())
    for row in mini.rows_of(task, "r2"):
        row["value"]["labels"] = ["person"]
    write_json(root / "annotations/names/ann-1.json", [task])


def test_a_release_is_one_commit_and_a_tag(root: Path, communique: Communique):
    before = git(root, "rev-parse", "HEAD")
    told = release(communique, root, "1.0.0")
    assert git(root, "rev-parse", "HEAD^") == before
    assert git(root, "rev-parse", "v1.0.0^{commit}") == told["commit"] == state(root)[0]
    assert git(root, "status", "--porcelain") == ""
    assert "version: 1.0.0" in (root / "schema/corpus.yaml").read_text()
    assert 'date-released: "2026-03-04"' in (root / "CITATION.cff").read_text()
    assert "## 1.0.0 (2026-03-04)\n\n- The first release." in (root / "CHANGELOG.md").read_text()
    assert communique("check", "--corpus", root).returncode == 0
    standoff = root / "releases/1.0.0"
    out = root / "dist/releases/1.0.0"
    assert {p.name for p in out.iterdir()} == {
        "RELEASE.txt",
        "full",
        "standoff",
        "mini-1.0.0-full.tar.gz",
        "mini-1.0.0-standoff.tar.gz",
    }
    assert files(standoff) == files(out / "standoff")
    with tarfile.open(out / "mini-1.0.0-full.tar.gz") as packed:
        packed.extractall(root.parent / "unpacked", filter="data")
    assert files(root.parent / "unpacked/mini-1.0.0-full") == files(out / "full")
    back = ("--text-dir", root / "corpus/raw", "--out", root.parent / "back")
    assert communique("restore", standoff, *back).returncode == 0
    assert files(root.parent / "back") == files(out / "full")


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("change", "least"),
    [
        (relabel, "2.0.0"),
        (lambda root: broken.add_second(root, "Another\n\nNobody came.\n"), "1.1.0"),
        (lambda root: (root / "DATASHEET.md").write_text("Small, and known to be.\n"), "1.0.1"),
    ],
)
def test_the_changes_say_what_the_version_is_at_the_least(
    root: Path, communique: Communique, change: Callable[[Path], None], least: str
):
    release(communique, root, "1.0.0")
    change(root)
    commit(root, "A change")
    if least != "1.0.1":
        assert f"the version must be at least {least}" in refused(communique, root, "1.0.1")
    told = release(communique, root, least, "--dry-run")
    assert (told["since"], told["least_version"], told["blockers"]) == ("1.0.0", least, [])
    assert git(root, "tag") == "v1.0.0"
    release(communique, root, least)
    assert f"## {least} (2026-03-04)\n\n- Since 1.0.0:" in (root / "CHANGELOG.md").read_text()
    done = communique("diff", "1.0.0", least, "--corpus", root, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["least_bump"] == told["least_bump"]


def test_a_first_release_is_named_so_and_has_no_changes(root: Path, communique: Communique):
    done = communique("release", "1.0.0", "--dry-run", "--corpus", root, *DATE)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:3] == ["version: 1.0.0", "released: 2026-03-04", "first release"]
    assert [line for line in lines if line.startswith(("least", "changes", "since"))] == []
    assert "blockers: 0" in lines


def test_what_stands_against_a_release_is_said_whole(root: Path, communique: Communique):
    task = deepcopy(mini.names_task())
    mini.rows_of(task, "r2")[0]["value"]["end"] += 400
    write_json(root / "annotations/names/ann-1.json", [task])
    told = refused(communique, root, "1.0.0")
    assert "files have uncommitted changes: data/annotations/names/ann-1.json" in told
    commit(root, "A fault")
    assert "offset-out-of-range" in refused(communique, root, "1.0.0")


def test_a_dry_run_exits_with_one_if_something_blocks_the_release(
    root: Path, communique: Communique
):
    (root / "notes.txt").write_text("not committed")
    before = state(root)
    done = communique("release", "1.0.0", "--dry-run", "--corpus", root, "--json", *DATE)
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["blockers"] == ["files have uncommitted changes: data/notes.txt"]
    assert state(root) == before


def test_a_demanded_alpha_must_be_reached(root: Path, communique: Communique):
    schema = root / "schema/corpus.yaml"
    schema.write_text(f"{schema.read_text()}gates: {{names: {{spans: 0.8, label: 0.5}}}}\n")
    commit(root, "A gate")
    told = refused(communique, root, "1.0.0")
    assert "alpha of names, spans: no value; the schema requires at least 0.8" in told
    assert "alpha of names, label: no value; the schema requires at least 0.5" in told


def test_leakage_lets_nothing_out(root: Path, communique: Communique):
    broken.add_second(root, "Another view\n\nHe said Ann Lee met the team in Paris on Monday.\n")
    commit(root, "Two splits")
    assert "split-leakage corpus/clean/two.json" in refused(communique, root, "1.0.0")


@pytest.mark.parametrize("version", ["v1.0.0", "1.0", "1.0.0-rc.1"])
def test_a_version_is_three_numbers(root: Path, communique: Communique, version: str):
    assert "is not a valid version" in refused(communique, root, version)


def test_a_version_is_cut_once(root: Path, communique: Communique):
    release(communique, root, "1.0.0")
    assert "the tag v1.0.0 already exists" in refused(communique, root, "1.0.0")
    assert "must be at least" in refused(communique, root, "0.9.0")


def test_a_clone_without_tags_knows_what_was_released(root: Path, communique: Communique):
    release(communique, root, "1.0.0")
    relabel(root)
    commit(root, "A change")
    release(communique, root, "2.0.0")
    top, bare = root.parent, root.parent.parent / "clone"
    git(top, "clone", "-q", "--no-tags", "--single-branch", str(top), str(bare))
    clone = bare / "data"
    assert git(clone, "tag") == ""
    sides = [communique("diff", "1.0.0", "2.0.0", "--corpus", r, "--json") for r in (root, clone)]
    assert sides[0].stdout == sides[1].stdout
    assert json.loads(sides[1].stdout)["least_bump"] == "major"
    assert "the tag v2.0.0 already exists" in refused(communique, clone, "2.0.0")
    assert "must be at least 2.0.1" in refused(communique, clone, "1.9.0")


def test_a_folder_that_is_no_version_is_no_release(root: Path, communique: Communique):
    for name in ("1..0", "1.0.²", "drafts"):
        (root / "releases" / name).mkdir(parents=True)
        (root / "releases" / name / "kept").write_text("x")
    commit(root, "Strange folders")
    assert Repository.of(root).versions() == []
    assert release(communique, root, "1.0.0", "--dry-run")["blockers"] == []


def test_without_a_repository_there_is_no_release(tmp_path: Path, communique: Communique):
    root = mini.write_corpus(tmp_path / "c", {"names/ann-1": [mini.names_task()]})
    done = communique("release", "1.0.0", "--corpus", root)
    assert (done.returncode, "not a git repository" in done.stderr) == (2, True)


def test_two_releases_at_once_do_not_mix(root: Path, communique: Communique):
    with release_lock(Repository.of(root)):
        assert "another release" in refused(communique, root, "1.0.0")
    release(communique, root, "1.0.0")


def test_an_interruption_at_any_step_ends_old_or_new(root: Path, monkeypatch: pytest.MonkeyPatch):
    """Every call of git in the step that makes a release is the last one, in turn."""
    repository = Repository.of(root)
    old = repository.head
    reached = -1
    for fatal in range(40):
        git(root, "reset", "-q", "--hard", old)
        for tag in git(root, "tag").split():
            git(root, "tag", "-d", tag)
        new = repository.commit({"DATASHEET.md": b"New.\n", "added.txt": b"1"}, "Release", old)
        journal = Journal("1.0.0", repository.branch, old, new)
        calls = iter(range(fatal))
        real = Repository.git

        def dying(self: Repository, *arguments: str, **given: Any) -> bytes:
            if next(calls, None) is None:  # noqa: B023
                raise KeyboardInterrupt
            return real(self, *arguments, **given)  # noqa: B023

        with monkeypatch.context() as patched:
            patched.setattr(Repository, "git", dying)
            try:
                apply(repository, journal)
                transaction.finish(repository)
                reached = fatal
            except KeyboardInterrupt:
                pass
        assert repository.commit_of("v1.0.0") in (None, new)
        finished = resume(repository)
        transaction.finish(repository)
        assert git(root, "status", "--porcelain") == ""
        head = repository.head
        assert (head, repository.commit_of("v1.0.0")) in ((old, None), (new, new))
        assert (head == new) == (finished == "1.0.0" or reached == fatal)
        wanted = "New.\n" if head == new else "Small.\n"
        assert (root / "DATASHEET.md").read_text() == wanted
        if reached == fatal:
            break
    assert reached > 5


def test_a_branch_that_moved_on_is_not_touched(root: Path, communique: Communique):
    repository = Repository.of(root)
    old = repository.head
    new = repository.commit({"DATASHEET.md": b"New.\n"}, "Release", old)
    journal = repository.git_folder / "communique-release.json"
    journal.write_text(json.dumps({"version": "1.0.0", "branch": repository.branch, "old": old,
                                   "new": new}))  # fmt: skip
    (root / "note.txt").write_text("a new commit\n")
    commit(root, "Moved on")
    assert "the branch has moved on" in refused(communique, root, "1.0.0")
    journal.unlink()
    release(communique, root, "1.0.0")


@pytest.mark.long
def test_killed_at_random_moments_the_next_run_finishes(root: Path, communique: Communique):
    rng = random.Random(20)
    for number in range(KILLS):
        name = f"0.{number + 1}.0"
        before = set(git(root, "tag").split())
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "communique", "release", name, "--corpus", str(root), *DATE],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
        deadline = started + rng.uniform(0.2, 7)
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        assert set(git(root, "tag").split()) in (before, {*before, f"v{name}"})
        done = communique("release", name, "--corpus", root, *DATE)
        assert done.returncode == 0 or "already exists" in done.stderr, done.stderr
        assert git(root, "status", "--porcelain") == ""
        assert git(root, "rev-parse", "HEAD") == git(root, "rev-parse", f"v{name}^{{commit}}")
        assert files(root / f"releases/{name}") == files(root / f"dist/releases/{name}/standoff")
    assert git(root, "rev-list", "--count", "HEAD") == str(KILLS + 1)


def test_a_release_keeps_the_deposit_beside_the_citation(root: Path, communique: Communique):
    citation = 'cff-version: 1.2.0\ntitle: "A: corpus"\nversion: 0.1.0\nauthors: [{name: Us}]\n'
    (root / "CITATION.cff").write_text(citation)
    commit(root, "Who we are")
    told = release(communique, root, "1.0.0")
    assert ".zenodo.json" in told["files"]
    deposit = json.loads((root / ".zenodo.json").read_text())
    assert (deposit["title"], deposit["creators"]) == ("A: corpus", [{"name": "Us"}])
    assert (deposit["version"], deposit["publication_date"]) == ("1.0.0", "2026-03-04")
    assert communique("check", "--strict", "--corpus", root).returncode == 0
    deposit["title"] = "Another"
    (root / ".zenodo.json").write_text(json.dumps(deposit))
    commit(root, "Another title")
    assert "title is Another, but A: corpus in CITATION.cff" in refused(communique, root, "1.0.1")


def test_before_1_0_0_diff_and_release_name_the_same_least_version(
    root: Path, communique: Communique
):
    release(communique, root, "0.1.0")
    relabel(root)
    commit(root, "A change")
    told = release(communique, root, "0.1.1")
    assert (told["least_bump"], told["least_version"]) == ("major", "0.1.1")
    done = communique("diff", "0.1.0", "0.1.1", "--corpus", root)
    assert "major: 0.1.0 -> 0.1.1\nBefore 1.0.0, any higher version is enough." in done.stdout
