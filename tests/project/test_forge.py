"""What a forge reads: workflows, hooks, forms, the citation."""

import re
import shlex
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import workflows
from communique.commands.new import scaffold
from paths import ROOT

CI = ROOT / ".github/workflows/ci.yml"
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
PAGES = ["SECURITY.md", "CODE_OF_CONDUCT.md", ".github/pull_request_template.md"]
# The citation file format 1.2.0.
NEEDED = {"cff-version", "message", "title", "authors"}
ALLOWED = NEEDED | {
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords"),
    *("license", "license-url", "preferred-citation", "references", "repository"),
    *("repository-artifact", "repository-code", "type", "url", "version"),
}
AUTHOR = {"name"}, {"family-names", "given-names"}


def test_the_workflow_is_safe():
    assert list(workflows.faults(workflows.read(CI))) == []


def test_every_step_runs_a_script_that_exists():
    workflow = workflows.read(CI)
    runs = [s["run"] for job in workflow["jobs"] for s in workflows.scripts(workflow, job)]
    names = [re.fullmatch(r"scripts/(\w+)(?: --\w+)?", run) for run in runs]
    assert runs
    assert all(names)
    missing = {n[1] for n in names if n and not (ROOT / "scripts" / n[1]).is_file()}
    assert missing == set()


def test_every_python_that_the_package_takes_is_tested():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [c.rpartition(" :: ")[2] for c in project["classifiers"] if " Python :: 3." in c]
    assert len(named) > 1
    assert workflows.read(CI)["jobs"]["test"]["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"


def hooks() -> list[dict[str, Any]]:
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    return repository["hooks"]


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_runs_a_tool_of_the_locked_environment(hook: dict[str, Any]):
    program, *arguments = shlex.split(hook["entry"])
    assert Path(program).parent == Path(".venv/bin")
    assert (ROOT / program).is_file()
    assert hook["language"] == "system"
    if hook.get("pass_filenames", True):
        done = subprocess.run([ROOT / program, *arguments, __file__], cwd=ROOT, check=False)
        assert done.returncode == 0


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_has_the_shape_that_the_forge_takes(path: Path):
    form = yaml.safe_load(path.read_text())
    if path.stem == "config":
        assert form == {"blank_issues_enabled": True}
        return
    assert form.keys() == {"name", "description", "labels", "body"}
    ids = [part["id"] for part in form["body"]]
    assert len(set(ids)) == len(ids)
    for part in form["body"]:
        assert part.keys() <= {"type", "id", "attributes", "validations"}
        assert part["type"] in {"input", "textarea", "checkboxes"}
        assert part["attributes"]["label"]
        assert part.get("validations", {"required": True}) == {"required": True}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_no_address(name: str):
    text = (ROOT / name).read_text()
    assert not re.search(r"://|[\w.]+@[\w.]+", text)


def citation_faults(text: str) -> list[str]:
    data = yaml.safe_load(text)
    faults = [f"missing {key}" for key in NEEDED - data.keys()]
    faults += [f"unknown {key}" for key in data.keys() - ALLOWED]
    faults += [key for key in ("message", "title") if not isinstance(data.get(key), str)]
    faults += ["cff-version"] * (data.get("cff-version") != "1.2.0")
    faults += ["type"] * (data.get("type", "software") not in {"software", "dataset"})
    faults += ["license"] * (not re.fullmatch(r"[A-Za-z0-9.+-]+", data.get("license", "MIT")))
    faults += ["version"] * (not isinstance(data.get("version", ""), str | int | float))
    released = str(data.get("date-released", "2026-01-01"))
    faults += ["date-released"] * (date.fromisoformat(released).isoformat() != released)
    authors = data.get("authors") or [{}]
    faults += ["authors" for one in authors if not any(keys <= one.keys() for keys in AUTHOR)]
    return faults


def test_the_citation_is_valid(tmp_path: Path):
    text = (ROOT / "CITATION.cff").read_text()
    assert citation_faults(text) == []
    assert citation_faults(text.replace("title:", "titel:")) == [
        "missing title",
        "unknown titel",
        "title",
    ]
    assert citation_faults(text.replace("- name:", "- nom:")) == ["authors"]
    scaffold(tmp_path / "new", "a: b")
    assert citation_faults((tmp_path / "new/CITATION.cff").read_text()) == []
