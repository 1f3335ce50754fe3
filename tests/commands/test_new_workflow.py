"""What `communique new` gives a forge: the README's commands and the workflow's steps are run."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import workflows
from communique.commands import new
from communique.commands._shared import Refusal
from communique.corpus import write_json
from paths import ROOT, SRC
from verbs import commit, git

WORKFLOW = ".github/workflows/corpus.yml"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
SUMMARY = """\
## Review of my-corpus

**0 errors, 0 warnings.** 1 annotation changed (1 relabelled).

### Changed annotations

| layer | document | who | words | change |
| --- | --- | --- | --- | --- |
| names | sample (A river and its towns) | ann-1 | “old mill” | person → place |

### Agreement before adjudication

No item has two votes.

### Look at these first

"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new corpus after the commands of its README."""
    root = tmp_path_factory.mktemp("forge") / "my corpus"
    new.run(root)
    follow_readme(root)
    return root


def follow_readme(root: Path) -> None:
    """Run the commands of a corpus' README in their order."""
    blocks = dict(BLOCK.findall((root / "README.md").read_text()))
    assert set(blocks) == {"console", "python"}
    commands = [line.removeprefix("$ ") for line in blocks["console"].splitlines()]
    assert [c.split()[1] for c in commands] == ["clean", "render", "check", "build"]
    for command in commands:
        done = workflows.run_step({"run": command}, root, {}, {})
        assert done.returncode == 0, f"{command}: {done.stderr}"


def loaded_as_the_readme_says(root: Path, home: Path) -> str:
    """What the program of a corpus' README prints."""
    program = dict(BLOCK.findall((root / "README.md").read_text()))["python"]
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(home)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=root, env=offline, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(made: Path, tmp_path: Path) -> Path:
    """A repository of it whose base branch has one annotation; the forge fetched that branch."""
    root = tmp_path / "my-corpus"
    shutil.copytree(made, root)
    annotate(root, "person")
    git(root, "init", "-q", "-b", "main")
    commit(root)
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(root, "checkout", "-q", "-b", "mine")
    return root


def annotate(root: Path, label: str) -> None:
    clean = json.loads((root / "corpus/clean/sample.json").read_text())
    start = clean["text"].index("old mill")
    value = {"start": start, "end": start + 8, "text": "old mill", "labels": [label]}
    row = {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    data = {key: clean[key] for key in ("doc_id", "text", "text_sha256")}
    one = {"id": 1, "completed_by": "ann-1", "was_cancelled": False, "result": [row]}
    write_json(
        root / "annotations/names/ann-1.json",
        [{"id": 1, "data": data, "annotations": [one], "drafts": []}],
    )


def review(root: Path) -> tuple[int, str]:
    """Run the job of a pull request: the exit code of its last step, and its summary."""
    temporary = root.parent / "temporary"
    summary = root.parent / "summary.md"
    temporary.mkdir()
    environment = {"RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": str(summary)}
    workflow = workflows.read(root / WORKFLOW)
    first, last = workflows.scripts(workflow, "review")
    done = workflows.run_step(first, root, {"github.base_ref": "main"}, environment)
    assert done.returncode == 0, done.stderr
    done = workflows.run_step(last, root, {}, environment)
    assert done.stdout == summary.read_text(), done.stderr
    return done.returncode, done.stdout


def test_a_pull_request_gets_a_summary_in_words(repository: Path):
    annotate(repository, "place")
    commit(repository)
    code, summary = review(repository)
    assert (code, summary[: len(SUMMARY)]) == (0, SUMMARY)
    assert "'old mill': " in summary[len(SUMMARY) :]


def test_an_error_fails_the_job_after_the_summary_also_if_the_base_has_no_corpus(repository: Path):
    git(repository, "checkout", "-q", "--orphan", "empty")
    git(repository, "rm", "-rfq", "--cached", ".")
    git(repository, "commit", "-q", "--allow-empty", "-m", "Nothing")
    git(repository, "update-ref", "refs/remotes/origin/main", "HEAD")
    annotate(repository, "animal")
    commit(repository)
    code, summary = review(repository)
    assert code == 1
    assert "**1 error, 0 warnings.**" in summary
    assert "| “old mill” | label 'animal' is not in the schema |" in summary
    assert "### Changed annotations" not in summary


def test_the_dataset_is_loaded_as_the_readme_says(made: Path, tmp_path: Path):
    assert loaded_as_the_readme_says(made, tmp_path) == "train 1 sample\n"


def test_the_readme_holds_for_other_documents_layers_and_splits(tmp_path: Path):
    root = tmp_path / "floods"
    new.run(root)
    (tmp_path / "Dam.txt").write_text("The dam\n\nIt held all winter, the town says.\n")
    for command in ("communique add ../Dam.txt --language en", "communique withdraw sample"):
        done = workflows.run_step({"run": command}, root, {}, {})
        assert done.returncode == 0, done.stderr
    schema = (root / "schema/corpus.yaml").read_text()
    for before, after in (("train: [sample]", "test: [dam]"), ("names", "floods"), ("ann-1", "o")):
        assert before in schema
        schema = schema.replace(before, after)
    (root / "schema/corpus.yaml").write_text(schema)
    (root / "schema/guidelines/names.md").rename(root / "schema/guidelines/floods.md")
    follow_readme(root)
    assert loaded_as_the_readme_says(root, tmp_path) == "test 1 dam\n"
    page = (root / "README.md").read_text()
    assert [word for word in ("names", "sample", "ann-1", "train") if f"`{word}`" in page] == []


def test_the_workflow_is_safe_and_installs_the_version_that_made_it(made: Path):
    workflow = workflows.read(made / WORKFLOW)
    assert list(workflows.faults(workflow)) == []
    assert workflow["on"] == {
        "pull_request": None,
        "push": {"tags": ["v[0-9]+.[0-9]+.[0-9]+"]},
    }
    version = re.search('"(.*)"', (SRC / "communique/version.py").read_text().splitlines()[-1])
    assert version
    assert workflow["env"]["COMMUNIQUE"] == f"communique[evaluate]=={version[1]}"
    permissions = {name: job.get("permissions") for name, job in workflow["jobs"].items()}
    assert permissions == {"review": None, "publish": {"contents": "write"}}


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("git merge-base HEAD", "git merge-base ${{ github.head_ref }}", "an expression in a"),
        ("github.base_ref", "github.event.pull_request.title", "a value that others choose"),
        ("actions/checkout@v5", "actions/checkout@main", "no major version"),
        ("persist-credentials: false", "persist-credentials: true", "the token stays"),
        ("contents: read", "contents: write", "more permissions"),
        ("timeout-minutes: 60", "time: 60", "unknown key time"),
        ("shell: bash", "shell: sh", "not every script ends"),
    ],
)
def test_what_is_not_safe_is_found(
    made: Path, tmp_path: Path, before: str, after: str, wanted: str
):
    path = tmp_path / "corpus.yml"
    text = (made / WORKFLOW).read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    assert any(wanted in fault for fault in workflows.faults(workflows.read(path)))


@pytest.mark.long
def test_a_tag_is_built_and_its_archives_are_attached(repository: Path, tmp_path: Path):
    """The forge's client is a script that writes down what it is asked."""
    client = tmp_path / "bin/gh"
    client.parent.mkdir()
    client.write_text(
        f'#!/bin/sh\necho "$*" >>{tmp_path}/asked\n[ "$2" != view ]\n'  # there is no release yet
    )
    client.chmod(0o755)
    environment = {
        "PATH": f"{client.parent}:{ROOT / '.venv/bin'}:{os.environ['PATH']}",
        "GITHUB_REF_NAME": "v0.1.0",
        "GITHUB_REPOSITORY": "somebody/my-corpus",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    values = dict.fromkeys(["secrets.HF_TOKEN", "vars.HUB_REPOSITORY", "github.token"], "")
    steps = workflows.scripts(workflows.read(repository / WORKFLOW), "publish")
    for step in steps:
        done = workflows.run_step(step, repository, values, environment)
        assert done.returncode == 0, f"{step['name']}: {done.stderr}"
    release = repository / "dist/releases/0.1.0"
    names = [f"my-corpus-0.1.0-{flavour}.tar.gz" for flavour in ("full", "standoff")]
    assert sorted(p.name for p in release.glob("*.tar.gz")) == names
    assert (tmp_path / "summary.md").read_text() == (
        "Not published: the secret HF_TOKEN or the variable HUB_REPOSITORY is not set.\n"
    )
    asked = (tmp_path / "asked").read_text().splitlines()
    assert [line.split()[:3] for line in asked] == [
        ["release", verb, "v0.1.0"] for verb in ("view", "create", "upload")
    ]
    assert asked[-1].split()[3:] == [f"dist/releases/0.1.0/{n}" for n in names] + ["--clobber"]
    listed = subprocess.check_output(["tar", "-tzf", release / names[1]], text=True)
    assert "my-corpus-0.1.0-standoff/manifest.json" in listed.splitlines()
    wrong = workflows.run_step(
        steps[0], repository, {}, environment | {"GITHUB_REF_NAME": "v9.0.0"}
    )
    assert (wrong.returncode, "the schema says 0.1.0" in wrong.stderr) == (1, True)


def test_a_new_corpus_may_be_an_empty_repository(tmp_path: Path):
    git(tmp_path, "init", "-q")
    new.run(tmp_path, name="mine")
    assert yaml.safe_load((tmp_path / "schema/corpus.yaml").read_text())["name"] == "mine"
    with pytest.raises(Refusal, match="is not empty"):
        new.run(tmp_path)
