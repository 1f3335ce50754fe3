"""Every verb where the system does not let it: it says so, and nothing is half-written."""

import os
import shutil
import subprocess
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import broken
import hard_places
import mini
from communique.corpus import write_json
from communique.dataset.statistics import BEGIN, END
from hard_places import Place, Setting, anywhere, communique
from paths import SRC
from verbs import commit, git

NOBODY = {
    "GIT_AUTHOR_NAME": "A Maintainer",
    "GIT_AUTHOR_EMAIL": "maintainer@example.org",
    "GIT_COMMITTER_NAME": "A Maintainer",
    "GIT_COMMITTER_EMAIL": "maintainer@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "HF_ENDPOINT": "http://127.0.0.1:9",  # nobody listens there
    "COMMUNIQUE_LABEL_STUDIO": shutil.which("true") or "",  # ends at once and makes no database
}
Change = Callable[[Path], object]


@dataclass(frozen=True)
class Verb:
    """A command, the corpus that gives it something to do, and whether it writes into it."""

    arguments: tuple[str, ...]
    prepare: Change = field(default=lambda root: None)
    writes: bool = True
    stdin: str = ""


def _disputed(root: Path) -> None:
    task = broken.by("ann-2", deepcopy(mini.names_task()))
    mini.rows_of(task, "r2")[0]["value"]["labels"] = ["person"]
    write_json(root / "annotations/names/ann-2.json", [task])


def _outdated(root: Path) -> None:
    path = root / "schema/corpus.yaml"
    broken.edit(path, "required: never, max: 2}", "required: never, max: 2, agree: false}")


def _stale(root: Path) -> None:
    (root / "schema/rendered/names.xml").write_text("<View/>\n")
    (root / "schema/rendered/former.xml").write_text("<View/>\n")
    (root / "README.md").write_text(f"{BEGIN}\nold\n{END}\n")


WRITING = {
    "new": Verb(("new", "fresh")),
    "add": Verb(("add", "../beside/more.txt")),
    "clean": Verb(("clean",), lambda r: (r / "corpus/clean/one.json").unlink()),
    "clean --rebase": Verb(("clean", "--rebase", "one", "--policy", "page")),
    "render": Verb(("render",), _stale),
    "render --update-keys": Verb(("render", "--update-keys"), _outdated),
    "annotate": Verb(("annotate", "ann-1")),
    "import": Verb(("import", "../beside/ann-1.json", "--layer", "names")),
    "adjudicate": Verb(("adjudicate",), _disputed),
    "adjudicate --interactive": Verb(
        ("adjudicate", "--interactive", "--adjudicator", "judge"), _disputed, stdin="1\n\n"
    ),
    "build": Verb(("build",)),
    "build --flavour standoff": Verb(("build", "--flavour", "standoff", "--out", "dist/other")),
    "release": Verb(("release", "0.2.0")),
    "restore": Verb(
        ("restore", "dist/mini-standoff", "--text-dir", "corpus/raw", "--out", "dist/again")
    ),
}
READING = {
    "clean --explain": Verb(("clean", "--explain", "one"), writes=False),
    "status": Verb(("status",), writes=False),
    "status --json": Verb(("status", "--json"), writes=False),
    "check": Verb(("check",), writes=False),
    "agree": Verb(("agree",), writes=False),
    "audit": Verb(("audit",), writes=False),
    "diff": Verb(("diff", "0.1.0", "dist/mini-standoff"), writes=False),
    "release --dry-run": Verb(("release", "0.2.0", "--dry-run"), writes=False),
    "pull": Verb(("pull",), writes=False),
    "annotate --status": Verb(("annotate", "--status"), writes=False),
    "annotate --stop": Verb(("annotate", "--stop"), writes=False),
    "publish --dry-run": Verb(("publish", "a/b", "0.1.0", "--dry-run"), writes=False),
    "publish": Verb(("publish", "a/b", "0.1.0"), writes=False),
}
VERBS = WRITING | READING
ALWAYS_READ = ("clean --explain", "status", "status --json", "check", "agree", "audit", "diff")
SYSTEM = (
    *("No space left", "Out of diskspace", "Read-only file system", "File too large"),
    *("signal 25", "No usable temporary directory"),
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound corpus in a repository, with a release, and files that are to come in."""
    top = tmp_path_factory.mktemp("hard")
    root, beside = top / "corpus", top / "beside"
    mini.write_corpus(
        root,
        {
            "names/ann-1": [mini.names_task()],
            "names/ann-2": [broken.by("ann-2", mini.names_task())],
        },
    )
    broken.edit(
        root / "schema/corpus.yaml",
        "{id: ann-2, type: human}",
        "{id: ann-2, type: human}\n  - {id: judge, type: human, role: adjudicator}",
    )
    (root / "README.md").write_text(f"{BEGIN}\n{END}\n")
    (root / ".gitignore").write_text("/dist/\n/.label-studio/\n")
    beside.mkdir()
    (beside / "more.txt").write_text("Another article\n\nIt has one paragraph of words.\n")
    write_json(beside / "ann-1.json", [mini.names_task()])
    git(root, "init", "-q", "-b", "main")
    for arguments in (("adjudicate",), ("render",)):
        _expect(root, 0, *arguments)
    commit(root, "The corpus")
    _expect(root, 0, "release", "0.1.0")
    _expect(root, 0, "build", "--flavour", "standoff")
    return top


def _expect(root: Path, code: int, *arguments: str) -> None:
    done = anywhere(root, communique(*arguments), Setting(root.parent, more=NOBODY))
    assert done.returncode == code, done.stdout + done.stderr


@pytest.fixture
def corpus(tmp_path: Path, made: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True, symlinks=True)
    (tmp_path / "place").mkdir()
    return tmp_path / "corpus"


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file but git's own: objects that nothing names are no harm."""
    names = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return {n: (root / n).read_bytes() for n in names if not n.startswith((".git/", ".label-st"))}


def head(root: Path) -> str:
    return git(root, "for-each-ref")


def tried(corpus: Path, verb: Verb, place: Place, **more: str) -> tuple[int, str, str]:
    """The exit code of a verb in a place, what it told and what it said on stderr."""
    verb.prepare(corpus)
    before = snapshot(corpus), head(corpus)
    setting = Setting(corpus.parent / "place", verb.stdin, {**NOBODY, **more})
    done = place(corpus, communique(*verb.arguments), setting)
    assert "Traceback" not in done.stderr, done.stderr
    assert "Exception" not in done.stderr, done.stderr
    if done.returncode:
        assert (snapshot(corpus), head(corpus)) == before
    return done.returncode, done.stdout, done.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", VERBS)
def test_each_verb_has_something_to_do(corpus: Path, name: str):
    """Else the tests below would show nothing."""
    verb = VERBS[name]
    verb.prepare(corpus)
    before = snapshot(corpus)
    done = anywhere(corpus, communique(*verb.arguments), Setting(corpus, verb.stdin, NOBODY))
    cannot = ("annotate", "pull", "publish")  # no server is there
    assert done.returncode == (2 if name in cannot else 0), done.stderr
    assert (snapshot(corpus) != before) == (verb.writes and name not in cannot)


@pytest.mark.long
@pytest.mark.parametrize("place", ["read_only", "full_disk", "small_files"])
@pytest.mark.parametrize("name", WRITING)
def test_a_verb_that_may_not_write_says_so(corpus: Path, name: str, place: str):
    if place != "small_files" and not hard_places.can_mount():
        pytest.skip("mounting is not allowed here; `small_files` is tested")
    code, _, told = tried(corpus, WRITING[name], getattr(hard_places, place))
    assert code in (1, 2)
    assert name == "annotate" or any(word in told for word in SYSTEM), told
    assert len(told.strip().splitlines()) >= 2, told  # what is wrong, and what to do


@pytest.mark.long
@pytest.mark.parametrize("name", READING)
def test_a_verb_that_only_reads_works_on_a_read_only_folder(corpus: Path, name: str):
    if not hard_places.can_mount():
        pytest.skip("mounting is not allowed here")
    code, _, told = tried(corpus, READING[name], hard_places.read_only)
    if name in ALWAYS_READ:
        assert code == 0, told
    else:  # what asks a server or git has a lock of its own
        assert code in (0, 2)


def test_an_output_that_cannot_be_written_is_named(corpus: Path):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            communique("check", "--json"),
            cwd=corpus,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(SRC)},
        )
    assert done.returncode == 2
    assert done.stderr.startswith("communique: No space left on device\n  Free space")


@pytest.mark.parametrize("name", ["release", "release --dry-run", "diff", "build", "status"])
def test_without_git_only_what_needs_it_stops(corpus: Path, name: str):
    (corpus.parent / "bin").mkdir()
    code, _, told = tried(corpus, VERBS[name], anywhere, PATH=str(corpus.parent / "bin"))
    if name in ("release", "release --dry-run", "diff"):
        assert code == 2
        assert told == (
            "communique: git is not installed\n  Install git, and check that it is on PATH.\n"
        )
    else:
        assert code == 0, told


def test_without_an_identity_a_release_says_how_to_give_one(corpus: Path):
    git(corpus, "config", "user.useConfigOnly", "true")
    nobody = {name: "" for name in NOBODY if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))}
    code, _, told = tried(corpus, VERBS["release"], anywhere, **nobody)
    assert code == 2
    assert told.startswith("communique: git has no identity for the commit\n  Run `git config")
    code, shown, told = tried(corpus, VERBS["release --dry-run"], anywhere, **nobody)
    assert code == 0, told
    assert "blockers: 0" in shown


def test_on_a_detached_head_a_release_asks_for_a_branch(corpus: Path):
    git(corpus, "checkout", "-q", "--detach")
    code, _, told = tried(corpus, VERBS["release"], anywhere)
    assert (code, told) == (
        2,
        "communique: no branch is checked out (the head is detached)\n"
        "  Check one out: `git switch BRANCH`.\n",
    )
    assert tried(corpus, VERBS["release --dry-run"], anywhere)[0] == 0


@pytest.mark.long
@pytest.mark.parametrize("name", ["release", "diff", "check", "build", "status"])
def test_a_shallow_clone_is_as_good(corpus: Path, name: str):
    url = corpus.as_uri()
    git(corpus.parent, "clone", "-q", "--depth", "1", "--no-tags", url, "clone")
    shutil.copytree(corpus / "dist", corpus.parent / "clone/dist")
    assert tried(corpus.parent / "clone", VERBS[name], anywhere)[0] == 0


def test_what_is_no_repository_or_holds_no_commit_is_said(corpus: Path):
    shutil.rmtree(corpus / ".git")
    verb = communique("release", "0.2.0")
    done = anywhere(corpus, verb, Setting(corpus, more=NOBODY))
    assert done.returncode == 2
    assert "not a git repository" in done.stderr
    assert "Make one: `git init`, then commit the corpus." in done.stderr
    git(corpus, "init", "-q", "-b", "main")
    done = anywhere(corpus, verb, Setting(corpus, more=NOBODY))
    assert done.returncode == 2
    assert done.stderr == "communique: nothing is committed yet\n  Commit the corpus first.\n"
    shutil.rmtree(corpus / ".git")
    outer = corpus.parent
    git(outer, "init", "-q", "-b", "main")
    git(outer, "commit", "-q", "--allow-empty", "-m", "something else")
    done = anywhere(corpus, verb, Setting(corpus, more=NOBODY))
    assert done.returncode == 2
    assert "Commit the corpus first: `git add .`, then `git commit`." in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("name", ["release", "release --dry-run", "pull", "annotate", "import"])
def test_without_fcntl_only_the_server_is_out_of_reach(corpus: Path, name: str):
    (corpus / ".git/communique-release.lock").unlink()  # that of a system that has `fcntl`
    hidden = corpus.parent / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['fcntl'] = None\n")
    code, _, told = tried(corpus, VERBS[name], anywhere, PYTHONPATH=f"{hidden}:{SRC}")
    assert code == (2 if name in ("pull", "annotate") else 0), told
