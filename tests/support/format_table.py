"""The table of formats in docs/formats.md: `python tests/support/format_table.py` writes it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from communique.formats.catalogue import FORMATS
from communique.workflow.export import Selection, export_corpus
from communique.workspace import Corpus

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/formats.md"
BEGIN, END = "<!-- formats -->", "<!-- end of formats -->"


def rows() -> Iterator[str]:
    """The lines of the table, with the losses on the corpus of this repository."""
    corpus = Corpus.open(ROOT)
    yield "| format | files | holds | can lose | loses of this corpus |"
    yield "|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        for f in FORMATS.values():
            losses = export_corpus(corpus, Selection(f), Path(folder) / f.name).losses
            counted = ", ".join(f"{cause} {n}" for cause, n in losses.items()) or "nothing"
            causes = ", ".join(f.loses) or "nothing"
            yield f"| `{f.name}`: {f.title} | `{f.files}` | {f.holds} | {causes} | {counted} |"


def page(content: str) -> str:
    """The page with its table as the code and the corpus are now."""
    head, _, rest = content.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{chr(10).join(rows())}\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
