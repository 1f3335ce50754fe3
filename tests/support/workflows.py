"""Workflows of a forge: their faults, and running their steps as the forge would, with bash."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from paths import ROOT, SRC

Workflow = dict[Any, Any]
Step = dict[str, Any]
PINNED = re.compile(r"[\w-]+/[\w-]+@v\d+")
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
JOB_KEYS = {"name", "if", "needs", "runs-on", "timeout-minutes", "permissions", "strategy"}
JOB_KEYS |= {"continue-on-error", "steps"}
STEP_KEYS = {"name", "id", "if", "uses", "with", "env", "run", "shell", "working-directory"}
TOP_KEYS = {"name", "on", "permissions", "concurrency", "env", "defaults", "jobs"}
# What a pull request cannot choose, and what a person with write access chose.
TRUSTED = re.compile(r"github\.(base_ref|token|ref)|matrix\.[\w-]+|secrets\.\w+|vars\.\w+")


def read(path: Path) -> Workflow:
    """The workflow. YAML reads its key `on` as a truth value."""
    data = yaml.safe_load(path.read_text())
    return {("on" if key is True else key): value for key, value in data.items()}


def steps(workflow: Workflow, job: str) -> list[Step]:
    return workflow["jobs"][job]["steps"]


def scripts(workflow: Workflow, job: str) -> list[Step]:
    """The steps that run something, but the installation."""
    return [s for s in steps(workflow, job) if "run" in s and s.get("name") != "Install"]


def faults(workflow: Workflow) -> Iterator[str]:
    """What a forge would refuse, and what is not safe."""
    yield from (f"unknown key {key}" for key in workflow.keys() - TOP_KEYS)
    if workflow.get("permissions") != {"contents": "read"}:
        yield "more permissions than reading"
    if workflow.get("defaults") != {"run": {"shell": "bash"}}:
        yield "not every script ends at its first error"
    for name, job in workflow["jobs"].items():
        yield from (f"{name}: unknown key {key}" for key in job.keys() - JOB_KEYS)
        yield from (f"{name}: no {key}" for key in {"runs-on", "timeout-minutes"} - job.keys())
        for step in job["steps"]:
            yield from (f"{name}: {fault}" for fault in _step_faults(step))


def _step_faults(step: Step) -> Iterator[str]:
    yield from (f"unknown key {key}" for key in step.keys() - STEP_KEYS)
    if ("run" in step) == ("uses" in step):
        yield f"a step runs or uses: {step}"
    if "uses" in step and not PINNED.fullmatch(step["uses"]):
        yield f"no major version: {step['uses']}"
    is_checkout = step.get("uses", "").startswith("actions/checkout")
    if is_checkout and step.get("with", {}).get("persist-credentials") is not False:
        yield "the token stays in the checkout"
    if EXPRESSION.search(step.get("run", "")):
        yield f"an expression in a script: {step['run']}"
    values = [*step.get("env", {}).values(), *step.get("with", {}).values()]
    for expression in EXPRESSION.findall(" ".join(map(str, values))):
        if not TRUSTED.fullmatch(expression):
            yield f"a value that others choose: {expression}"


def run_step(
    step: Step, folder: Path, values: Mapping[str, str], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the script of a step. `values` stand for the forge's expressions."""
    env = {k: EXPRESSION.sub(lambda m: values[m[1]], v) for k, v in step.get("env", {}).items()}
    tool = {"PATH": f"{ROOT / '.venv/bin'}:{os.environ['PATH']}", "PYTHONPATH": str(SRC)}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={**os.environ, **tool, **environment, **env},
        capture_output=True,
        text=True,
    )
