"""A new annotator becomes one entry of the schema file, and nothing else changes there."""

from pathlib import Path

import pytest

import mini
from communique.corpus import CorpusFolder
from communique.schema import load_schema
from communique.workflow.annotators import AnnotatorError, add_annotator

LISTED = """annotators:
  - {id: ann-1, type: human}
  - {id: ann-2, type: human}
"""
NEW = "{id: ann-9, type: human, role: pilot}"
FORMS = {
    "one on a line": (LISTED, LISTED + f"  - {NEW}\n"),
    "a comment behind and below": (
        "annotators:  # who\n  - {id: ann-1, type: human}  # began in May\n\n  # the texts\n",
        f"annotators:  # who\n  - {{id: ann-1, type: human}}  # began in May\n  - {NEW}\n\n"
        "  # the texts\n",
    ),
    "not indented": (
        "annotators:\n- {id: ann-1, type: human}\n",
        f"annotators:\n- {{id: ann-1, type: human}}\n- {NEW}\n",
    ),
    "blocks": (
        "annotators:\n    - id: ann-1\n      type: human\n      description: |\n        Reads.\n\n",
        "annotators:\n    - id: ann-1\n      type: human\n      description: |\n        Reads.\n"
        f"\n    - {NEW}\n",
    ),
    "a list in brackets": (
        "annotators: [{id: ann-1, type: human}]\n",
        f"annotators: [{{id: ann-1, type: human}}, {NEW}]\n",
    ),
    "an empty list": ("annotators: []\n", f"annotators: [{NEW}]\n"),
}


def corpus(root: Path, listed: str) -> CorpusFolder:
    mini.write_corpus(root)
    path = root / "schema/corpus.yaml"
    path.write_text(path.read_text().replace(LISTED, listed))
    return CorpusFolder(root)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_entry_comes_last_and_all_else_stays(tmp_path: Path, form: str, end: str):
    before, after = FORMS[form]
    folder = corpus(tmp_path, before)
    path = folder.schema
    path.write_bytes(path.read_bytes().replace(b"\n", end.encode()))
    expected = path.read_bytes().replace(
        before.replace("\n", end).encode(), after.replace("\n", end).encode()
    )
    add_annotator(folder, load_schema(path), "ann-9", "human", "pilot")
    assert path.read_bytes() == expected
    assert load_schema(path).annotators[-1].role == "pilot"


def test_a_schema_without_the_list_gets_one(tmp_path: Path):
    folder = corpus(tmp_path, "")
    before = folder.schema.read_text()
    add_annotator(folder, load_schema(folder.schema), "007", "human+model", "annotator")
    assert folder.schema.read_text() == (
        before + 'annotators:\n  - {id: "007", type: human+model, role: annotator}\n'
    )


@pytest.mark.parametrize("name", ["Ann", "ann@example.org", "", "ann 1", "-a", "a" * 65, "ann-1"])
def test_what_is_no_new_pseudonym_is_refused(tmp_path: Path, name: str):
    folder = corpus(tmp_path, LISTED)
    before = folder.schema.read_bytes()
    with pytest.raises(AnnotatorError):
        add_annotator(folder, load_schema(folder.schema), name, "human", "annotator")
    assert folder.schema.read_bytes() == before


def test_a_file_that_is_not_laid_out_by_lines_is_left_alone(tmp_path: Path):
    folder = corpus(tmp_path, LISTED)
    folder.schema.write_text(
        "{name: mini, version: 0.1.0, layers: [{name: names, unit: span, labels: [person]}]}\n"
    )
    before = folder.schema.read_bytes()
    with pytest.raises(AnnotatorError) as refused:
        add_annotator(folder, load_schema(folder.schema), "ann-9", "human", "pilot")
    assert (folder.schema.read_bytes(), NEW in refused.value.fix) == (before, True)
