"""Documents that quote the data: README and DATASHEET, between markers."""

from typing import Final

from communique.corpus import CorpusFolder
from communique.dataset.numbers import fill, numbers
from communique.dataset.rows import Content

QUOTING: Final = ("README.md", "DATASHEET.md")


def quoting_files(folder: CorpusFolder, content: Content) -> dict[str, tuple[str, str]]:
    """File name to what it says and what it should say; files without markers agree."""
    found: dict[str, tuple[str, str]] = {}
    for name in QUOTING:
        path = folder.root / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found[name] = (text, fill(text, numbers(content)))
    return found
