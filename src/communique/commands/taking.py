"""What `pull` and `import` share: whose account is whose, and the report of what arrived."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands.refusal import Refusal, print_json, show_problems

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder
    from communique.label_studio.arrival import Arrival
    from communique.label_studio.reader import Texts
    from communique.problems import Problem
    from communique.schema import Annotator, Schema

AccountsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--annotator",
        metavar="ACCOUNT=PSEUDONYM",
        help="Whose account it is: an e-mail address or a user id (repeatable).",
    ),
]
AcceptOption = Annotated[
    bool, typer.Option("--accept-losses", help="Replace files although finished work is gone.")
]


def parse_accounts(schema: "Schema", given: list[str]) -> dict[str, str]:
    """Account to pseudonym. Raises Refusal."""
    found: dict[str, str] = {}
    for pair in given:
        account, equals, pseudonym = pair.rpartition("=")
        if not equals or not account:
            raise Refusal(f"{pair!r} is no ACCOUNT=PSEUDONYM", "For example --annotator 3=ann-1.")
        if schema.annotator(pseudonym) is None:
            raise Refusal(f"no annotator {pseudonym!r} in the schema", "Add it to annotators.")
        found[account] = pseudonym
    return found


def target_of(folder: "CorpusFolder", annotator: "Annotator", layer: str, pass_: int) -> Path:
    """Where a pass goes: an adjudicator's lie apart from those that vote."""
    return folder.export(layer, annotator.id, pass_, adjudication=annotator.adjudicates)


def settle(
    folder: "CorpusFolder", schema: "Schema", arrivals: "list[Arrival]", *, as_json: bool
) -> None:
    """Report what arrived with everything that is wrong with it; exit 1 if an error is among it."""
    from communique.corpus.load import load_texts
    from communique.label_studio.reader import Texts
    from communique.problems import has_errors, sorted_problems

    documents, former = load_texts(folder)
    texts = Texts(documents or None, former)
    found = [p for a in arrivals for p in (*a.problems, *_read(folder, schema, texts, a))]
    problems = sorted_problems(found)
    if as_json:
        files = {a.file: {**a.entry, "kept_former": a.kept} for a in arrivals}
        print_json({"files": files, "problems": [p.to_json() for p in problems]})
    else:
        for a in arrivals:
            print(_line(a))
        show_problems(problems, as_json=False)
    raise typer.Exit(1 if has_errors(problems) else 0)


def _line(arrival: "Arrival") -> str:
    entry = arrival.entry
    counts = f"{entry['annotations']} annotations of {entry['tasks']} tasks"
    left = f"{entry['drafts_left_out']} drafts left out"
    kept = "; the former file was kept in its place" if arrival.kept else ""
    return f"{arrival.file}  {counts}, {left}{kept}"


def _read(
    folder: "CorpusFolder", schema: "Schema", texts: "Texts", arrival: "Arrival"
) -> "list[Problem]":
    """What the reader says of a file that arrived."""
    from communique.label_studio.reader import read_pass
    from communique.problems import Problem

    if arrival.kept:
        return []
    events = read_pass(folder.root / arrival.file, schema, texts, arrival.file)
    return [event for event in events if isinstance(event, Problem)]
