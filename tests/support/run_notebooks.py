"""Run the notebooks of docs/notebooks. `python tests/support/run_notebooks.py` stores the outputs.

Stored are tables and text, without what belongs to a machine or to one run. A table is stored as
HTML alone.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import nbformat
from nbclient import NotebookClient

from communique.workflow.build import build_dataset
from communique.workspace import Corpus
from copies import copy_corpus
from paths import ROOT, SRC

FOLDER: Final = ROOT / "docs/notebooks"
NOTEBOOKS: Final = sorted(FOLDER.glob("*.ipynb"))


def make_place(root: Path) -> Path:
    """The corpus and its dataset, without the rest of the repository; the folder of a notebook."""
    copy_corpus(root)
    build_dataset(Corpus.open(root), root / "dist/communique")
    folder = root / "docs/notebooks"
    folder.mkdir(parents=True)
    return folder


def environment(state: Path) -> dict[str, str]:
    """No network, and nothing written outside `state`."""
    return {
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(state / "hf"),
        "IPYTHONDIR": str(state / "ipython"),
        "JUPYTER_RUNTIME_DIR": str(state / "runtime"),
        "PYTHONPATH": str(SRC),
    }


def executed(path: Path, folder: Path) -> Any:
    """The notebook after a run in a folder, with the outputs that are stored."""
    notebook: Any = nbformat.read(path, as_version=4)
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, kernel_name="python3", timeout=120, resources=where).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata = {}
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [x for output in cell.outputs if (x := stored(output))]
    return notebook


def stored(output: Any) -> Any:
    """An output as it is stored; None for warnings."""
    if output.output_type == "stream":
        return None if output.name == "stderr" else output
    kind = next(k for k in ("text/html", "text/plain") if k in output.data)
    output.data = {kind: output.data[kind]}
    output.metadata = {}
    if "execution_count" in output:
        output.execution_count = None
    return output


def main() -> None:
    with TemporaryDirectory() as place:
        folder = make_place(Path(place) / "corpus")
        os.environ.update(environment(Path(place)))
        for path in NOTEBOOKS:
            nbformat.write(executed(path, folder), path)
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
