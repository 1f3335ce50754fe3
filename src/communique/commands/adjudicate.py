"""`communique adjudicate`: decide where annotators disagree."""

from collections.abc import Iterator
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
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.adjudication.decide import Outcome
    from communique.records.items import ComparedItem
    from communique.schema import Layer, Schema
    from communique.workflow.adjudicate import AdjudicationState


OUTCOMES = ("unanimous", "majority", "adjudicated")


def run(
    corpus: CorpusOption = None,
    json: JsonOption = False,
    interactive: Annotated[
        bool,
        typer.Option("--interactive", help="Decide the open items one by one on the terminal."),
    ] = False,
    page: Annotated[
        bool,
        typer.Option("--page", help="Decide the open items one by one on a page in the browser."),
    ] = False,
    adjudicator: Annotated[
        str | None,
        typer.Option(
            "--adjudicator",
            metavar="NAME",
            help="With --interactive or --page: the pseudonym of the adjudicator.",
        ),
    ] = None,
    layer: Annotated[str | None, typer.Option(help="Decide only this layer.")] = None,
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="Decide even if earlier votes are missing.")
    ] = False,
    ask: Annotated[bool, typer.Option("--ask", hidden=True)] = False,  # former name
    by: Annotated[str | None, typer.Option("--by", hidden=True)] = None,  # former name
) -> None:
    """Decide the items on which annotators voted, and show how many stay open.

    The command writes annotations/adjudicated. It uses unanimous votes, the exports of
    adjudicators and the answers on the terminal or on the page. A decision stays if its votes stay
    the same. The page is served on this computer alone, at an address that only you know.
    """
    from communique.commands._decide_open import decide_open
    from communique.commands._decide_page import decide_on_page
    from communique.workflow.adjudicate import LOST_VOTES, AdjudicationState

    opened = open_corpus(corpus)
    schema = opened.schema
    interactive = interactive or ask
    if interactive and page:
        raise Refusal("--interactive and --page exclude each other", "Choose one of them.")
    way = "--page" if page else "--interactive"
    who = _adjudicator(schema, adjudicator or by, way) if interactive or page else ""
    chosen = [x for x in schema.layers if layer in (None, x.name)]
    if not chosen:
        names = ", ".join(x.name for x in schema.layers)
        raise Refusal(f"the schema has no layer {layer!r}", f"Choose from {names}.")
    with refusing(), working("Comparing passes"):
        state = AdjudicationState(opened, LOST_VOTES if accept_losses else ())
        outcomes = {x.name: _write(state, x) for x in chosen}
    if interactive:
        for x in chosen:
            outcomes[x.name] = decide_open(state, x, outcomes[x.name], who)
    if page:
        outcomes = decide_on_page(state, chosen, outcomes, who)
    if json:
        print_json([_json(schema, x, outcomes[x.name]) for x in chosen])
    else:
        for x in chosen:
            print(_line(x, outcomes[x.name]))
            for note in _notes(x.name, outcomes[x.name], x.guideline_version):
                print(note)


def _adjudicator(schema: "Schema", name: str | None, way: str) -> str:
    if name is None or not known(schema, name).adjudicates:
        raise Refusal(
            f"`{way}` needs `--adjudicator NAME`",
            "NAME must be an annotator in the schema with the role adjudicator.",
        )
    return name


def _write(state: "AdjudicationState", layer: "Layer") -> "Outcome":
    """Decide a layer. Write its file if it has decisions or already exists."""
    from communique.corpus import write_json

    outcome = state.resolve(layer)
    path = state.corpus.folder.adjudicated(layer.name)
    if outcome.layer.decisions or path.is_file():
        write_json(path, outcome.layer.model_dump())
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


def _notes(name: str, outcome: "Outcome", version: str) -> Iterator[str]:
    """What a new major version of a guideline leaves as it is, and which ids this run retired."""
    if outcome.standing:
        yield (
            f"  {name}: {counted(outcome.standing, 'decision')} of an older guideline stay until"
            f" two annotators have finished the document under {version}"
        )
    if outcome.lost:
        yield f"  {name}: {counted(len(outcome.lost), 'id')} retired: {', '.join(outcome.lost)}"


def _counts(outcome: "Outcome") -> dict[str, int]:
    decisions = outcome.layer.decisions
    return {
        **{w: sum(d.decision == w for d in decisions) for w in OUTCOMES},
        "rejected": sum(d.outcome == "rejected" for d in decisions),
        "open": len(outcome.open),
        "reopened": outcome.reopened,
        "retired": len(outcome.layer.retired),
        "standing": outcome.standing,
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


def _json(schema: "Schema", layer: "Layer", outcome: "Outcome") -> dict[str, Any]:
    from communique.adjudication.votes import modal, votes

    def item_json(item: "ComparedItem") -> dict[str, Any]:
        proposed = modal(layer, item)
        cast_votes = votes(layer, item)
        return {
            "document": item.doc_id,
            "candidates": [r.annotation_id for r in item.records],
            "votes": [v.model_dump() for v in cast_votes],
            "shares": {v.label: v.count / len(item.voters) for v in cast_votes},
            "proposed": proposed.annotation_id if proposed else None,
        }

    plain = {"layer": layer.name, **_counts(outcome), "queue": [item_json(i) for i in outcome.open]}
    return {**plain, "relations": _relations_json(layer, outcome)} if layer.relations else plain


def _relations_json(layer: "Layer", outcome: "Outcome") -> dict[str, Any]:
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
