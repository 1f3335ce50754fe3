"""Open an annotator's Label Studio."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from communique.commands._annotate_open import open_for
from communique.commands._annotate_own import show_own_disagreements, show_own_problems
from communique.commands._annotate_servers import show_progress, stop_servers
from communique.commands._annotate_setup import add_to_schema, install_server
from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
)


class AnnotatorType(StrEnum):
    """Who an annotator is."""

    human = "human"
    model = "model"
    human_model = "human+model"


class Role(StrEnum):
    """What an annotator does."""

    pilot = "pilot"
    annotator = "annotator"
    adjudicator = "adjudicator"


def run(
    annotator: Annotated[
        str | None,
        typer.Argument(help="A pseudonym in the schema. An adjudicator gets the open items."),
    ] = None,
    corpus: CorpusOption = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="Submit the answers in ANSWERS/<layer>/<doc_id>.json."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace submitted answers that differ.")
    ] = False,
    pass_: Annotated[int, typer.Option("--pass", min=1, max=9, help="The number of the pass.")] = 1,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "--document",
            help="Only this document (repeatable). An adjudicator gets it even without open items.",
        ),
    ] = None,
    reopen: Annotated[
        list[str] | None,
        typer.Option(
            "--reopen",
            metavar="UID",
            help="For an adjudicator: open this decision again, even against unanimous votes"
            " (repeatable).",
        ),
    ] = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="Stop the server of the annotator, or all servers.")
    ] = False,
    status: Annotated[
        bool,
        typer.Option(
            "--status", help="Show the running servers and the progress of the annotators."
        ),
    ] = False,
    install: Annotated[
        bool,
        typer.Option("--install", help="Install the Label Studio server in your cache folder."),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="List problems in the annotator's answers and drafts. Store nothing."
        ),
    ] = False,
    disagreements: Annotated[
        bool,
        typer.Option(
            "--disagreements",
            help="After adjudication: list where a decision differs from the annotator's vote.",
        ),
    ] = False,
    add: Annotated[
        bool, typer.Option("--add", help="Add the pseudonym to the annotators of the schema.")
    ] = False,
    type_: Annotated[
        AnnotatorType, typer.Option("--type", help="With --add: what the annotator is.")
    ] = AnnotatorType.human,
    role: Annotated[
        Role, typer.Option("--role", help="With --add: the role. Only the role annotator votes.")
    ] = Role.annotator,
    json: JsonOption = False,
) -> None:
    """Open Label Studio for an annotator, with one project for each layer.

    The command starts a server, or uses the one that is running. It prints the address of the next
    task of each layer, the account and the password.

    COMMUNIQUE_LABEL_STUDIO sets the path of the server program. LABEL_STUDIO_URL and
    LABEL_STUDIO_API_KEY connect to a shared server instead.
    """
    if install:
        install_server(as_json=json)
        if annotator is None and not (stop or status):
            return
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    if add:
        if annotator is None:
            raise Refusal("--add needs a pseudonym", "Example: `communique annotate ann-4 --add`.")
        add_to_schema(opened, annotator, type_.value, role.value, as_json=json)
        return
    person = known(schema, annotator) if annotator is not None else None
    names = [person.id] if person else [a.id for a in schema.annotators]
    if stop:
        stop_servers(folder, names, as_json=json)
    elif status:
        show_progress(folder, schema, names, as_json=json)
    elif person is None:
        raise Refusal("no annotator is named", f"Run {_listed(names)}.")
    elif check:
        show_own_problems(opened, person, as_json=json)
    elif disagreements:
        show_own_disagreements(opened, person, as_json=json)
    else:
        open_for(opened, person, answers, pass_, document or [], json, replace, reopen or [])


def _listed(names: list[str]) -> str:
    commands = [f"`communique annotate {name}`" for name in names[:5]]
    return " or ".join([*commands, "`communique annotate NAME --add` for a new one"])
