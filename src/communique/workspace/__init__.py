"""The corpus in memory: read once, and never used with a fault passed over."""

from communique.workspace.corpus import Corpus, UnsoundCorpusError
from communique.workspace.reading import CorpusReading

__all__ = ["Corpus", "CorpusReading", "UnsoundCorpusError"]
