"""What `pull` and `import` share: whose account is whose, and the report of what arrived."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import Refusal, print_json, show_problems
from communique.util.plural import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.corpus import CorpusFolder
    from communique.label_studio.intake.store import StoredExport
    from communique.problems import Problem
    from communique.schema import Annotator, Schema
    from communique.workspace import Corpus

AccountsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="ACCOUNT=PSEUDONYM",
        help="Who uses an account, given as e-mail address or user id (repeatable).",
    ),
]
FormerAccountsOption = Annotated[list[str] | None, typer.Option("--annotator", hidden=True)]
AcceptOption = Annotated[
    bool, typer.Option("--accept-losses", help="Replace files although finished work is gone.")
]


def parse_accounts(schema: "Schema", given: list[str]) -> dict[str, str]:
    """Account to pseudonym. Raises Refusal."""
    found: dict[str, str] = {}
    for pair in given:
        account, equals, pseudonym = pair.rpartition("=")
        if not equals or not account:
            raise Refusal(f"{pair!r} is not ACCOUNT=PSEUDONYM", "Example: --account 3=ann-1.")
        if schema.annotator(pseudonym) is None:
            raise Refusal(f"no annotator {pseudonym!r} in the schema", "Add it to annotators.")
        found[account] = pseudonym
    return found


def target_of(folder: "CorpusFolder", annotator: "Annotator", layer: str, pass_: int) -> Path:
    """Where a pass goes: an adjudicator's lie apart from those that vote."""
    return folder.export(layer, annotator.id, pass_, adjudication=annotator.adjudicates)


def report(corpus: "Corpus", arrivals: "list[StoredExport]", *, as_json: bool) -> None:
    """What arrived, with everything that is wrong with it; exit 1 if an error is among it."""
    from communique.problems import has_errors, sorted_problems

    problems = sorted_problems(p for a in arrivals for p in (*a.problems, *_read(corpus, a)))
    if as_json:
        files = {a.file: {**a.entry, "kept_former": a.kept} for a in arrivals}
        print_json({"files": files, "problems": [p.to_json() for p in problems]})
    else:
        for a in arrivals:
            print(_line(a))
        show_problems(problems, as_json=False)
    raise typer.Exit(1 if has_errors(problems) else 0)


def _line(arrival: "StoredExport") -> str:
    entry = arrival.entry
    work = counted(entry["annotations"], "annotation")
    counts = f"{work} of {counted(entry['tasks'], 'task')}"
    left = f"{counted(entry['drafts_left_out'], 'draft')} left out"
    kept = "; the former file was kept in its place" if arrival.kept else ""
    return f"{arrival.file}  {counts}, {left}{kept}"


def _read(corpus: "Corpus", arrival: "StoredExport") -> "Sequence[Problem]":
    """What the reader says of a file that arrived."""
    from communique.label_studio.reading.export_file import read_export_file
    from communique.label_studio.reading.text_version import Texts

    if arrival.kept:
        return []
    texts = Texts(corpus.documents or None, corpus.reading.former)
    path = corpus.folder.root / arrival.file
    return read_export_file(path, corpus.schema, texts, arrival.file, records=False).problems
