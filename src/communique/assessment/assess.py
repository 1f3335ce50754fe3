"""The whole assessment of a corpus as plain data: what `agree` shows and a release carries."""

from collections.abc import Mapping, Sequence
from typing import Any

from communique.agreement.bootstrap import SEED
from communique.assessment.caveats import caveats
from communique.assessment.consistency import ConsistencyPool
from communique.assessment.layer import LayerAssessment
from communique.assessment.measures import Plain
from communique.records import PassStatus, Record
from communique.records.items import ComparedItem, items, voters_of
from communique.schema import Schema

ROUNDS = 1000


def assess(
    schema: Schema,
    records: Sequence[Record],
    passes: Sequence[PassStatus],
    lengths: Mapping[str, int],
    compared: Sequence[ComparedItem] | None = None,
    *,
    rounds: int = ROUNDS,
    dawid_skene: bool = False,
) -> Plain:
    """Agreement of the voting first passes of every layer; `lengths` are the code points of each
    document's text, `rounds` those of the bootstrap.

    `compared` are the items of the records, if they were compared before. Names spans by annotation
    id and place, never by their words. `seed` and `rounds` are those of the intervals.
    """
    compared = items(schema, records, passes) if compared is None else compared
    assessment = Assessment(schema, passes, keeps_units=dawid_skene)
    assessment.add(records, compared, lengths)
    return assessment.report(rounds)


class Assessment:
    """The assessment of a corpus whose documents are added some at a time, sorted by id.

    `passes` are those of all documents. `keeps_units` is needed for the model of Dawid and Skene.
    """

    def __init__(
        self, schema: Schema, passes: Sequence[PassStatus], *, keeps_units: bool = False
    ) -> None:
        self._schema, self._passes = schema, passes
        voters = voters_of(schema, passes)
        self._layers = [
            LayerAssessment(schema, layer, voters, keeps_units=keeps_units)
            for layer in schema.layers
        ]
        self._consistency = ConsistencyPool(schema, passes)

    def add(
        self,
        records: Sequence[Record],
        compared: Sequence[ComparedItem],
        lengths: Mapping[str, int],
    ) -> None:
        """Add whole documents: their records, items and lengths. Documents without any record are
        added, too.
        """
        for layer in self._layers:
            layer.add(records, compared, lengths)
        self._consistency.add(records)

    def report(self, rounds: int = ROUNDS) -> Plain:
        """The whole report, as `assess` returns it."""
        schema, passes = self._schema, self._passes
        found = [layer.report(rounds) for layer in self._layers]
        return {
            "corpus": schema.name,
            "annotators": [_annotator(a.id, a.type, a.role, passes) for a in schema.annotators],
            "layers": [layer for layer in found if layer["annotators"]],
            "self_consistency": self._consistency.measures(),
            "caveats": caveats(schema, found, passes),
            "seed": SEED,
            "rounds": rounds,
        }


def _annotator(name: str, kind: str, role: str, passes: Sequence[PassStatus]) -> dict[str, Any]:
    """Who it is, and how much of what the page offered was left as it was."""
    efforts = [p.effort for p in passes if p.annotator == name and p.effort]
    offered = sum(e.predicted for e in efforts)
    kept = sum(e.unchanged for e in efforts)
    share = kept / offered if offered else None
    return {"id": name, "type": kind, "role": role, "offered": offered, "accepted_unchanged": share}
