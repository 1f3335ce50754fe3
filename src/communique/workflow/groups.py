"""Recording the groups of near-duplicates in sources.yaml."""

from collections.abc import Mapping

from communique.corpus import write_atomic
from communique.corpus.edit_sources import with_values
from communique.dataset.groups import document_groups, overlapping
from communique.workspace import Corpus


def record_groups(corpus: Corpus, texts: Mapping[str, str]) -> list[str]:
    """Write the group number of every active document; the documents whose number changed.

    `texts` are the cleaned texts by document. Raises UnsoundCorpusError, OSError.
    """
    groups = document_groups(corpus.sources, overlapping(texts, corpus.schema.allowed_overlap))
    changed = {
        s.doc_id: str(groups[s.doc_id]) for s in corpus.active if s.group != groups[s.doc_id]
    }
    if changed:
        path = corpus.folder.sources
        text = path.read_bytes().decode("utf-8-sig")
        write_atomic(path, with_values(text, "group", changed))
    return sorted(changed)
