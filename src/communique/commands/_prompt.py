"""Show one open item on the terminal, and ask the adjudicator for the decision."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

import typer

from communique.commands._screen import print_indented, screen

if TYPE_CHECKING:
    from rich.text import Text

    from communique.records import Record
    from communique.records.decision import Reason
    from communique.records.items import ComparedItem
    from communique.records.linked_pairs import Labels, LinkedPair
    from communique.schema import Layer
    from communique.workflow.adjudicate import AdjudicationState

Kept = TypeVar("Kept")
Command = Literal["skip", "undo", "quit"]
Answer = tuple[Kept, "Reason"] | Command
COMMANDS: dict[str, Command] = {"s": "skip", "u": "undo", "q": "quit"}


def prompt(
    state: "AdjudicationState", layer: "Layer", item: "ComparedItem", where: str
) -> "Answer[Record | None]":
    """Ask the adjudicator to decide an item. `where` is its number, for example `1 of 3`.

    Returns the chosen record (None: rejected) with the reason, or what to do instead. The end of
    the input is `quit`.
    """
    from communique.adjudication.votes import differences, modal, reason, variants

    ranked = variants(layer, item)
    proposed = modal(layer, item)
    say(f"\n{layer.name}, {where}: document {item.doc_id}", "bold")
    _show_text(state, item.doc_id, item.records)
    differ_in = differences(layer, item)
    for number, (record, votes) in enumerate(ranked, start=1):
        mark = " (most votes)" if record is proposed else ""
        shown = _shown(state, layer, record, words="range" in differ_in)
        line = f"{number}  {shown}  {votes} of {len(item.voters)}{mark}"
        print_indented(screen(stderr=True), line, by=2)
    absent = len(item.voters) - len(item.records)
    if absent:
        say(f"     not marked by {absent} of {len(item.voters)}")
    say(f"     The votes differ in: {', '.join(differ_in)}.")
    default = str(ranked.index((proposed, ranked[0][1])) + 1) if proposed else ""
    try:
        answer = _answer(len(ranked), default)
        if answer in COMMANDS:
            return COMMANDS[answer]
        record = None if answer == "r" else ranked[int(answer) - 1][0]
        return record, _reason(reason(layer, item, kept=record is not None))
    except typer.Abort:  # the input ended
        return "quit"


def prompt_relation(
    state: "AdjudicationState", layer: "Layer", pair: "LinkedPair", where: str
) -> "Answer[Labels]":
    """As `prompt`, of a pair of spans: its labels, or none to reject the relation."""
    from communique.adjudication.relation_votes import relation_reason, relation_variants
    from communique.records.linked_pairs import joined

    ranked = relation_variants(layer, pair)
    absent = len(pair.voters) - len(pair.labels)
    ends = pair.source.records[0], pair.target.records[0]
    say(f"\n{layer.name}, {where}: document {pair.doc_id}", "bold")
    for end in ends:
        _show_text(state, pair.doc_id, [end])
    say(f"  from  {_shown(state, layer, ends[0])}")
    say(f"  to    {_shown(state, layer, ends[1])}")
    for number, (labels, votes) in enumerate(ranked, start=1):
        say(f"  {number}  {joined(labels)}  {votes} of {len(pair.voters)}")
    if absent:
        say(f"     not linked by {absent} of {len(pair.voters)}")
    best = ranked[0][1]
    is_clear = best > absent and (len(ranked) == 1 or best > ranked[1][1])
    try:
        answer = _answer(len(ranked), "1" if is_clear else "")
        if answer in COMMANDS:
            return COMMANDS[answer]
        labels = () if answer == "r" else ranked[int(answer) - 1][0]
        return labels, _reason(relation_reason(pair, kept=bool(labels)))
    except typer.Abort:  # the input ended
        return "quit"


def say(line: str, style: str = "") -> None:
    """Print a line on stderr. Stdout is for the result."""
    screen(stderr=True).print(line, style=style or None)


def _show_text(state: "AdjudicationState", doc_id: str, records: "Sequence[Record]") -> None:
    """Print the block in which the records are, with their range marked; nothing for a value of
    the whole document.
    """
    found = [(r.start, r.end) for r in records if r.start is not None and r.end is not None]
    if found:
        start, end = min(s for s, _ in found), max(e for _, e in found)
        print_indented(screen(stderr=True), _marked(state.texts.get(doc_id, ""), start, end))


def _marked(text: str, start: int, end: int) -> "Text":
    """The blocks around a range, which stands in `[[ ]]`; on a terminal in colours, too."""
    from rich.text import Text

    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    after = text[end : last if last >= 0 else len(text)]
    return Text.assemble(
        text[first:start], ("[[", "dim"), (text[start:end], "bold cyan"), ("]]", "dim"), after
    )


def _answer(variants: int, default: str) -> str:
    allowed = [*(str(n) for n in range(1, variants + 1)), "r", *COMMANDS]
    numbers = "1" if variants == 1 else f"1-{variants}"
    question = f"Decision ({numbers} keep, r reject, s skip, u undo, q quit)"
    while True:
        answer = str(typer.prompt(question, default=default or None, err=True)).strip().lower()
        if answer in allowed:
            return answer
        say(f"  Type one of {', '.join(allowed)}.")


def _reason(default: "Reason") -> "Reason":
    from communique.records.decision import Reason

    allowed: tuple[Reason, ...] = get_args(Reason)
    while True:
        answer = str(typer.prompt("Reason", default=default, err=True)).strip()
        for reason in allowed:
            if reason == answer:
                return reason
        say(f"  Type one of {', '.join(allowed)}.")


def _shown(
    state: "AdjudicationState", layer: "Layer", record: "Record", *, words: bool = True
) -> str:
    values = [
        f"{n}={_value(record.attributes[n])}" for n in layer.counted if n in record.attributes
    ]
    if record.start is None or record.end is None:
        return (
            f"{', '.join(f'{k} {v}' for k, v in sorted(record.attributes.items()))}: {record.label}"
        )
    answer = " ".join((record.label, *values))
    inside = state.texts.get(record.doc_id, "")[record.start : record.end]
    return f'{answer} "{inside}"' if words and record.kind == "span" else answer


def _value(value: object) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType]
