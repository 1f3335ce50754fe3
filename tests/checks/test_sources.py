"""What sources and schema say of files, genres, languages, dates and gates."""

from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.checks import run

SHA = mini.SOURCE.sha256


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path)


def found(root: Path, *ids: str) -> list[tuple[str, str | None, str]]:
    return [(p.id, p.at, p.message) for p in run(root, only=list(ids))]


def sources(root: Path, **values: str) -> None:
    """The one document on lines 4 to 7 and further, a key a line."""
    more = "".join(f"  {key}: {value}\n" for key, value in values.items())
    text = f"# A comment.\n\n\n- doc_id: one\n  file: one.txt\n  sha256: {SHA}\n{more}"
    (root / "corpus/sources.yaml").write_text(text)


@pytest.mark.parametrize(
    ("values", "line", "message"),
    [
        ({"language": "en", "colour": "red"}, 8, "documents[0].colour: unknown key"),
        ({"published": "soon"}, 7, "documents[0].published: expected a date"),
        ({"published": "2026-02-30"}, 7, "documents[0].published: 2026-02-30 is not in the cal"),
        ({"published": "2026-13"}, 7, "documents[0].published: 2026-13 is not in the calendar"),
    ],
)
def test_a_fault_of_the_sources_has_its_line(
    root: Path, values: dict[str, str], line: int, message: str
):
    sources(root, **values)
    ((id_, at, said),) = found(root, "sources-invalid")
    assert (id_, at) == ("sources-invalid", f"line {line}")
    assert said.startswith(message)


def test_what_is_given_twice_is_shown_where_it_is_given_again(root: Path):
    sources(root)
    with (root / "corpus/sources.yaml").open("a") as file:
        file.write(f"- doc_id: two\n  file: two.txt\n  sha256: {SHA}\n")
    said = f"documents[1].sha256: one has the same sha256: {SHA}"
    assert found(root, "sources-invalid") == [("sources-invalid", "line 9", said)]


def test_a_list_below_a_key_has_its_lines_too(root: Path):
    text = f"documents:\n- doc_id: one\n  file: one.txt\n  sha256: {SHA}\n  colour: red\n"
    (root / "corpus/sources.yaml").write_text(text)
    assert [at for _, at, _ in found(root, "sources-invalid")] == ["line 5"]


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", "en-Latn-GB", "en-x-old"])
def test_a_language_of_the_schema_or_a_finer_one_is_fine(root: Path, language: str):
    sources(root, language=language)
    assert run(root) == []


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("english", "'english' is not a language tag; expected one like en or pt-BR"),
        ("en_GB", "'en_GB' is not a language tag; expected one like en or pt-BR"),
        ("fr", "'fr' is not in the schema; expected en"),
        ("enm", "'enm' is not in the schema; expected en"),
    ],
)
def test_another_language_is_named(root: Path, language: str, message: str):
    sources(root, language=language)
    wanted = [("source-value-unknown", "line 7", f"language: {message}")]
    assert found(root, "source-value-unknown") == wanted


def test_where_the_schema_lists_no_language_any_tag_is_fine(root: Path):
    broken.edit(root / "schema/corpus.yaml", "language: [en]\n", "")
    sources(root, language="zh-Hant-TW")
    assert run(root) == []
    sources(root, language="chinese")
    assert [at for _, at, _ in found(root, "source-value-unknown")] == ["line 7"]


def test_a_genre_is_one_of_the_schema_if_that_lists_any(root: Path, communique: Any):
    sources(root, genre="report")
    assert run(root) == []
    broken.edit(root / "schema/corpus.yaml", "annotators:\n", "genres: [opinion]\nannotators:\n")
    said = "genre: 'report' is not in the schema; expected opinion"
    assert found(root, "source-value-unknown") == [("source-value-unknown", "line 7", said)]
    done = communique("build", "--corpus", root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("gates", "at", "message"),
    [
        ("{name: {spans: 0.8}}", "gates.name", "no layer is called 'name'; expected names, frames"),
        ("{names: {lable: 0.8}}", "gates.names.lable", "names asks no 'lable'; expected spans, la"),
        ("{frames: {spans: 0.8}}", "gates.frames.spans", "frames asks no 'spans'; expected label"),
    ],
)
def test_a_gate_that_asks_nothing_is_a_fault_of_the_schema(
    root: Path, gates: str, at: str, message: str
):
    path = root / "schema/corpus.yaml"
    line = len(path.read_text().splitlines()) + 1
    path.write_text(f"{path.read_text()}gates: {gates}\n")
    ((_, where, said),) = found(root, "schema-invalid")
    assert where == f"line {line}"
    assert said.startswith(f"{at}: {message}")


def test_gates_on_all_that_is_measured_are_fine(root: Path):
    path = root / "schema/corpus.yaml"
    gates = "{names: {spans: 0, label: 0, reading: 0, holders: 0}, frames: {label: 0, tone: 0}}"
    path.write_text(f"{path.read_text()}gates: {gates}\n")
    assert run(root) == []


def test_a_guideline_that_does_not_exist_is_named(root: Path):
    path = root / "schema/corpus.yaml"
    broken.edit(path, "control: entity\n", "control: entity\n    guideline: names.md\n")
    line = path.read_text().splitlines().index("    guideline: names.md") + 1
    message = "layers[0].guideline: schema/guidelines has no file 'names.md'"
    assert found(root, "guideline-missing") == [("guideline-missing", f"line {line}", message)]
    (root / "schema/guidelines").mkdir()
    (root / "schema/guidelines/names.md").write_text("Mark names.\n")
    assert run(root) == []


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf \n\n"])
def test_an_empty_raw_file_is_not_helped_by_another_encoding(root: Path, data: bytes):
    (root / "corpus/raw/one.txt").write_bytes(data)
    (problem,) = run(root, only=["raw-unreadable"])
    assert (problem.message, problem.at) == ("the file holds no text", None)
    assert problem.fix == "Put the text into the file, or leave the file out."


@pytest.mark.parametrize("published", ["2999", "2999-01", "2999-01-01"])
def test_a_date_in_the_future_is_named(root: Path, published: str):
    sources(root, published=published)
    ((_, _, message),) = found(root, "source-value-unknown")
    assert message == f"published: {published} is in the future"


@pytest.mark.parametrize("published", ["2021", "2021-03", "2021-03-10"])
def test_a_date_in_the_past_is_fine(root: Path, published: str):
    sources(root, published=published)
    assert run(root) == []
