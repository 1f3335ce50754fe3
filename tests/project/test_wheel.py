"""What is built from this repository: the wheel alone makes a corpus and its dataset."""

import email
import os
import re
import resource
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from paths import ROOT

PAGE = ROOT / "docs/how-to/use-the-package.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
HELP_SECONDS = 0.5
NAMES = """
import sys
from datasets import load_dataset
print(len(load_dataset(sys.argv[1], "names", split="train")))
"""


def run(*command: object, cwd: Path) -> str:
    """The output of a command that succeeds, without anything of this repository on its path."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    env |= {"HF_HUB_OFFLINE": "1", "HF_HOME": str(cwd / "hf"), "XDG_CACHE_HOME": str(cwd / "cache")}
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def install(python: Path, *arguments: object) -> None:
    options = ("--quiet", "--disable-pip-version-check", "--no-cache-dir")
    run(python, "-m", "pip", "install", *options, *arguments, cwd=python.parent)


def environment(folder: Path) -> Path:
    """The Python of a new environment."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin/python"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of this repository, and the wheel that is built from the sdist."""
    folder = tmp_path_factory.mktemp("built")
    python = environment(folder / "builder")
    install(
        python, *tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    )
    run(python, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (sdist,) = folder.glob("*.tar.gz")
    wheel = ("wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, sdist)
    run(python, "-m", "pip", *wheel, cwd=folder)
    return folder


def test_the_extras_are_all_on_the_page_of_the_package():
    text = PAGE.read_text()
    assert re.findall(r"^\| `([a-z-]+)` \|", text, re.M) == sorted(PROJECT["optional-dependencies"])


def test_the_page_of_the_package_stands_alone():
    """No link that only this repository has, and nothing about its corpus."""
    assert PROJECT["readme"] == "docs/how-to/use-the-package.md"
    text = PAGE.read_text()
    assert re.findall(r"\]\((?!https?:)", text) == []
    assert re.findall(r"scripts/|private|stance|framing|annotator-\d", text) == []


@pytest.mark.long
def test_the_wheel_holds_the_package_and_nothing_of_the_corpus(built: Path):
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        head = archive.read(next(n for n in names if n.endswith("/METADATA")))
    metadata = email.message_from_string(head.decode())
    package = ROOT / "src/communique"
    modules = {
        f"communique/{p.relative_to(package).as_posix()}"
        for p in package.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    of_wheel = {n for n in names if ".dist-info/" not in n}
    assert of_wheel == modules | {"communique/requirements/label-studio.txt"}
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_payload() == PAGE.read_text()
    with tarfile.open(sdist) as archive:
        tops = {n.split("/", 1)[1] for n in archive.getnames()}
    known = (
        "src/communique/",
        "LICENSE",
        "docs/how-to/use-the-package.md",
        "requirements/label-studio.txt",
    )
    assert [
        n for n in tops if not n.startswith((*known, "pyproject.toml", "PKG-INFO", ".git"))
    ] == []


@pytest.mark.long
def test_the_wheel_alone_makes_a_corpus_and_its_dataset(built: Path, tmp_path: Path):
    python = environment(tmp_path / "bare")
    install(python, "--require-hashes", "--no-deps", "-r", ROOT / "requirements/run.txt")
    install(python, "--no-deps", *built.glob("*.whl"))
    run(python, "-m", "pip", "check", cwd=tmp_path)
    command = python.parent / "communique"
    run(command, "new", "my-corpus", cwd=tmp_path)
    corpus = tmp_path / "my-corpus"
    for verb in ("clean", "render", "check", "build"):
        run(command, verb, cwd=corpus)
    assert run(python, "-c", NAMES, corpus / "dist/my-corpus", cwd=corpus).strip() == "3"
    where = run(python, "-c", "import communique; print(communique.__file__)", cwd=corpus)
    assert Path(where.strip()).is_relative_to(tmp_path / "bare")
    seconds = min(processor_seconds(command, corpus) for _ in range(3))
    assert seconds < HELP_SECONDS


def processor_seconds(command: Path, cwd: Path) -> float:
    """What `--help` takes of a processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command, "--help", cwd=cwd)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
