"""Show one open item on the terminal, and ask the adjudicator for the decision."""

import sys
from typing import TYPE_CHECKING, Literal, get_args

import typer

if TYPE_CHECKING:
    from communique.records import Record
    from communique.records.decision import Reason
    from communique.records.items import ComparedItem
    from communique.records.linked_pairs import Labels, LinkedPair
    from communique.schema import Layer
    from communique.workflow.adjudicate import AdjudicationState

AROUND = 80  # code points of context on each side


def prompt(
    state: "AdjudicationState", layer: "Layer", item: "ComparedItem", where: str
) -> "tuple[Record | None, Reason] | Literal['stop'] | None":
    """Ask the adjudicator to decide an item. `where` is its number, for example `1 of 3`.

    Returns the chosen record (None: rejected) with the reason; None if the item stays open;
    `stop` if the adjudicator ends.
    """
    from communique.adjudication.votes import modal, reason, variants

    ranked = variants(layer, item)
    proposed = modal(layer, item)
    _say(f"\n{layer.name}, {where}: document {item.doc_id}")
    for number, (record, voices) in enumerate(ranked, start=1):
        mark = " (most votes)" if record is proposed else ""
        _say(f"  {number}  {_shown(state, layer, record)}  {voices} of {len(item.voters)}{mark}")
    if len(item.records) < len(item.voters):
        _say(f"     not marked by {len(item.voters) - len(item.records)} of {len(item.voters)}")
    default = str(ranked.index((proposed, ranked[0][1])) + 1) if proposed else ""
    try:
        answer = _answer(len(ranked), default)
        if answer in ("s", "q"):
            return "stop" if answer == "q" else None
        record = None if answer == "r" else ranked[int(answer) - 1][0]
        return record, _reason(reason(layer, item, kept=record is not None))
    except typer.Abort:  # the input ended
        return "stop"


def prompt_relation(
    state: "AdjudicationState", layer: "Layer", pair: "LinkedPair", where: str
) -> "tuple[Labels, Reason] | Literal['stop'] | None":
    """As `prompt`, of a pair of spans: its labels, or none to reject the relation."""
    from communique.adjudication.relation_votes import relation_reason, relation_variants
    from communique.records.linked_pairs import joined

    ranked = relation_variants(layer, pair)
    absent = len(pair.voters) - len(pair.labels)
    _say(f"\n{layer.name}, {where}: document {pair.doc_id}")
    _say(f"  from  {_shown(state, layer, pair.source.records[0])}")
    _say(f"  to    {_shown(state, layer, pair.target.records[0])}")
    for number, (labels, votes) in enumerate(ranked, start=1):
        _say(f"  {number}  {joined(labels)}  {votes} of {len(pair.voters)}")
    if absent:
        _say(f"     not linked by {absent} of {len(pair.voters)}")
    best = ranked[0][1]
    is_clear = best > absent and (len(ranked) == 1 or best > ranked[1][1])
    try:
        answer = _answer(len(ranked), "1" if is_clear else "")
        if answer in ("s", "q"):
            return "stop" if answer == "q" else None
        labels = () if answer == "r" else ranked[int(answer) - 1][0]
        return labels, _reason(relation_reason(pair, kept=bool(labels)))
    except typer.Abort:  # the input ended
        return "stop"


def _say(line: str) -> None:
    """Print a line on stderr. Stdout is for the result."""
    print(line, file=sys.stderr)


def _answer(variants: int, default: str) -> str:
    allowed = [*(str(n) for n in range(1, variants + 1)), "r", "s", "q"]
    numbers = "1" if variants == 1 else f"1-{variants}"
    question = f"Decision ({numbers} keep, r reject, s skip, q quit)"
    while True:
        answer = str(typer.prompt(question, default=default or None, err=True)).strip().lower()
        if answer in allowed:
            return answer
        _say(f"  Type one of {', '.join(allowed)}.")


def _reason(default: "Reason") -> "Reason":
    from communique.records.decision import Reason

    allowed: tuple[Reason, ...] = get_args(Reason)
    while True:
        answer = str(typer.prompt("Reason", default=default, err=True)).strip()
        for reason in allowed:
            if reason == answer:
                return reason
        _say(f"  Type one of {', '.join(allowed)}.")


def _shown(state: "AdjudicationState", layer: "Layer", record: "Record") -> str:
    counted = [a.name for a in layer.region_attributes if a.counts]
    values = [f"{n}={_value(record.attributes[n])}" for n in counted if n in record.attributes]
    if record.start is None or record.end is None:
        return (
            f"{', '.join(f'{k} {v}' for k, v in sorted(record.attributes.items()))}: {record.label}"
        )
    text = state.texts.get(record.doc_id, "")
    before = text[max(0, record.start - AROUND) : record.start].rpartition("\n")[2]
    after = text[record.end : record.end + AROUND].partition("\n")[0]
    inside = text[record.start : record.end]
    return f"{record.label} {' '.join(values)} …{before}[[{inside}]]{after}…"


def _value(value: object) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType]
