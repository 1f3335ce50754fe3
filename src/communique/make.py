"""A raw file to a cleaned document."""

from communique.cleaning import NAME, VERSION, CleanText, clean, config_sha256
from communique.corpus import Document, Source
from communique.text import decode, sha256_bytes, sha256_text


def make_document(source: Source, data: bytes, policy: str) -> Document:
    """Clean one source. `byline` and `published` are what the text states, else the source's.

    Raises UndecodableError, and ValueError for an unknown policy.
    """
    made: CleanText = clean(decode(data), policy)
    return Document(
        doc_id=source.doc_id,
        source_sha256=sha256_bytes(data),
        text=made.text,
        text_sha256=sha256_text(made.text),
        title=made.title,
        byline=made.byline,
        published=made.published or source.published,
        dateline=made.dateline,
        blocks=made.blocks,
        removed=made.removed,
        cleaner={"name": NAME, "version": VERSION, "config_sha256": config_sha256(policy)},
    )
