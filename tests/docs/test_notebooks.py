"""The notebooks: they run from top to bottom and give the outputs that are stored in them."""

import json
import re
from pathlib import Path

import nbformat
import pytest

import run_notebooks
from run_notebooks import FOLDER, NOTEBOOKS

LARGEST = 20_000  # bytes of an output


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_notebooks.make_place(tmp_path_factory.mktemp("place") / "corpus")


@pytest.mark.scale
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_with_the_stored_outputs(
    place: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in run_notebooks.environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    now = run_notebooks.executed(path, place)
    again = "python tests/support/run_notebooks.py stores the outputs again"
    assert json.loads(nbformat.writes(now)) == json.loads(path.read_text(encoding="utf-8")), again
    assert any(cell.outputs for cell in now.cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_file_is_small_and_has_nothing_of_a_machine(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(notebook)
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    for cell in notebook["cells"]:
        assert cell["metadata"] == {}
        assert cell.get("execution_count") is None
        for output in cell.get("outputs", []):
            assert output["output_type"] in ("stream", "execute_result", "display_data")
            assert len(json.dumps(output)) < LARGEST
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|Users|root|tmp|work)/|0x[0-9a-f]{8}", text)


def test_the_index_lists_every_notebook():
    listed = re.findall(r"\(([\w-]+\.ipynb)\)", (FOLDER / "index.md").read_text())
    assert sorted(listed) == [path.name for path in NOTEBOOKS]
    assert len(listed) >= 3
