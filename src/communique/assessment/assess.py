"""The whole assessment of a corpus as plain data: what `agree` shows and a release carries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from communique.agreement.bootstrap import SEED
from communique.assessment.caveats import caveats
from communique.assessment.consistency import self_consistency
from communique.assessment.diagnosis import diagnose
from communique.assessment.measures import Plain, measure
from communique.assessment.questions import questions, relation_question
from communique.assessment.relations import measure_relations
from communique.assessment.review_first import lowest, review_first
from communique.assessment.spans import measure_spans
from communique.records import PassStatus, Record
from communique.records.items import ComparedItem, items, voters_of
from communique.records.linked_pairs import linked_pairs
from communique.schema import Layer, Schema

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
    voters = voters_of(schema, passes)
    found = [
        _layer(schema, layer, records, compared, voters, lengths, rounds, dawid_skene)
        for layer in schema.layers
    ]
    return {
        "corpus": schema.name,
        "annotators": [_annotator(a.id, a.type, a.role, passes) for a in schema.annotators],
        "layers": [layer for layer in found if layer["annotators"]],
        "self_consistency": self_consistency(schema, records, passes),
        "caveats": caveats(schema, found, passes),
        "seed": SEED,
        "rounds": rounds,
    }


def _layer(
    schema: Schema,
    layer: Layer,
    records: Sequence[Record],
    compared: Sequence[ComparedItem],
    voters: Mapping[tuple[str, str], Sequence[str]],
    lengths: Mapping[str, int],
    rounds: int,
    with_diagnosis: bool,
) -> Plain:
    own_items = [item for item in compared if item.layer == layer.name]
    own_voters = {d: v for (name, d), v in voters.items() if name == layer.name}
    pairs = linked_pairs(layer, own_items)
    layer_questions = questions(layer, lambda a: schema.values(layer, a.name), own_items)
    if linked := relation_question(layer, pairs):
        layer_questions.append(linked)
    found: Plain = {
        "layer": layer.name,
        "annotators": sorted({v for names in own_voters.values() for v in names}),
        "documents": {d: list(names) for d, names in sorted(own_voters.items())},
        "items": _counted(own_items),
    }
    if layer.unit == "span":
        first = [r for r in records if (r.layer, r.pass_, r.kind) == (layer.name, 1, "span")]
        found["spans"] = measure_spans(first, own_voters, lengths)
    if layer.relations:
        found["relations"] = measure_relations(pairs, own_voters)
    found["questions"] = [measure(question, rounds) for question in layer_questions]
    found["lowest"] = lowest(found)
    found["review_first"] = review_first(layer, own_items, pairs)
    if with_diagnosis:
        found["dawid_skene"] = [diagnose(question) for question in layer_questions]
    return found


def _counted(items: Iterable[ComparedItem]) -> dict[str, int]:
    """The number of items with one voter, of unanimous items, and of open items."""
    counts: dict[str, int] = defaultdict(int)
    for item in items:
        counts["single" if not item.is_shared else "unanimous" if item.unanimous else "open"] += 1
    return dict(sorted(counts.items()))


def _annotator(name: str, kind: str, role: str, passes: Sequence[PassStatus]) -> dict[str, Any]:
    """Who it is, and how much of what the page offered was left as it was."""
    efforts = [p.effort for p in passes if p.annotator == name and p.effort]
    offered = sum(e.predicted for e in efforts)
    kept = sum(e.unchanged for e in efforts)
    share = kept / offered if offered else None
    return {"id": name, "type": kind, "role": role, "offered": offered, "accepted_unchanged": share}
