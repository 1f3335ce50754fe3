"""Definitions of the class labels that every dataset has, whatever its schema."""

from collections.abc import Mapping
from typing import Final

GENERAL_TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "block_type": {
        "title": "The headline of the document",
        "byline": "Who wrote it, and when; not part of `text`",
        "heading": "A heading inside the document",
        "paragraph": "A paragraph of the body",
        "caption": "The caption of a picture; not part of `text`",
        "reference": "A footnote or an entry of a list of sources; not part of `text`",
    },
    "role": {
        "pilot": "Reads to test the guideline, or later to test the labels; does not vote",
        "annotator": "Votes with pass 1",
        "adjudicator": "Decides what the annotators disagree on",
    },
    "status": {
        "done": "The annotator submitted the document with labels",
        "empty": "The annotator submitted the document and marked nothing",
        "skipped": "The annotator skipped the document",
        "missing": "The pass began, but this document was not submitted",
    },
    "decision": {
        "single": "One annotator's label; nobody else annotated the document",
        "unanimous": "All annotators gave the same range, label and attributes",
        "majority": "The adjudicator chose what more than half of the annotators gave",
        "adjudicated": "The adjudicator chose something else",
    },
    "outcome": {
        "kept": "The item has a row in its layer",
        "rejected": "The item was marked by an annotator and rejected by the adjudicator",
    },
    "reason": {
        "boundary": "The votes differ in the range",
        "label": "The votes differ in the label",
        "attribute": "The votes differ in an attribute",
        "missed": "Not every annotator marked it",
        "spurious": "An annotator marked what is no item",
        "guideline-gap": "The guideline does not decide it",
        "ambiguous": "The text allows more than one reading",
    },
    "disagreement": {
        "span": "Whether there is an item here, and its range",
        "label": "The label of the layer",
    },
}
DETECTION_TERMS: Final[Mapping[str, str]] = {
    "none": "No span with this value begins in the sentence",
    "mixed": "Spans with this value begin in the sentence, and their labels differ",
}
