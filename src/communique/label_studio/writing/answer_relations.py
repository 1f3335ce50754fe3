"""Relations in answers: from the names of regions to the rows that a page would submit."""

from collections.abc import Sequence

from communique.label_studio.writing.answer_rows import AnsweredRelation, AnswerError, Answers
from communique.label_studio.writing.result_rows import Row, relation_row
from communique.schema import Layer


def relation_rows(layer: Layer, answers: Answers, region_ids: Sequence[str]) -> list[Row]:
    """The rows of all relations; `region_ids` are those of the answered regions, in their order.

    Raises AnswerError with every fault.
    """
    if not answers.relations:
        return []
    names = [answer.name for answer in answers.regions]
    ids = {name: id_ for name, id_ in zip(names, region_ids, strict=True) if name is not None}
    faults = [f"two regions have the id {n!r}" for n in sorted(ids) if names.count(n) > 1]
    for relation in answers.relations:
        faults += _faults(layer, relation, ids)
    if faults:
        raise AnswerError(*faults)
    labels: dict[tuple[str, str], list[str]] = {}
    for relation in answers.relations:
        labels.setdefault((ids[relation.from_], ids[relation.to]), []).append(relation.label)
    return [relation_row(*ends, [*dict.fromkeys(listed)]) for ends, listed in labels.items()]


def _faults(layer: Layer, relation: AnsweredRelation, ids: dict[str, str]) -> list[str]:
    where = f"relation from {relation.from_!r} to {relation.to!r}"
    known = [label.id for label in layer.relations]
    if not known:
        return [f"{where}: the layer {layer.name} has no relations"]
    faults: list[str] = []
    if relation.label not in known:
        faults.append(f"{where}: {relation.label!r} is not one of {', '.join(known)}")
    missing = [end for end in (relation.from_, relation.to) if end not in ids]
    return faults + [f"{where}: no region has the id {end!r}" for end in missing]
