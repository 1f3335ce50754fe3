"""The corpus in memory. Each part is read once, and a part with missing content is refused."""

from communique.workspace.corpus import Corpus, UnsoundCorpusError
from communique.workspace.reading import CorpusReading

__all__ = ["Corpus", "CorpusReading", "UnsoundCorpusError"]
