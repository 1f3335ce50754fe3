"""A module in the working folder is never run, whatever its name: the folder may be anybody's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import broken
import mini
from absent import absent
from communique.commands.app import app
from communique.label_studio.server.process import environment
from paths import ROOT
from verbs import arriving, committed

NAMES = (
    *("random", "json", "re", "typing", "pathlib", "site", "sitecustomize", "usercustomize"),
    *("yaml", "orjson", "msgspec", "numpy", "pandas", "pyarrow", "datasets", "rich", "venv"),
)
ARGUMENTS = {
    "add": ["new.txt"],
    "annotate": ["ann-1"],
    "diff": ["0.1.0", "0.1.0"],
    "import": ["{arriving}", "--layer", "names"],
    "new": ["{beside}"],
    "publish": ["somebody/mini", "0.1.0", "--dry-run"],
    "release": ["0.2.0"],
    "rename": ["names.label", "person", "human"],
    "restore": ["dist/mini", "--text-dir", "corpus/raw", "--out", "{beside}"],
    "withdraw": ["one"],
}
VERBS = sorted({command.name for command in app.registered_commands if command.name})


def poison(folder: Path, *names: str) -> None:
    """Modules that say on standard error that they were run, and stop the program."""
    for name in names:
        told = f"import os\nos.write(2, b'ran {name}')\nos._exit(66)\n"
        (folder / f"{name}.py").write_text(told)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    task = mini.names_task()
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [task]})
    broken.add_second(root)
    (root / "new.txt").write_text("A new text\n\nIt holds two lines that are long enough.\n")
    poison(root, *NAMES)
    committed(root)
    return root


@pytest.fixture
def launcher() -> Path:
    """What scripts/setup or pip has put beside the interpreter."""
    path = Path(sys.executable).parent / "communique"
    if not path.is_file():
        absent("launcher", f"no {path}: run scripts/setup")
    return path


def test_the_verbs_are_known():
    assert {"import", "pull", "check", "release"} <= set(VERBS)


@pytest.mark.long
@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_runs_a_module_of_the_working_folder(
    tmp_path: Path, root: Path, launcher: Path, verb: str
):
    places = {"arriving": arriving(root), "beside": tmp_path / "beside"}
    arguments = [a.format(**places) for a in ARGUMENTS.get(verb, [])]
    env = {**os.environ, "COMMUNIQUE_LABEL_STUDIO": "/nowhere"}
    done = subprocess.run(
        [launcher, verb, *arguments], cwd=root, env=env, capture_output=True, text=True, input=""
    )
    told = done.stdout + done.stderr
    assert (done.returncode in (0, 1, 2), "ran " in told) == (True, False), told
    assert "Traceback" not in told


def test_python_m_runs_no_module_of_the_working_folder(root: Path):
    for name in NAMES:
        (root / f"{name}.py").unlink()
    poison(root, "random", "json", "yaml", "orjson", "numpy")
    done = subprocess.run(
        [sys.executable, "-m", "communique", "check"], cwd=root, capture_output=True, text=True
    )
    assert "ran " not in done.stdout + done.stderr


def test_children_run_no_module_of_the_working_folder(tmp_path: Path):
    assert environment({}, tmp_path)["PYTHONSAFEPATH"] == "1"
    sources = [*(ROOT / "src").rglob("*.py"), *(ROOT / "scripts").glob("*")]
    unsafe = [
        f"{path.name}: {line.strip()}"
        for path in sources
        if path.is_file() and path.name not in ("setup", "lock")  # they set PYTHONSAFEPATH
        for line in path.read_text().splitlines()
        if ("sys.executable" in line and '"-P"' not in line and "quote(" not in line)
        or ("bin/python -m" in line)
    ]
    assert unsafe == ["prepare.py: sys.executable,"]  # the option is in the next line


def test_the_scripts_that_make_environments_run_no_module_of_the_working_folder():
    for name in ("setup", "lock"):
        assert "export PYTHONSAFEPATH=1" in (ROOT / "scripts" / name).read_text()
