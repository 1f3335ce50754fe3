"""Running the command line as a person would."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parent.parent


@pytest.fixture
def communique() -> Run:
    """`communique(*args, cwd=…, stdin=…)`: the finished process, its output as text."""

    def run(
        *args: str | Path, cwd: Path | None = None, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "communique", *map(str, args)],
            cwd=cwd,
            input=stdin,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )

    return run


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., dict[str, list[dict[str, object]]]]:
    """`load(folder, config)`: rows by split as `datasets` gives them offline, class names read."""

    def run(folder: Path, config: str) -> dict[str, list[dict[str, object]]]:
        program = (
            "import json, sys\n"
            "from datasets import load_dataset\n"
            "ds = load_dataset(sys.argv[1], sys.argv[2])\n"
            "print(json.dumps({s: [dict(r) for r in d] for s, d in ds.items()}))\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder), config],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")},
        )
        return json.loads(done.stdout)

    return run
