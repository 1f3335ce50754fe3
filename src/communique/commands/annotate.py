"""Open an annotator's Label Studio."""

import os
import sys
from dataclasses import astuple
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    advice,
    known,
    open_corpus,
    print_json,
    refusing,
    reporting,
    speaking_to_server,
    working,
)
from communique.util.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.corpus import CorpusFolder, Document
    from communique.label_studio.server.progress import Progress
    from communique.label_studio.server.session import Session
    from communique.schema import Annotator, Schema
    from communique.workflow.annotate import Opened
    from communique.workspace import Corpus


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

    The command starts a server, or uses the one that is running. It prints the address of each
    project, the account and the password.

    COMMUNIQUE_LABEL_STUDIO sets the path of the server program. LABEL_STUDIO_URL and
    LABEL_STUDIO_API_KEY connect to a shared server instead.
    """
    if install:
        _install(as_json=json)
        if annotator is None and not (stop or status):
            return
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    if add:
        if annotator is None:
            raise Refusal("--add needs a pseudonym", "Example: `communique annotate ann-4 --add`.")
        _add(opened, annotator, type_, role, as_json=json)
        return
    person = known(schema, annotator) if annotator is not None else None
    names = [person.id] if person else [a.id for a in schema.annotators]
    if stop:
        _show_stopped(_stop(folder, names), as_json=json)
    elif status:
        _show_progress(_progress(folder, schema, names), as_json=json)
    elif person is None:
        raise Refusal("no annotator is named", f"Run {_listed(names)}.")
    else:
        _open(opened, person, answers, pass_, document or [], json, replace)


def _open(
    corpus: "Corpus",
    annotator: "Annotator",
    answers: Path | None,
    pass_: int,
    only: list[str],
    as_json: bool,
    replace: bool,
) -> None:
    from communique.workflow.annotate import open_projects

    documents = _documents(corpus, only)
    if not annotator.adjudicates:
        _ = corpus.predictions  # refuse before a server starts
    with speaking_to_server():
        _require_sources(corpus, annotator)
        session, opened = open_projects(
            corpus,
            annotator,
            documents,
            answers=answers,
            pass_=pass_,
            settled_too=bool(only),
            replace=replace,
            waiting=working(
                "starting Label Studio (the first time makes its database, most of a minute)"
            ),
        )
    _show(session, opened, as_json=as_json)


def _install(*, as_json: bool) -> None:
    """Install the server, with its sizes before and its progress meanwhile."""
    from communique.label_studio.server.client import NO_SDK, has_sdk
    from communique.label_studio.server.install import (
        DOWNLOAD,
        NAMED_BY,
        ON_DISK,
        install,
        installation,
    )

    with speaking_to_server():
        wanted = installation()
        if not wanted.is_complete:
            _say(f"Label Studio: download {DOWNLOAD}, {ON_DISK} on disk, in {wanted.folder}")
        with reporting() as report:
            made = install(wanted, report)
    _say(f"Label Studio is installed{'' if made else ' already'}: {wanted.executable}")
    for folder in wanted.others():
        _say(f"an older installation can be deleted: {folder}")
    if named := os.environ.get(NAMED_BY):
        _say(f"{NAMED_BY} names another server, which is used instead: {named}")
    if not has_sdk():
        _say(NO_SDK)
    if as_json:
        print_json({"executable": str(wanted.executable), "installed_now": made})


def _say(line: str) -> None:
    """On stderr: stdout is the result's."""
    print(line, file=sys.stderr, flush=True)


def _add(corpus: "Corpus", name: str, type_: AnnotatorType, role: Role, *, as_json: bool) -> None:
    from communique.workflow.annotators import AnnotatorError, add_annotator

    try:
        with refusing():
            add_annotator(corpus.folder, corpus.schema, name, type_.value, role.value)
    except AnnotatorError as error:
        raise Refusal(str(error), error.fix) from None
    if as_json:
        print_json({"id": name, "type": type_.value, "role": role.value})
        return
    print(f"added {name} ({type_.value}, {role.value}) to {corpus.folder.schema}")
    print(advice(f"Next: `communique render`, then `communique annotate {name}`."))


def _listed(names: list[str]) -> str:
    commands = [f"`communique annotate {name}`" for name in names[:5]]
    return " or ".join([*commands, "`communique annotate NAME --add` for a new one"])


def _documents(corpus: "Corpus", only: list[str]) -> "Mapping[str, Document]":
    documents = corpus.documents
    if not documents:
        raise Refusal("no cleaned documents", "Run `communique clean` first.")
    if unknown := [name for name in only if name not in documents]:
        raise Refusal(f"no document {', '.join(unknown)}", "See corpus/sources.yaml.")
    return {k: d for k, d in documents.items() if not only or k in only}


def _require_sources(corpus: "Corpus", annotator: "Annotator") -> None:
    """Refuse to make tasks of exports that cannot be read whole. Exports that no task is made of
    are named only: their annotators may be on their way to mend them here.
    """
    from communique.commands._shared import name_problems
    from communique.workflow.adjudicate import LOST_VOTES

    drawn_on = {layer.preannotate.annotator for layer in corpus.schema.layers}
    left_out = corpus.unread("exports")
    if annotator.adjudicates or any(p.annotator in drawn_on for p in left_out):
        corpus.require_sound("exports")
    if annotator.adjudicates:
        corpus.require_sound("decisions", accepted=LOST_VOTES)
    name_problems(left_out)


def _show(session: "Session", opened: "list[Opened]", *, as_json: bool) -> None:
    from communique.label_studio.server.session import SHARED

    if as_json:
        report = [_plain(row) for row in opened]
        account, shared = session.client.account, session.shared
        print_json({"account": account, "shared": shared, "projects": report})
        return
    for row in opened:
        done = f"{counted(row.project.imported, 'new task')}, {row.submitted} submitted"
        same = f", {row.there_already} submitted before" if row.there_already else ""
        print(f"{row.project.layer:12} {row.project.url}  {done}{same}")
        for version, tasks in row.project.older_guidelines.items():
            print(
                f"{row.project.layer}: {counted(tasks, 'task')} of this project"
                f" {'was' if tasks == 1 else 'were'} made under guideline {version}, and the"
                f" guideline is now {row.guideline_version}: read it again before you go on"
            )
    if not opened:
        print("Nothing to do: no document has an open item.")
    password = f", password {session.password}" if session.password else ""
    print(f"account {session.client.account}{password}")
    if session.shared:
        print(SHARED)


def _plain(row: "Opened") -> dict[str, object]:
    project = row.project
    return {
        "layer": project.layer,
        "url": project.url,
        "imported": project.imported,
        "submitted": row.submitted,
        "submitted_before": row.there_already,
        "older_guidelines": dict(project.older_guidelines),
    }


def _stop(folder: "CorpusFolder", names: list[str]) -> dict[str, bool]:
    from communique.label_studio.server.session import close_session

    with speaking_to_server():
        return {name: close_session(folder, name) for name in names}


def _show_stopped(report: dict[str, bool], *, as_json: bool) -> None:
    if as_json:
        print_json(report)
        return
    for name, ran in report.items():
        print(f"{name:16} {'stopped' if ran else 'was not running'}")


def _progress(folder: "CorpusFolder", schema: "Schema", names: list[str]) -> "list[Progress]":
    from communique.label_studio.server.progress import progress

    with speaking_to_server():
        return [row for name in names for row in progress(folder, schema, name)]


def _show_progress(rows: "list[Progress]", *, as_json: bool) -> None:
    if as_json:
        keys = ("annotator", "url", "layer", "pass", "done", "tasks")
        print_json([dict(zip(keys, astuple(row), strict=True)) for row in rows])
        return
    for row in rows:
        if row.url is None:
            print(f"{row.annotator:16} no server runs")
            continue
        print(
            f"{row.annotator:16} {row.layer:12} pass {row.pass_}"
            f"  {row.done} of {row.tasks}  {row.url}"
        )
