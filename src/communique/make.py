"""A raw file to a cleaned document."""

from communique.cleaning import NAME, VERSION, ByHand, CleanText, Rule, clean, config_sha256
from communique.corpus import CleaningFile, Document, Source
from communique.text import decode, sha256_bytes, sha256_text


def make_document(
    source: Source, data: bytes, policy: str, own: CleaningFile | None = None
) -> Document:
    """Clean one source. `byline` and `published` are what the text states, else the source's.

    Raises UndecodableError; ValueError for an unknown policy, a rule that is none, or a decision
    by hand about a line that the text does not have.
    """
    own = own or CleaningFile()
    rules = [Rule(**rule.model_dump()) for rule in own.rules]
    mine = [d for d in own.by_hand if d.document == source.doc_id]
    by_hand = [ByHand(d.line, d.reason) for d in mine]
    made: CleanText = clean(decode(data), policy, rules, by_hand)
    config = config_sha256(policy, rules, by_hand)
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
        cleaner={"name": NAME, "version": VERSION, "config_sha256": config},
    )
