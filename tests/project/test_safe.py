"""What comes from others is read, never obeyed: no path leads out, no object is built."""

import json
from pathlib import Path

import pytest

import broken
import mini
from communique.checks import run
from communique.corpus import CorpusFolder
from communique.corpus.load import CleanTexts, load_texts
from communique.label_studio.writing.instruction import instruction
from communique.schema import YamlError, load_schema
from communique.workspace import Corpus, UnsoundCorpusError

SECRET = "Nobody outside may read this."


def schema_with(root: Path, before: str, after: str) -> Path:
    path = root / "schema/corpus.yaml"
    broken.edit(path, before, after)
    return path


@pytest.mark.parametrize("guideline", ["../../secret.md", "/etc/passwd", "a/../../b.md", "..\\\\b"])
def test_a_guideline_lies_below_its_folder(tmp_path: Path, guideline: str):
    root = mini.write_corpus(tmp_path)
    path = schema_with(
        root, "control: entity\n", f'control: entity\n    guideline: "{guideline}"\n'
    )
    with pytest.raises(YamlError, match="expected a file below schema/guidelines"):
        load_schema(path)


@pytest.mark.parametrize(
    "line", ["x: !!python/object/apply:os.system [id]", "x: &a [1]\ny: *a", "<<: {a: 1}"]
)
def test_yaml_builds_no_objects_and_unfolds_nothing(tmp_path: Path, line: str):
    root = mini.write_corpus(tmp_path)
    with (root / "schema/corpus.yaml").open("a") as file:
        file.write(line + "\n")
    assert "schema-invalid" in {p.id for p in run(root)}


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "one\n", "a" * 65])
def test_a_document_id_never_becomes_a_path_elsewhere(tmp_path: Path, name: str):
    root = mini.write_corpus(tmp_path / "corpus")
    (tmp_path / "outside.history.json").write_text(SECRET)
    broken.change(root / "corpus/clean/one.json", doc_id=name)
    assert [p.id for p in run(root)] == ["clean-malformed"]


@pytest.mark.parametrize("part", ["annotations", "corpus", "schema"])
def test_a_link_to_elsewhere_is_named_and_not_followed(tmp_path: Path, part: str):
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "ann-2.json").write_text(json.dumps(SECRET))
    link = root / part / "linked"
    link.symlink_to(outside)
    assert [(p.id, p.file) for p in run(root)] == [("path-outside", f"{part}/linked")]
    assert all(SECRET not in str(p) for p in run(root))


def test_a_link_among_the_files_is_not_read(tmp_path: Path):
    root = mini.write_corpus(tmp_path / "corpus")
    document = root / "corpus/clean/one.json"
    document.rename(tmp_path / "elsewhere.json")
    document.symlink_to(tmp_path / "elsewhere.json")
    assert load_texts(CorpusFolder(root)) == (CleanTexts({}, {}), [])
    assert [p.id for p in run(root)] == ["path-outside"]


@pytest.mark.parametrize("part", ["annotations", "annotations/names", "corpus/clean"])
def test_a_folder_that_is_a_link_to_elsewhere_is_named_and_stops_what_needs_it(
    tmp_path: Path, part: str
):
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    (root / part).rename(tmp_path / "elsewhere")
    (root / part).symlink_to(tmp_path / "elsewhere")
    assert ("path-outside", part) in {(p.id, p.file) for p in run(root)}
    needed = "documents" if part == "corpus/clean" else "exports"
    with pytest.raises(UnsoundCorpusError, match="path-outside"):
        Corpus.open(root).require_sound(needed)


def test_a_link_inside_the_corpus_is_fine(tmp_path: Path):
    root = mini.write_corpus(tmp_path, {"names/ann-1": [mini.names_task()]})
    (root / "schema/export.json").symlink_to("../annotations/names/ann-1.json")
    assert run(root) == []


def test_a_guideline_cannot_bring_a_program_into_the_page():
    text = "# Rule\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=y>\n"
    page = instruction(text)
    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
