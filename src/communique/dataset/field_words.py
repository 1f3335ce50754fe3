"""What the columns mean that every dataset has: meaning, unit, and when they are null.

A key is a dotted name. `CONFIG:name` is the name in one config, `detection:name` in every detection
config, `layer:name` in every config of a layer; a name alone is the same everywhere.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

NEVER: Final = "never"
EMPTY: Final = "never; the list can be empty"
STANDOFF: Final = "in the standoff flavour"
BLOCK: Final = "code points from the start of the block"
TEXT: Final = "code points from the start of the document's `text`"
RAW: Final = "code points of the source file (UTF-8; no byte order mark; LF for CRLF and CR)"
NOT_A_RANGE: Final = "for a value of a whole document"


class Words(NamedTuple):
    """Meaning of a column, its unit (None for what has none), and when it is null."""

    meaning: str
    null: str = NEVER
    unit: str | None = None


FIELD_WORDS: Final[Mapping[str, Words]] = {
    "doc_id": Words("Id of the document"),
    "block_id": Words("Id of the block, as in `documents.blocks`"),
    "block_type": Words("Type of the block"),
    "group": Words(
        "Group of near-duplicates: documents with the same number share text; keep them together",
        unit="a number that only names the group",
    ),
    "decision": Words("How the label was decided"),
    "disagreement": Words("The questions on which the votes differ", EMPTY),
    "decided_by": Words("Pseudonym of the adjudicator", "where nobody had to decide"),
    "votes": Words("How many annotators gave each value, question by question", EMPTY),
    "votes.question": Words("`span` (the range), `label`, or an attribute"),
    "votes.value": Words(
        "The value; a range is `start:end`; `absent` counts those who finished the document and"
        " marked nothing here; `(none)` those who left the attribute empty"
    ),
    "votes.count": Words("Annotators who gave the value", unit="annotators"),
    "n_annotators": Words(
        "Annotators who finished the document in this layer and vote", unit="annotators"
    ),
    "relations": Words("Relations that lead from this span to others", EMPTY),
    "relations.label": Words("Label of the relation"),
    "relations.to_uid": Words("Id of the span that the relation leads to"),
    "relations.decision": Words("How the relation was decided"),
    "relations.votes": Words("How many annotators gave each label to the two spans", EMPTY),
    "relations.votes.label": Words("The label; `absent` for those who did not link the two"),
    "relations.votes.count": Words("Annotators who gave the label", unit="annotators"),
    # documents
    "title": Words("Title, from the text or as recorded for the source", "if none is known"),
    "byline": Words("Who wrote it, as the text states it", "if the text states nobody"),
    "publisher": Words("Publisher, as the text states it", "if the text states none"),
    "published": Words(
        "Date of publication as the text states it, ISO 8601, as precise as stated",
        "if the text states none",
    ),
    "genre": Words("Genre, as the maintainers judge it", "if it was not judged"),
    "language": Words("Language, BCP 47, as the maintainers judge it", "if it was not judged"),
    "url": Words("Address, as the text states it", "if the text states none"),
    "n_characters": Words("Length of `text`", unit="code points"),
    "documents:text": Words(
        "The cleaned text: title, headings and paragraphs, with a line feed between two blocks",
        STANDOFF,
    ),
    "blocks": Words("The parts of the document, in order"),
    "blocks.block_id": Words("Id of the block, unique in the document"),
    "blocks.type": Words("Type of the block"),
    "blocks.start": Words("Start of the block", "for a block that is not part of `text`", TEXT),
    "blocks.end": Words(
        "End of the block, exclusive", "for a block that is not part of `text`", TEXT
    ),
    "blocks.raw_start": Words("Start of the block in the source file", unit=RAW),
    "blocks.raw_end": Words("End of the block in the source file, exclusive", unit=RAW),
    "blocks.raw_sha256": Words("The sha256 of that part of the source file, as UTF-8"),
    "blocks.pieces": Words(
        "Runs that were copied unchanged, each as start in `text`, start in the source, length",
        unit="code points; of a block outside `text` the first counts from the block's start",
    ),
    "blocks.text": Words(
        "Text of the block", f"{STANDOFF}, except for the types `title` and `byline`"
    ),
    "sentences": Words("The sentences of `text`, in order", EMPTY),
    "sentences.sentence_id": Words("Id of the sentence, as in the detection configs"),
    "sentences.start": Words("Start of the sentence", unit=TEXT),
    "sentences.end": Words("End of the sentence, exclusive", unit=TEXT),
    "passes": Words("Who read the document, layer by layer", EMPTY),
    "passes.layer": Words("Layer that was annotated"),
    "passes.annotator": Words("Pseudonym of the annotator"),
    "passes.role": Words("Role of the annotator", "if the schema does not list the annotator"),
    "passes.is_vote": Words("Whether the annotations of this reading vote"),
    "passes.pass_number": Words("1 is the first reading; only this one votes", unit="readings"),
    "passes.guideline_version": Words(
        "Version of the guideline that the reading followed", "if it is not recorded"
    ),
    "passes.status": Words("How far the reading of this document came"),
    "passes.offered": Words(
        "Regions that the page offered to the annotator", "if it is not recorded", "regions"
    ),
    "passes.unchanged": Words(
        "Offered regions that the annotator kept as they were", "if it is not recorded", "regions"
    ),
    "source_sha256": Words("The sha256 of the source file's bytes; `restore` finds the file by it"),
    "text_sha256": Words("The sha256 of `text` as UTF-8"),
    "split_group": Words("Name under which splits list the document and what belongs with it"),
    # layers
    "layer:start": Words("Start of the span", unit=BLOCK),
    "layer:end": Words("End of the span, exclusive", unit=BLOCK),
    "context": Words("Text of the block that the span is in", STANDOFF),
    "tokens": Words(
        "Tokens of the block: runs of letters, digits and their marks; every other character that"
        " is not blank alone",
        STANDOFF,
    ),
    "token_starts": Words("Start of each token", STANDOFF, BLOCK),
    "ner_tags": Words("IOB2 tag of each token, for the outermost spans", STANDOFF),
    "ner_tags_inner": Words("IOB2 tag of each token, for spans inside other spans", STANDOFF),
    # detection
    "sentence_id": Words("Id of the sentence, as in `documents.sentences`"),
    "detection:text": Words("The sentence", STANDOFF),
    "detection:start": Words("Start of the sentence", unit=BLOCK),
    "detection:end": Words("End of the sentence, exclusive", unit=BLOCK),
    "detection:label": Words(
        "Label of the spans with this value that begin in the sentence; `none` without a span,"
        " `mixed` if their labels differ"
    ),
    "author_label": Words(
        "As `label`, for the spans of the author of the text alone",
        "if the schema names no author",
    ),
    "votes_against_none": Words(
        "Annotators who marked a span with this value here, although none was kept",
        "where a span was kept",
        "annotators",
    ),
    # decisions
    "decision_uid": Words(
        "Id of the decision; it stays the same from version to version",
        "for an item without an id of its own",
    ),
    "layer": Words("Layer of the row"),
    "kind": Words("`span`, `block` or `document`"),
    "decisions:block_id": Words("Id of the block of the item", NOT_A_RANGE),
    "decisions:start": Words("Start of the item", NOT_A_RANGE, TEXT),
    "decisions:end": Words("End of the item, exclusive", NOT_A_RANGE, TEXT),
    "decisions:text": Words("Text of the item", f"{STANDOFF}; {NOT_A_RANGE}"),
    "outcome": Words("Whether the item is kept"),
    "decisions:label": Words("The label; of a document value its value"),
    "attributes": Words(
        "Attributes of the row's label; a set has one entry for each of its values. For a value of"
        " a whole document: the attribute that was asked for, and its key",
        EMPTY,
    ),
    "attributes.name": Words("Name of the attribute"),
    "attributes.value": Words("One value of the attribute"),
    "reason": Words("Why the adjudicator had to decide", "where nobody had to decide"),
    "candidates": Words("Ids of the annotations that the item is made of", EMPTY),
    # annotations
    "annotation_id": Words("Id of the annotation, the same after every import"),
    "unit_id": Words(
        "Annotations with the same id were compared as answers to one question",
        "for an annotation without a vote",
    ),
    "annotations:block_id": Words("Id of the block of the annotation", NOT_A_RANGE),
    "annotator": Words("Pseudonym of the annotator"),
    "annotator_type": Words("`human`, `model` or `human+model`"),
    "role": Words("Role of the annotator", "if the schema does not list the annotator"),
    "is_vote": Words("Whether the annotation votes"),
    "pass_number": Words("1 is the first reading; only this one votes", unit="readings"),
    "annotations:start": Words("Start of the range", NOT_A_RANGE, TEXT),
    "annotations:end": Words("End of the range, exclusive", NOT_A_RANGE, TEXT),
    "start_in_block": Words("Start of the range", NOT_A_RANGE, BLOCK),
    "end_in_block": Words("End of the range, exclusive", NOT_A_RANGE, BLOCK),
    "raw_start": Words("Start of the range in the source file", NOT_A_RANGE, RAW),
    "raw_end": Words("End of the range in the source file, exclusive", NOT_A_RANGE, RAW),
    "annotations:text": Words("Text of the range", f"{STANDOFF}; {NOT_A_RANGE}"),
    "annotations:label": Words("The label, as a string; of a document value its value"),
    "confidence": Words(
        "How certain the annotator was, as far as the annotator said it",
        "where nothing was said",
    ),
    "origin": Words(
        "Whether the annotator made the region (`manual`) or took it from what was offered",
        "if the export does not say",
    ),
    "annotations:decision_uid": Words(
        "Id of the decision that the annotation counted for",
        "if it counted for none, or for one without an id",
    ),
    "guideline_version": Words("Version of the guideline that the annotator followed"),
    # codebook
    "codebook:layer": Words("Layer of the column", "for columns that all layers share"),
    "attribute": Words("Name of the column of class labels; `label` for a layer's labels"),
    "value": Words("Name of the class"),
    "number": Words(
        "Number of the class in the Parquet files", unit="a number that names the class"
    ),
    "definition": Words("What the class means", "if the schema does not say"),
    "standard": Words("Standard that the class is taken from", "if it is taken from none"),
    "examples": Words("Examples; they are invented", EMPTY),
    "side": Words("Side that an actor belongs to", "for what has no side"),
    "codebook:entity_id": Words("Entry of `registry` that the class is", "if it is none"),
    # questions for language models
    "evaluation:id": Words(
        "Id of the question: the uid of the span; or the ids of document and block; or the ids of"
        " document and sentence, and the value that is asked about"
    ),
    "evaluation:input": Words(
        "The question, with the definitions of the labels, the text, and what is given with it",
        STANDOFF,
    ),
    "evaluation:choices": Words("The labels to choose from, in the order of the schema"),
    "evaluation:target": Words("The right answer, one of `choices`"),
    # registry
    "registry:entity_id": Words("Id of the entity"),
    "registry:type": Words("Label of the spans that name it"),
    "name": Words("Name of the entity"),
    "aliases": Words("Other surface forms", EMPTY),
    "aliases.text": Words("The surface form"),
    "aliases.metonym": Words("Whether the form can stand for something else, as a capital does"),
}
