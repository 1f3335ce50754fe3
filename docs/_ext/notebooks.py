"""Notebooks as pages of the site: their text, their code, and the outputs that are stored in them.

Nothing is run. A table is shown as its HTML, a picture as it is stored, anything else as text.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from myst_parser.parsers.sphinx_ import MystParser
from sphinx.application import Sphinx

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class NotebookParser(MystParser):
    """Reads a notebook as the Markdown page that it stands for."""

    supported = ("notebook",)

    def parse(self, inputstring: str, document: nodes.document) -> None:
        super().parse("\n\n".join(_parts(json.loads(inputstring))), document)


def _parts(notebook: Any) -> Iterator[str]:
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield source
        elif cell["cell_type"] == "code" and source.strip():
            yield _fence("python", source)
            yield from map(_output, cell["outputs"])


def _output(output: Any) -> str:
    if output["output_type"] == "stream":
        return _fence("text", _text(output["text"]))
    if output["output_type"] == "error":
        return _fence("text", f"{output['ename']}: {output['evalue']}")
    data = output["data"]
    if "text/html" in data:
        return _fence("{raw} html", _text(data["text/html"]))
    if "image/svg+xml" in data:
        return _fence("{raw} html", _text(data["image/svg+xml"]))
    if "image/png" in data:
        picture = _text(data["image/png"]).replace("\n", "")
        return _fence("{raw} html", f'<img alt="" src="data:image/png;base64,{picture}">')
    return _fence("text", _text(data.get("text/plain", "")))


def _text(lines: str | list[str]) -> str:
    return COLOURS.sub("", "".join(lines))


def _fence(kind: str, text: str) -> str:
    marks = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{marks}{kind}\n{text.rstrip()}\n{marks}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the parser with Sphinx."""
    app.add_source_suffix(".ipynb", "notebook")
    app.add_source_parser(NotebookParser)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
