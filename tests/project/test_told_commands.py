"""Whatever a reader is told to type exists: verbs, their options, and scripts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from communique.commands import _advice
from communique.commands.app import app
from paths import ROOT, SRC

PACKAGE = SRC / "communique"
VERBS: dict[str, Any] = typer.main.get_command(app).commands
# A command in backticks, after a prompt, in a cell or line of its own, or as a whole string.
COMMAND = re.compile(
    r"(?:`|^|\$ |\| |\.venv/bin/|; |: |\()communique ([a-z][a-z-]*)((?: [^`|\n;()]*)?)", re.M
)
SCRIPT = re.compile(r"\bscripts/([a-z_]+)\b(?!/)")
NO_COMMANDS = {"notes", "sealed"}  # words of a file format
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *PACKAGE.rglob("*.md")]
PAGES += [*PACKAGE.rglob("*.j2"), ROOT / "schema/rendered/checks.md"]


def strings(path: Path) -> Iterator[str]:
    """The texts of a module, with a word in place of what an f-string puts in."""
    tree = ast.parse(path.read_text())
    inner = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (v.value if isinstance(v, ast.Constant) else "X" for v in node.values)
            yield "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner
        ):
            yield node.value


def faults(text: str) -> Iterator[str]:
    """Verbs and options that a text names and that do not exist."""
    for verb, rest in COMMAND.findall(text):
        if verb in NO_COMMANDS or verb == "X":
            continue
        if verb not in VERBS:
            yield f"communique {verb}"
            continue
        known = {o for p in VERBS[verb].params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
        yield from (
            f"communique {verb} {option}"
            for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)
            if option not in known
        )


def test_what_is_no_command_is_found():
    text = (
        "Run `communique anotate ann-1`, or `communique annotate X --instal`. communique is fine."
    )
    assert list(faults(text)) == ["communique anotate", "communique annotate --instal"]
    assert list(faults("| `communique annotate ann-1 --pass 2` | again |")) == []
    assert list(faults("$ communique push\n$ communique pull --al x")) == [
        "communique push",
        "communique pull --al",
    ]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_messages_name_commands_that_exist(path: Path):
    assert [fault for text in strings(path) for fault in faults(text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_pages_name_commands_and_scripts_that_exist(path: Path):
    text = path.read_text()
    assert list(faults(text)) == []
    if path.is_relative_to(ROOT) and not path.is_relative_to(PACKAGE):
        missing = {s for s in SCRIPT.findall(text) if not list((ROOT / "scripts").glob(f"{s}*"))}
        assert missing == set()


def test_no_message_names_a_script_that_only_a_clone_has():
    """Docstrings are for those who have the clone."""
    found: list[str] = []
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
        told = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, kinds)}
        if "commands" not in path.parts:  # there a docstring is the help
            texts = (text for text in strings(path) if text not in told)
        else:
            texts = strings(path)
        found += [f"{path.name}: {text}" for text in texts if "scripts/" in text]
    assert found == []


def test_a_command_names_the_corpus_where_it_must(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(_advice, "_elsewhere", {"option": "--corpus c"})
    text = "Run `communique clean`, not `git clean`; then `communique restore A --out B`."
    assert _advice.advice(text) == text.replace(
        "`communique clean`", "`communique clean --corpus c`"
    )
