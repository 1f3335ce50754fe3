"""Every cleaned text of a corpus, with its known former texts."""

from collections.abc import Mapping

from communique.corpus.documents import (
    Document,
    Former,
    MalformedDocumentError,
    read_document,
    read_history,
)
from communique.corpus.folder import CorpusFolder


def load_texts(
    folder: CorpusFolder,
) -> tuple[dict[str, Document], Mapping[str, tuple[Former, ...]]]:
    """The readable documents by id and their histories; the rest is left to the checks."""
    documents: dict[str, Document] = {}
    former: dict[str, tuple[Former, ...]] = {}
    for path in folder.clean_files():
        try:
            document = read_document(path)
            former[document.doc_id] = read_history(folder.history(document.doc_id))
            documents[document.doc_id] = document
        except (MalformedDocumentError, OSError):
            continue
    return documents, former
