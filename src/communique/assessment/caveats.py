"""The limits of the numbers, in words."""

from collections.abc import Sequence
from typing import Final

from communique.assessment.measures import Plain
from communique.records import PassStatus
from communique.schema import Schema
from communique.util.plural import counted

FEW_DOCUMENTS: Final = 20


def caveats(schema: Schema, layers: Sequence[Plain], passes: Sequence[PassStatus]) -> list[str]:
    """Sentences for the reader of the report, those that apply."""
    names = {name for layer in layers for name in layer["annotators"]}
    kinds = {a.type for a in schema.annotators if a.id in names}
    documents = {d for layer in layers for d in layer["documents"]}
    found: list[str] = []
    if not names:
        found.append("No layer has a voting pass, so there is no agreement to speak of.")
    elif all(len(layer["annotators"]) < 2 for layer in layers):
        found.append("Every layer has one voting pass: agreement needs two.")
    if names and kinds <= {"model", "human+model"}:
        found.append(
            "The annotators are language models. Agreement between them is the consistency of"
            " passes, not the reliability of people: they can agree on the same mistake."
        )
    elif "model" in kinds:
        found.append("Some annotators are language models; see which pairs agree.")
    if documents and len(documents) < FEW_DOCUMENTS:
        found.append(
            f"{counted(len(documents), 'document')}: intervals describe this corpus and do not"
            " carry over to other texts; those by unit are too narrow, for units of one document"
            " hang together."
        )
    if any(p.effort and p.effort.predicted for p in passes):
        found.append(
            "Pre-annotations were offered: passes agree on what was offered and left unchanged,"
            " whether it is right or not."
        )
    if names:
        found.append(
            "Alpha corrects for chance by how often each value occurs. Where one value is nearly"
            " everywhere, alpha is low although annotators rarely differ: see prevalence, observed"
            " agreement and AC1 beside it."
        )
    return found
