"""The notebooks: they run from top to bottom, and the files hold nothing of the machine."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from paths import ROOT, SRC

FOLDER = ROOT / "docs/notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CORPUS = ("schema", "corpus", "annotations")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus and its dataset, without the rest of the repository."""
    root = tmp_path_factory.mktemp("place")
    for part in CORPUS:
        shutil.copytree(ROOT / part, root / part)
    build_dataset(Corpus.open(root), root / "dist/communique")
    (root / "docs/notebooks").mkdir(parents=True)
    return root


@pytest.mark.scale
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom_and_prints_no_error(
    place: Path, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(tmp_path / "hf"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "PYTHONPATH": str(SRC),
    }.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(place / "docs/notebooks")}}
    NotebookClient(notebook, kernel_name="python3", timeout=120, resources=where).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code)
    assert any(cell.outputs for cell in code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_file_has_no_output_and_nothing_of_a_machine(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(notebook)
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook["cells"]:
        assert cell["metadata"] == {}
        assert _outputs(cell) == (None, [])
    assert not re.search(r"/(home|Users|root|tmp|work)/", path.read_text(encoding="utf-8"))


def _outputs(cell: dict[str, Any]) -> tuple[int | None, list[Any]]:
    return cell.get("execution_count"), cell.get("outputs", [])


def test_the_index_lists_every_notebook():
    listed = re.findall(r"\(([\w-]+\.ipynb)\)", (FOLDER / "index.md").read_text())
    assert sorted(listed) == [path.name for path in NOTEBOOKS]
    assert len(listed) >= 3


def test_links_of_a_notebook_lead_to_files():
    for path in NOTEBOOKS:
        for link in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (FOLDER / link).is_file(), f"{path.name}: {link}"
