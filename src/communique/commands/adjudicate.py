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
            print(_line(x, outcomes[x.name]))


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
    from communique.records.items import item_key

    answers = state.choices.setdefault(layer.name, {})
    waiting = outcome.open
    for number, item in enumerate(waiting, start=1):
        answer = prompt(state, layer, item, f"{number} of {len(waiting)}")
        if answer == "stop":
            return outcome
        if answer is None:
            continue
        record, reason = answer
        at = max((t for r in item.records if (t := state.time(r))), default=None)
        answers[item_key(item)] = AdjudicatorDecision(record, by, at, reason)
        with refusing():
            outcome = _write(state, layer)
    return _decide_pairs(state, layer, outcome, by)


def _decide_pairs(
    state: "AdjudicationState", layer: "Layer", outcome: "Outcome", by: str
) -> "Outcome":
    """Prompt for every open relation between spans that are decided."""
    from communique.adjudication.relations import PairDecision
    from communique.commands._prompt import prompt_relation

    answers = state.pair_choices.setdefault(layer.name, {})
    waiting = outcome.ready_pairs
    for number, pair in enumerate(waiting, start=1):
        answer = prompt_relation(state, layer, pair, f"relation {number} of {len(waiting)}")
        if answer == "stop":
            break
        if answer is None:
            continue
        labels, reason = answer
        times = [t for r in pair.source.records if (t := state.time(r))]
        answers[pair.key] = PairDecision(labels, by, max(times, default=None), reason)
        with refusing():
            outcome = _write(state, layer)
    return outcome


def _line(layer: "Layer", outcome: "Outcome") -> str:
    parts = [f"{n} {what}" for what, n in _counts(outcome).items() if n]
    line = f"{layer.name:12} {', '.join(parts) or 'no item has two votes'}"
    if not layer.relations:
        return line
    counts = _relation_counts(outcome)
    dropped = counts.pop("dropped")
    parts = [f"{n} {what}" for what, n in counts.items() if n]
    parts += [f"{dropped} dropped (a span that it links is rejected)"] if dropped else []
    return f"{line}; relations: {', '.join(parts) or 'none'}"


def _counts(outcome: "Outcome") -> dict[str, int]:
    decisions = outcome.layer.decisions
    return {
        **{w: sum(d.decision == w for d in decisions) for w in OUTCOMES},
        "rejected": sum(d.outcome == "rejected" for d in decisions),
        "open": len(outcome.open),
        "reopened": outcome.reopened,
        "retired": len(outcome.layer.retired),
    }


def _relation_counts(outcome: "Outcome") -> dict[str, int]:
    """How many pairs were decided in which way, and how many are open or dropped."""
    pairs = {(d.uid, r.to_uid): r for d in outcome.layer.decisions for r in d.relations}.values()
    return {
        **{w: sum(r.decision == w for r in pairs) for w in OUTCOMES},
        "rejected": sum(r.outcome == "rejected" for r in pairs),
        "open": len(outcome.open_pairs),
        "dropped": len(outcome.dropped),
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

    plain = {"layer": layer.name, **_counts(outcome), "queue": [item(i) for i in outcome.open]}
    return {**plain, "relations": _plain_relations(layer, outcome)} if layer.relations else plain


def _plain_relations(layer: "Layer", outcome: "Outcome") -> dict[str, Any]:
    """`queue`: the open pairs; `dropped`: the relations that a rejected span took along."""
    from communique.adjudication.relation_votes import relation_votes

    def ends(key: Any) -> dict[str, list[str]]:
        return {"from": list(key[0]), "to": list(key[1])}

    queue = [
        {
            "document": pair.doc_id,
            **ends(pair.key),
            "votes": [v.model_dump() for v in relation_votes(layer, pair)],
        }
        for pair in outcome.open_pairs
    ]
    dropped = [
        {"document": d.doc_id, **ends(d.key), "labels": list(d.labels)} for d in outcome.dropped
    ]
    return {**_relation_counts(outcome), "queue": queue, "dropped_relations": dropped}
