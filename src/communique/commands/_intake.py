"""Shared by `pull` and `import`: the accounts of annotators, and the report of stored exports."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import Refusal, known, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from communique.corpus import CorpusFolder
    from communique.label_studio.intake.split import Part
    from communique.label_studio.intake.store import StoredExport
    from communique.label_studio.reading.export_file import ExportReading
    from communique.problems import Problem
    from communique.schema import Annotator, Schema
    from communique.workspace import Corpus

AccountsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--account",
        metavar="ACCOUNT=PSEUDONYM",
        help="The annotator who uses ACCOUNT: an e-mail address, a user id, or `none` for"
        " annotations without an author (a deleted account). Repeatable.",
    ),
]
FormerAccountsOption = Annotated[list[str] | None, typer.Option("--annotator", hidden=True)]
AcceptOption = Annotated[
    bool,
    typer.Option("--accept-losses", help="Store a file even if finished work is left out."),
]


def parse_accounts(schema: "Schema", pairs: list[str]) -> dict[str, str]:
    """Parse pairs ACCOUNT=PSEUDONYM. Returns account to pseudonym. Raises Refusal.

    The account `none` means that an annotation has no author.
    """
    from communique.label_studio.people import NO_AUTHOR

    accounts: dict[str, str] = {}
    for pair in pairs:
        account, equals, pseudonym = pair.rpartition("=")
        if not equals or not account:
            raise Refusal(f"{pair!r} is not ACCOUNT=PSEUDONYM", "Example: --account 3=ann-1")
        user = NO_AUTHOR if account.strip().lower() == "none" else account
        accounts[user] = known(schema, pseudonym).id
    return accounts


def target_of(folder: "CorpusFolder", annotator: "Annotator", layer: str, pass_: int) -> Path:
    """Return the path of an export. Exports of adjudicators are in their own folder."""
    return folder.export(layer, annotator.id, pass_, adjudication=annotator.adjudicates)


def contradictions_of(
    corpus: "Corpus", annotator: "Annotator", part: "Part", target: Path
) -> "list[Problem]":
    """The items that an adjudicator's part answers in several ways. Raises OSError."""
    from communique.workspace.contradictions import arriving_contradictions

    if not annotator.adjudicates:
        return []
    return arriving_contradictions(corpus, part.path, corpus.folder.relative(target))


def report(
    corpus: "Corpus",
    arrivals: "list[StoredExport]",
    *,
    as_json: bool,
    more: "Sequence[Problem]" = (),
    notes: "Sequence[str]" = (),
    losses: "Mapping[str, int] | None" = None,
) -> None:
    """Print the stored exports and their problems, and `more` problems, which came up before.

    `losses`: what was not taken from files of another tool, by cause.
    Exits with 1 if there is an error, else 0.
    """
    from communique.commands._problem_screen import show_problems
    from communique.commands._stored_line import stored_line
    from communique.problems import has_errors, sorted_problems

    readings = [_read(corpus, a, records=not as_json) for a in arrivals]
    in_exports = [p for reading in readings if reading is not None for p in reading.problems]
    in_exports += [p for a in arrivals for p in a.problems]
    problems = sorted_problems((*more, *in_exports))
    if as_json:
        files = {a.file: {**a.entry, "kept_former": a.kept} for a in arrivals}
        listed = {"notes": list(notes)} if notes else {}
        lost = {} if losses is None else {"losses": dict(losses)}
        print_json({"files": files, **listed, **lost, "problems": [p.to_json() for p in problems]})
    else:
        for note in notes:
            print(note)
        for a, reading in zip(arrivals, readings, strict=True):
            print(stored_line(corpus.schema, a, reading))
        if losses is not None:
            show_losses(losses)
        show_problems(problems, as_json=False)
    raise typer.Exit(1 if has_errors(problems) else 0)


def show_losses(losses: "Mapping[str, int]") -> None:
    """Print what was not taken, by cause."""
    from communique.formats.foreign import CAUSES

    print("Not taken:" if losses else "Everything was taken.")
    for cause, what in CAUSES.items():
        if cause in losses:
            print(f"  {losses[cause]:6}  {cause}: {what}")


def _read(corpus: "Corpus", arrival: "StoredExport", *, records: bool) -> "ExportReading | None":
    """Read a stored export; None if the former file was kept."""
    from communique.label_studio.reading.export_file import read_export_file
    from communique.label_studio.reading.text_version import Texts

    if arrival.kept:
        return None
    texts = Texts(corpus.documents or None, corpus.reading.former, corpus.reading.inactive)
    path = corpus.folder.root / arrival.file
    return read_export_file(path, corpus.schema, texts, arrival.file, records=records)
