"""Decide what annotators disagree on."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
    print_json,
    refusing,
    working,
)

if TYPE_CHECKING:
    from communique.adjudication.decide import Outcome
    from communique.schema import Layer, Schema
    from communique.workflow.adjudicate import AdjudicationState


OUTCOMES = ("unanimous", "majority", "adjudicated")


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    ask: Annotated[bool, typer.Option(help="Go through what is open, item by item.")] = False,
    by: Annotated[str | None, typer.Option(help="The adjudicator who answers.")] = None,
    layer: Annotated[str | None, typer.Option(help="One layer alone.")] = None,
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Decide although votes of before are gone.")
    ] = False,
) -> None:
    """Write annotations/adjudicated: unanimous votes, adjudicators' exports and answers; list what
    is open. What was decided stands as long as its candidates say the same.
    """
    from communique.workflow.adjudicate import AdjudicationState

    opened = open_corpus(corpus)
    schema = opened.schema
    who = _adjudicator(schema, by) if ask else ""
    chosen = [x for x in schema.layers if layer in (None, x.name)]
    if not chosen:
        raise Refusal(f"no layer {layer!r} in the schema", "Name one of the schema.")
    with refusing(), working("comparing passes"):
        state = AdjudicationState(opened, accept_losses)
        settled = {x.name: _write(state, x) for x in chosen}
    if ask:
        for x in chosen:
            settled[x.name] = _ask(state, x, settled[x.name], who)
    if json:
        print_json([_plain(schema, x, settled[x.name]) for x in chosen])
    else:
        for x in chosen:
            print(_line(x.name, settled[x.name]))


def _adjudicator(schema: "Schema", by: str | None) -> str:
    if by is None or not known(schema, by).adjudicates:
        raise Refusal("who decides?", "Name an annotator whose role is adjudicator: --by NAME.")
    return by


def _write(state: "AdjudicationState", layer: "Layer") -> "Outcome":
    """Settle a layer and write its file, if there is anything to say or to keep."""
    from communique.corpus import write_json

    settled = state.resolve(layer)
    path = state.corpus.folder.adjudicated(layer.name)
    if settled.layer.decisions or path.is_file():
        write_json(path, settled.layer.model_dump())
    return settled


def _ask(state: "AdjudicationState", layer: "Layer", settled: "Outcome", by: str) -> "Outcome":
    """Put every open item; each answer is written at once, so that nothing is lost."""
    from communique.adjudication.decide import key
    from communique.adjudication.decisions import AdjudicatorDecision
    from communique.commands._prompt import put

    answers = state.choices.setdefault(layer.name, {})
    waiting = settled.open
    for number, item in enumerate(waiting, start=1):
        answer = put(state, layer, item, f"{number} of {len(waiting)}")
        if answer == "stop":
            break
        if answer is None:
            continue
        record, reason = answer
        at = max((t for r in item.records if (t := state.time(r))), default=None)
        answers[key(item)] = AdjudicatorDecision(record, by, at, reason)
        with refusing():
            settled = _write(state, layer)
    return settled


def _line(name: str, settled: "Outcome") -> str:
    counts = _counts(settled)
    parts = [f"{n} {what}" for what, n in counts.items() if n]
    return f"{name:12} {', '.join(parts) or 'nothing that two have voted on'}"


def _counts(settled: "Outcome") -> dict[str, int]:
    decisions = settled.layer.decisions
    return {
        **{w: sum(d.decision == w for d in decisions) for w in OUTCOMES},
        "rejected": sum(d.outcome == "rejected" for d in decisions),
        "open": len(settled.open),
        "reopened": settled.reopened,
        "retired": len(settled.layer.retired),
    }


def _plain(schema: "Schema", layer: "Layer", settled: "Outcome") -> dict[str, Any]:
    from communique.adjudication.votes import modal, votes

    def item(one: Any) -> dict[str, Any]:
        proposed = modal(layer, one)
        cast = votes(layer, one)
        return {
            "document": one.doc_id,
            "candidates": [r.annotation_id for r in one.records],
            "votes": [v.model_dump() for v in cast],
            "shares": {v.label: v.count / len(one.voters) for v in cast},
            "proposed": proposed.annotation_id if proposed else None,
        }

    return {"layer": layer.name, **_counts(settled), "queue": [item(i) for i in settled.open]}
