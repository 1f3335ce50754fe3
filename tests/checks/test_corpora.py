"""Each problem id has a corpus that shows it, with the exact report; a sound one gives none."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import broken
from communique.checks import run
from communique.checks.run import CHECKS
from communique.problems.catalogue import CATALOGUE, ON_ARRIVAL
from communique.rendering.files import rendered_files
from communique.schema import load_schema

CASES = sorted(p.name for p in broken.CORPORA.iterdir() if p.is_dir())


def expected(name: str) -> list[dict[str, Any]]:
    return json.loads((broken.CORPORA / name / broken.REPORT).read_text(encoding="utf-8"))


def content(root: Path) -> dict[str, bytes]:
    """Every file below, links as what they point to."""
    return {
        p.relative_to(root).as_posix(): str(p.readlink()).encode()
        if p.is_symlink()
        else p.read_bytes()
        for p in root.rglob("*")
        if p.is_symlink() or p.is_file()
    }


def test_every_id_has_a_corpus_and_every_corpus_an_id():
    assert set(CASES) == {"sound", *CATALOGUE}
    assert expected("sound") == []


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_exactly_the_expected_one(name: str):
    found = broken.report(broken.CORPORA / name, name)
    assert [p.to_json() for p in found] == expected(name)
    assert (name in {p.id for p in found}) == (name != "sound")


@pytest.mark.parametrize("name", CASES)
def test_the_corpus_is_what_its_recipe_writes(tmp_path: Path, name: str):
    broken.write(tmp_path / name, name)
    committed = content(broken.CORPORA / name)
    committed.pop(broken.REPORT)
    assert content(tmp_path / name) == committed


def test_every_id_is_found_by_one_check():
    found = Counter(id_ for check in CHECKS for id_ in check.ids)
    assert set(found) | ON_ARRIVAL == set(CATALOGUE)
    assert set(found.values()) == {1}


@pytest.mark.parametrize("name", sorted(set(CASES) - ON_ARRIVAL - {"sound"}))
def test_only_and_ignore_choose_among_the_same_problems(name: str):
    everything = run(broken.CORPORA / name)
    assert run(broken.CORPORA / name, only=[name]) == [p for p in everything if p.id == name]
    assert run(broken.CORPORA / name, ignore=[name]) == [p for p in everything if p.id != name]


def test_every_id_has_a_page_that_explains_it():
    page = rendered_files(load_schema(broken.CORPORA / "sound/schema/corpus.yaml"))["checks.md"]
    for entry in CATALOGUE.values():
        _, _, rest = page.partition(f"### `{entry.id}` ({entry.level})\n")
        assert rest, entry.id
        section = rest.partition("\n#")[0]
        for part in (entry.what, entry.why, entry.fix, entry.example):
            assert part, entry.id
            assert part in section, (entry.id, part)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_the_example_is_a_line_that_was_really_reported(name: str):
    found = broken.report(broken.CORPORA / name, name)
    assert CATALOGUE[name].example == broken.example(found, name)


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("sound", ["--strict"], 0),
        ("offset-reversed", [], 1),
        ("offset-reversed", ["--ignore", "offset-reversed"], 0),
        ("offset-reversed", ["--only", "split-leakage,raw-missing"], 0),
        ("draft-left-out", [], 0),
        ("draft-left-out", ["--strict"], 1),
        ("sound", ["--only", "offset-revresed"], 2),
    ],
)
def test_the_exit_code_says_whether_errors_are_left(
    communique: Any, name: str, arguments: list[str], code: int
):
    done = communique("check", "--corpus", broken.CORPORA / name, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert ("Did you mean offset-reversed?" in done.stderr) == (code == 2)


def test_the_report_is_the_same_wherever_the_corpus_lies(communique: Any, tmp_path: Path):
    shutil.copytree(broken.CORPORA / "mixed-offset-units", tmp_path / "elsewhere")
    done = communique("check", "--json", cwd=tmp_path / "elsewhere")
    assert json.loads(done.stdout) == expected("mixed-offset-units")
