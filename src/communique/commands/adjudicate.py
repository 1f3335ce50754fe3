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
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Decide the open items one by one.")
    ] = False,
    adjudicator: Annotated[
        str | None, typer.Option("--adjudicator", metavar="NAME", help="Who decides.")
    ] = None,
    layer: Annotated[str | None, typer.Option(help="Only this layer.")] = None,
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Decide although earlier votes are gone.")
    ] = False,
    ask: Annotated[bool, typer.Option("--ask", hidden=True)] = False,  # former name
    by: Annotated[str | None, typer.Option("--by", hidden=True)] = None,  # former name
) -> None:
    """Decide what annotators disagree on, and list the open items.

    Writes annotations/adjudicated from unanimous votes, adjudicators' exports and answers. A
    decision stays as long as the votes on it stay the same.
    """
    from communique.workflow.adjudicate import AdjudicationState

    opened = open_corpus(corpus)
    schema = opened.schema
    interactive = interactive or ask
    who = _adjudicator(schema, adjudicator or by) if interactive else ""
    chosen = [x for x in schema.layers if layer in (None, x.name)]
    if not chosen:
        raise Refusal(f"no layer {layer!r} in the schema", "Name one of the schema.")
    with refusing(), working("comparing passes"):
        state = AdjudicationState(opened, accept_losses)
        outcomes = {x.name: _write(state, x) for x in chosen}
    if interactive:
        for x in chosen:
            outcomes[x.name] = _decide_open(state, x, outcomes[x.name], who)
    if json:
        print_json([_plain(schema, x, outcomes[x.name]) for x in chosen])
    else:
        for x in chosen:
            print(_line(x.name, outcomes[x.name]))


def _adjudicator(schema: "Schema", name: str | None) -> str:
    if name is None or not known(schema, name).adjudicates:
        raise Refusal(
            "`--interactive` needs `--adjudicator NAME`",
            "NAME is an annotator of the schema whose role is adjudicator.",
        )
    return name


def _write(state: "AdjudicationState", layer: "Layer") -> "Outcome":
    """Decide a layer and write its file, if there is anything to say or to keep."""
    from communique.corpus import write_json

    outcome = state.resolve(layer)
    path = state.corpus.folder.adjudicated(layer.name)
    if outcome.layer.decisions or path.is_file():
        write_json(path, outcome.layer.model_dump())
    return outcome


def _decide_open(
    state: "AdjudicationState", layer: "Layer", outcome: "Outcome", by: str
) -> "Outcome":
    """Prompt for every open item; each answer is written at once, so that nothing is lost."""
    from communique.adjudication.decisions import AdjudicatorDecision
    from communique.commands._prompt import prompt
    from communique.workflow.decision_file import DecisionFile

    file = DecisionFile(state.corpus.folder.adjudicated(layer.name))
    waiting = outcome.open
    for number, item in enumerate(waiting, start=1):
        answer = prompt(state, layer, item, f"{number} of {len(waiting)}")
        if answer == "stop":
            break
        if answer is None:
            continue
        record, reason = answer
        at = max((t for r in item.records if (t := state.time(r))), default=None)
        outcome = state.answer(layer, outcome, item, AdjudicatorDecision(record, by, at, reason))
        with refusing():
            file.write(outcome.layer)
    return outcome


def _line(name: str, outcome: "Outcome") -> str:
    counts = _counts(outcome)
    parts = [f"{n} {what}" for what, n in counts.items() if n]
    return f"{name:12} {', '.join(parts) or 'no item has two votes'}"


def _counts(outcome: "Outcome") -> dict[str, int]:
    decisions = outcome.layer.decisions
    return {
        **{w: sum(d.decision == w for d in decisions) for w in OUTCOMES},
        "rejected": sum(d.outcome == "rejected" for d in decisions),
        "open": len(outcome.open),
        "reopened": outcome.reopened,
        "retired": len(outcome.layer.retired),
    }


def _plain(schema: "Schema", layer: "Layer", outcome: "Outcome") -> dict[str, Any]:
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

    return {"layer": layer.name, **_counts(outcome), "queue": [item(i) for i in outcome.open]}
