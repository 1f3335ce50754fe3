"""The numbers in README and DATASHEET, between markers."""

from typing import Final

from communique.corpus import CorpusFolder
from communique.dataset.from_corpus import dataset_of
from communique.dataset.statistics import BEGIN, fill, statistics
from communique.workspace import Corpus

QUOTING: Final = ("README.md", "DATASHEET.md")


def marked_files(folder: CorpusFolder) -> dict[str, str]:
    """The texts of the files that have markers, by file name. Raises OSError."""
    paths = [folder.root / name for name in QUOTING]
    texts = {p.name: p.read_text(encoding="utf-8") for p in paths if p.is_file()}
    return {name: text for name, text in texts.items() if BEGIN in text}


def quoting_files(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """The present and the expected text of each file that has markers, by file name.

    Raises the errors of `dataset_of`.
    """
    marked = marked_files(corpus.folder)
    if not marked:
        return {}
    blocks = statistics(dataset_of(corpus))
    return {name: (text, fill(text, blocks[name])) for name, text in marked.items()}
