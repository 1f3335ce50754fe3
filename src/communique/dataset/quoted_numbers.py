"""Documents that quote the data: README and DATASHEET, between markers."""

from typing import Final

from communique.corpus import CorpusFolder
from communique.dataset.content import CorpusData
from communique.dataset.from_corpus import dataset_content
from communique.dataset.statistics import BEGIN, fill, statistics
from communique.workspace import Corpus

QUOTING: Final = ("README.md", "DATASHEET.md")


def marked_files(folder: CorpusFolder) -> dict[str, str]:
    """File name to text, for the files that have markers. Raises OSError."""
    paths = [folder.root / name for name in QUOTING]
    texts = {p.name: p.read_text(encoding="utf-8") for p in paths if p.is_file()}
    return {name: text for name, text in texts.items() if BEGIN in text}


def quoting_files(corpus: Corpus, content: CorpusData | None = None) -> dict[str, tuple[str, str]]:
    """File name to what it states and what it should state, for the files that have markers.

    Raises what `dataset_content` raises.
    """
    marked = marked_files(corpus.folder)
    if not marked:
        return {}
    block = statistics(content or dataset_content(corpus))
    return {name: (text, fill(text, block)) for name, text in marked.items()}
