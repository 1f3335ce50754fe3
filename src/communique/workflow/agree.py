"""Agreement between the passes of a corpus."""

from communique.assessment import assess
from communique.assessment.disputed_words import Disputed, disputed
from communique.assessment.measures import Plain
from communique.workspace import Corpus


def assess_corpus(corpus: Corpus, *, dawid_skene: bool = False) -> Plain:
    """Return the agreement report of a corpus as plain data. Raises UnsoundCorpusError, OSError."""
    lengths = {doc_id: len(document.text) for doc_id, document in corpus.documents.items()}
    read = corpus.schema, corpus.records, corpus.statuses
    return assess(*read, lengths, corpus.items, dawid_skene=dawid_skene)


def disputed_items(corpus: Corpus, report: Plain) -> dict[str, list[Disputed]]:
    """Return the items of the report to review first, by layer, with their words and answers."""
    records = {r.annotation_id: r for r in corpus.records}
    texts = {doc_id: document.text for doc_id, document in corpus.documents.items()}
    return {
        layer["layer"]: [
            disputed(corpus.schema.layer(layer["layer"]), item, records, texts)
            for item in layer["review_first"]
        ]
        for layer in report["layers"]
    }
