"""Each problem id has a corpus that shows it, with the exact report; a sound one gives none."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import broken
import communique
from communique.checks import run
from communique.checks.catalogue import CHECKS, KINDS
from communique.corpus import CorpusFolder
from communique.problems import problem_kind
from communique.problems.kind import declared_ids
from communique.rendering.files import rendered_files
from communique.schema import load_schema
from communique.workspace import CorpusReading

SRC = Path(communique.__file__).parent
ON_IMPORT = {kind.id for kind in KINDS.values() if kind.on_import}
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
    assert set(CASES) == {"sound", *KINDS}
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


def test_every_declared_id_is_found_by_one_check_or_reported_on_import():
    found = Counter([*(kind.id for check in CHECKS for kind in check.kinds), *ON_IMPORT])
    assert set(found) == set(KINDS) == declared_ids()
    assert set(found.values()) == {1}


def test_an_id_cannot_be_declared_twice():
    texts = {"what": "a", "why": "b", "fix": "c", "example": "d"}
    with pytest.raises(ValueError, match="'raw-missing' is declared twice"):
        problem_kind("raw-missing", level="error", stage="text", **texts)


@pytest.mark.parametrize("name", sorted(set(CASES) - ON_IMPORT))
def test_a_check_reports_the_ids_of_its_decorator_alone(name: str):
    corpus = CorpusReading(CorpusFolder.find(broken.CORPORA / name), scans=True)
    for check in CHECKS:
        for problem in check.find(corpus):
            assert problem.id in check.ids, check.find


def test_every_id_is_a_literal_in_one_place():
    """Other modules name the kind; so its id is found where it is declared, and nowhere else."""
    sources = [path.read_text(encoding="utf-8") for path in SRC.rglob("*.py")]
    for id_ in KINDS:
        assert sum(source.count(f'"{id_}"') for source in sources) == 1, id_


@pytest.mark.parametrize("name", sorted(set(CASES) - ON_IMPORT - {"sound"}))
def test_only_and_ignore_choose_among_the_same_problems(name: str):
    everything = run(broken.CORPORA / name)
    assert run(broken.CORPORA / name, only=[name]) == [p for p in everything if p.id == name]
    assert run(broken.CORPORA / name, ignore=[name]) == [p for p in everything if p.id != name]


def test_every_id_has_a_page_that_explains_it():
    schema = load_schema(broken.CORPORA / "sound/schema/corpus.yaml")
    page = rendered_files(schema, KINDS.values())["checks.md"]
    for entry in KINDS.values():
        _, _, rest = page.partition(f"### `{entry.id}` ({entry.level})\n")
        assert rest, entry.id
        section = rest.partition("\n#")[0]
        for part in (entry.what, entry.why, entry.fix, entry.example):
            assert part, entry.id
            assert part in section, (entry.id, part)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_example_is_a_line_that_was_really_reported(name: str):
    found = broken.report(broken.CORPORA / name, name)
    assert KINDS[name].example == broken.example(found, name)


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
