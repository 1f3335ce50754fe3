"""`communique pull`: fetch the work of annotators from Label Studio."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._intake import (
    AcceptOption,
    AccountsOption,
    FormerAccountsOption,
    contradictions_of,
    parse_accounts,
    report,
    target_of,
)
from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
    speaking_to_server,
    working,
)
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.corpus import CorpusFolder
    from communique.label_studio.intake.store import StoredExport
    from communique.label_studio.server.client import Client
    from communique.schema import Annotator
    from communique.workspace import Corpus


def run(
    annotator: Annotated[
        str | None,
        typer.Argument(help="A pseudonym in the schema. Default: all annotators who have started."),
    ] = None,
    corpus: CorpusOption = None,
    account: AccountsOption = None,
    former_account: FormerAccountsOption = None,
    accept_losses: AcceptOption = False,
    json: JsonOption = False,
) -> None:
    """Fetch work from Label Studio into annotations/, and compare it with the last pull.

    Accounts are replaced by pseudonyms. If a new file would lose finished work, the old file stays.
    """
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    opened.require_sound("documents")  # what arrives is compared with them
    accounts = parse_accounts(schema, (account or []) + (former_account or []))
    annotators = [known(schema, annotator)] if annotator else list(schema.annotators)
    arrivals: list[StoredExport] = []
    with speaking_to_server():
        for person in annotators:
            if annotator or _has_started(folder, person.id):
                with working(f"Fetching the work of {person.id}"):
                    arrivals += _fetch(opened, person, accounts, accept_losses)
    if not arrivals:
        owner = annotator or "any annotator"
        raise Refusal(
            f"there is no project of {owner}", "Run `communique annotate PSEUDONYM` first."
        )
    report(opened, arrivals, as_json=json)


def _has_started(folder: "CorpusFolder", annotator: str) -> bool:
    from communique.label_studio.server.session import shared_server

    return shared_server() is not None or (folder.state_dir() / annotator).is_dir()


def _fetch(
    corpus: "Corpus",
    annotator: "Annotator",
    accounts: dict[str, str],
    accept_losses: bool,
) -> "Iterator[StoredExport]":
    from communique.label_studio.intake.restored import with_stored
    from communique.label_studio.intake.split import split_by_annotator
    from communique.label_studio.intake.store import store_export
    from communique.label_studio.server.projects import find_projects
    from communique.label_studio.server.session import close_session, open_session, running
    from communique.text import sha256_text

    folder, schema = corpus.folder, corpus.schema
    was_stopped = running(folder, annotator.id) is None
    session = open_session(folder, annotator.id)
    owners = {session.client.account: annotator.id} | accounts
    with (
        closing(session.client) as client,
        tempfile.TemporaryDirectory(dir=folder.state_dir()) as beside,
    ):
        for layer, pass_, project_id in find_projects(client, schema, annotator.id):
            snapshot = Path(beside) / f"{layer.name}.{pass_}.snapshot"
            client.snapshot(project_id, snapshot)
            if layer.unit == "block":
                _put_back(client, project_id, snapshot)
            place = Path(beside) / layer.name
            (part,) = split_by_annotator(snapshot, owners, place, owner=annotator.id)
            snapshot.unlink()
            page = sha256_text(client.label_config(project_id))
            target = target_of(folder, annotator, layer.name, pass_)
            part = with_stored(target, part, Path(beside) / "restored.json")
            yield store_export(
                folder,
                target,
                part,
                page,
                accept_losses=accept_losses,
                refused_for=contradictions_of(corpus, annotator, part, target),
            )
    if was_stopped and not session.shared:
        close_session(folder, annotator.id)


def _put_back(client: "Client", project_id: int, snapshot: Path) -> None:
    """Put ready-made regions that were deleted back on the page. What was pulled stays as it is."""
    from communique.label_studio.intake.split import document_of
    from communique.label_studio.reading.export_stream import tasks
    from communique.label_studio.writing.lost_units import with_lost_units
    from communique.util.json_values import as_object

    ids: dict[str, int] = {}
    for task in tasks(snapshot):
        restored = with_lost_units(as_object(task) or {})
        document = document_of(task)
        if restored is None or document is None:
            continue
        ids = ids or client.tasks(project_id)
        lost, rows = restored
        client.submit(ids[document], rows, lead_time=None, replace=True)
        typer.echo(
            f"{document}: {counted(lost, 'deleted block')} put back on the page; open the task,"
            " decide, press Update, and pull again",
            err=True,
        )
