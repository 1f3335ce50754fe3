"""The documents of a corpus: their files, their sources and their cleaned texts."""

from communique.corpus.cleaning_file import CleaningFile, read_cleaning_file
from communique.corpus.documents import Document, Former, read_document, read_history
from communique.corpus.folder import CorpusFolder, CorpusNotFoundError
from communique.corpus.sources import Original, Source, Sources, load_sources
from communique.util.atomic_write import write_atomic, write_json

__all__ = [
    "CleaningFile",
    "CorpusFolder",
    "CorpusNotFoundError",
    "Document",
    "Former",
    "Original",
    "Source",
    "Sources",
    "load_sources",
    "read_cleaning_file",
    "read_document",
    "read_history",
    "write_atomic",
    "write_json",
]
