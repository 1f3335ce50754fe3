"""Low confidence of those who annotated an item."""

from collections.abc import Mapping, Sequence
from typing import Final

from communique.audit.evidence import Evidence
from communique.audit.item import AuditItem, asked, values_of
from communique.records import Record
from communique.schema import Layer, Schema

_WEIGHT: Final = 1.5  # log odds, if everyone gave the lowest value


def confidence_evidence(
    schema: Schema, layer: Layer, items: Sequence[AuditItem], records: Mapping[str, Record]
) -> dict[tuple[int, str], Evidence]:
    """Evidence from attributes about the annotating, for each item that has a low value.

    The first of several values is the highest (`sure likely guess`); a single value (`unsure`) is
    low where it is values.
    """
    evidence: dict[tuple[int, str], Evidence] = {}
    for attribute in layer.region_attributes:
        names = [v.id for v in schema.entries(layer, attribute)]
        if attribute.about != "annotation" or not names:
            continue
        low = {n: i / (len(names) - 1) if len(names) > 1 else 1.0 for i, n in enumerate(names)}
        for i, item in enumerate(items):
            values = [
                v
                for c in item.candidates
                if c in records
                for v in values_of(records[c].attributes.get(attribute.name))
            ]
            share = sum(low.get(v, 0.0) for v in values) / max(len(item.candidates), 1)
            if share > 0:
                why = f"{attribute.name}: {', '.join(values)}"
                for question in asked(item):
                    evidence[i, question] = Evidence("confidence", _WEIGHT * share, why, "")
    return evidence
