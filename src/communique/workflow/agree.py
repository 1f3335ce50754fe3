"""Agreement between the passes of a corpus."""

from communique.assessment import assess
from communique.assessment.measures import Plain
from communique.workspace import Corpus


def assess_corpus(corpus: Corpus, *, dawid_skene: bool = False) -> Plain:
    """Return the agreement report of a corpus as plain data. Raises UnsoundCorpusError, OSError."""
    lengths = {doc_id: len(document.text) for doc_id, document in corpus.documents.items()}
    return assess(corpus.schema, corpus.records, corpus.statuses, lengths, dawid_skene=dawid_skene)
