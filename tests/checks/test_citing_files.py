"""CITATION.cff, .zenodo.json, LICENSE-DATA.md and the schema say the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import broken
import mini
from communique.checks import run

CITATION = """\
title: A corpus
version: 0.1.0
license: CC-BY-4.0
authors:
  - {family-names: Lee, given-names: Ann}
  - {name: The readers}
"""
CREATORS = [{"name": "Ann Lee"}, {"name": "The readers", "affiliation": "A library"}]
DEPOSIT = {
    "title": "A corpus",
    "version": "0.1.0",
    "license": "cc-by-4.0",
    "creators": CREATORS,
}
RIGHTS = "# Rights\n\nThe annotations are under CC BY 4.0.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = mini.write_corpus(tmp_path / "corpus")
    broken.edit(
        root / "schema/corpus.yaml",
        "version: 0.1.0\n",
        "version: 0.1.0\nlicenses: {annotations: CC-BY-4.0}\n",
    )
    (root / "CITATION.cff").write_text(CITATION)
    (root / ".zenodo.json").write_text(json.dumps(DEPOSIT))
    (root / "LICENSE-DATA.md").write_text(RIGHTS)
    return root


def deposit(**values: object) -> Callable[[Path], object]:
    return lambda root: (root / ".zenodo.json").write_text(json.dumps({**DEPOSIT, **values}))


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda root: (root / name).write_text(text)


def found(root: Path) -> list[tuple[str, str | None]]:
    kinds = ("version-mismatch", "licence-mismatch")
    return [(p.id, p.file) for p in run(root) if p.id in kinds]


def test_files_that_say_the_same_give_no_problem(root: Path):
    assert found(root) == []
    link = "https://creativecommons.org/licenses/by/4.0/"
    (root / "LICENSE-DATA.md").write_text(f"See {link}.\n")
    assert found(root) == []
    for name in ("LICENSE-DATA.md", "CITATION.cff", ".zenodo.json"):
        (root / name).unlink()
        assert found(root) == []


@pytest.mark.parametrize(
    ("change", "problem", "file"),
    [
        (deposit(version="0.2.0"), "version-mismatch", ".zenodo.json"),
        (deposit(publication_date="2026-01-03"), "version-mismatch", ".zenodo.json"),
        (deposit(title="Another"), "version-mismatch", ".zenodo.json"),
        (deposit(creators=[{"name": "Kim, Bo"}]), "version-mismatch", ".zenodo.json"),
        (write(".zenodo.json", "{"), "version-mismatch", ".zenodo.json"),
        (write(".zenodo.json", "[]"), "version-mismatch", ".zenodo.json"),
        (deposit(license="cc-zero"), "licence-mismatch", ".zenodo.json"),
        (
            write("CITATION.cff", CITATION.replace("BY-4.0", "BY-SA-4.0")),
            "licence-mismatch",
            "CITATION.cff",
        ),
        (
            write("LICENSE-DATA.md", RIGHTS.replace("BY", "BY-NC")),
            "licence-mismatch",
            "LICENSE-DATA.md",
        ),
    ],
)
def test_a_file_that_says_something_else_is_named(
    root: Path, change: Callable[[Path], object], problem: str, file: str
):
    change(root)
    assert found(root) == [(problem, file)]
    level = {p.id: p.level for p in run(root)}[problem]
    assert level == ("error" if problem == "licence-mismatch" else "warning")


def test_without_a_licence_in_the_schema_the_files_must_agree(root: Path):
    broken.edit(root / "schema/corpus.yaml", "licenses: {annotations: CC-BY-4.0}\n", "")
    assert found(root) == []
    deposit(license="cc0-1.0")(root)
    assert found(root) == [("licence-mismatch", ".zenodo.json")]
