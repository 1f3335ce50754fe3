"""Agreement between the passes of a corpus."""

from communique.assessment.assess import Assessment
from communique.assessment.disputed_words import Disputed, disputed
from communique.assessment.measures import Plain
from communique.util.gc_pause import without_search
from communique.workspace import Corpus, CorpusReading


def assess_corpus(corpus: Corpus, *, dawid_skene: bool = False) -> Plain:
    """Return the agreement report of a corpus as plain data. Raises UnsoundCorpusError, OSError."""
    with without_search():
        assessment = assessment_of(corpus, keeps_units=dawid_skene)
        for batch in corpus.reading.batches():
            add_batch(assessment, batch)
        return assessment.report()


def assessment_of(corpus: Corpus, *, keeps_units: bool = False) -> Assessment:
    """An assessment to which nothing is added yet. Raises UnsoundCorpusError, OSError."""
    corpus.require_sound("exports")
    return Assessment(corpus.schema, corpus.statuses, keeps_units=keeps_units)


def add_batch(assessment: Assessment, batch: CorpusReading) -> None:
    """Add a batch of documents to an assessment."""
    lengths = {doc_id: len(document.text) for doc_id, document in batch.documents.items()}
    assessment.add(batch.records, batch.items, lengths)


def disputed_items(corpus: Corpus, report: Plain) -> dict[str, list[Disputed]]:
    """Return the items of the report to review first, by layer, with their words and answers."""
    named = {item["document"] for layer in report["layers"] for item in layer["review_first"]}
    batch = corpus.reading.only(sorted(named))
    records = {r.annotation_id: r for r in batch.records}
    texts = {doc_id: document.text for doc_id, document in batch.documents.items()}
    return {
        layer["layer"]: [
            disputed(corpus.schema.layer(layer["layer"]), item, records, texts)
            for item in layer["review_first"]
        ]
        for layer in report["layers"]
    }
