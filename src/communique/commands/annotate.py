"""Open an annotator's Label Studio."""

from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from communique.commands._shared import (
    CorpusOption,
    JsonOption,
    Refusal,
    known,
    open_corpus,
    print_json,
    speaking_to_server,
    working,
)
from communique.util.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.corpus import CorpusFolder, Document
    from communique.label_studio.server.progress import Progress
    from communique.label_studio.server.session import Session
    from communique.schema import Annotator, Layer, Schema
    from communique.workspace import Corpus


def run(
    annotator: Annotated[
        str | None,
        typer.Argument(help="A pseudonym of the schema; an adjudicator gets what is open."),
    ] = None,
    corpus: CorpusOption = None,
    answers: Annotated[
        Path | None,
        typer.Option(help="Submit ANSWERS/<layer>/<doc_id>.json through the server."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Answers take the place of submitted ones.")
    ] = False,
    pass_: Annotated[int, typer.Option("--pass", min=1, max=9, help="Annotate once more.")] = 1,
    document: Annotated[
        list[str] | None,
        typer.Option(
            "--document",
            help="Only this document (repeatable); an adjudicator gets it though nothing is open.",
        ),
    ] = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="Stop the server; all of them, if nobody is named.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Say what runs, and how far everybody is.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Start (or attach to) a Label Studio with one project per layer, and say where it is."""
    opened = open_corpus(corpus)
    folder, schema = opened.folder, opened.schema
    person = known(schema, annotator) if annotator is not None else None
    names = [person.id] if person else [a.id for a in schema.annotators]
    if stop:
        _show_stopped(_stop(folder, names), as_json=json)
    elif status:
        _show_progress(_progress(folder, schema, names), as_json=json)
    elif person is None:
        raise Refusal("no annotator named", "Say which: communique annotate PSEUDONYM.")
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
    from communique.label_studio.server.projects import open_project, project_title, submit_answers
    from communique.label_studio.server.session import open_session
    from communique.label_studio.writing.answers import read_answers
    from communique.label_studio.writing.assignment import assignment

    folder, schema = corpus.folder, corpus.schema
    documents = _documents(corpus, only)
    report: list[dict[str, Any]] = []
    with speaking_to_server():
        given = read_answers(answers, schema, documents) if answers else {}
        _require_sources(corpus, annotator)
        reading, named = corpus.reading, list(documents.values())
        made = reading.records, reading.statuses
        work = assignment(schema, annotator, named, *made, settled_too=bool(only))
        with working("starting Label Studio (the first time makes its database, most of a minute)"):
            seat = open_session(folder, annotator.id)
        for layer in schema.layers:
            tasks = work[layer.name]
            title = project_title(schema, layer, annotator.id, pass_)
            if not tasks and seat.client.find_project(title) is None:
                continue
            guideline = _guideline(folder, layer)
            project = open_project(
                seat.client,
                schema,
                layer,
                title,
                guideline,
                tasks,
                adjudication=annotator.adjudicates,
            )
            own = given.get(layer.name, {})
            sent = submit_answers(seat.client, project, own, replace=replace)
            row = {"layer": layer.name, "url": project.url, "imported": project.imported}
            report.append({**row, "submitted": sent})
    _show(seat, report, as_json=as_json)


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

    drawn_on = {layer.preannotate.annotator for layer in corpus.schema.layers}
    left_out = corpus.unread("exports")
    if annotator.adjudicates or any(p.annotator in drawn_on for p in left_out):
        corpus.require_sound("exports")
    name_problems(left_out)


def _show(seat: "Session", report: list[dict[str, Any]], *, as_json: bool) -> None:
    from communique.label_studio.server.session import SHARED

    if as_json:
        print_json({"account": seat.client.account, "shared": seat.shared, "projects": report})
        return
    for row in report:
        done = f"{counted(row['imported'], 'new task')}, {row['submitted']} submitted"
        print(f"{row['layer']:12} {row['url']}  {done}")
    if not report:
        print("nothing to do: no document is open")
    password = f", password {seat.password}" if seat.password else ""
    print(f"account {seat.client.account}{password}")
    if seat.shared:
        print(SHARED)


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


def _guideline(folder: "CorpusFolder", layer: "Layer") -> str:
    path = folder.guidelines / (layer.guideline or "")
    if not layer.guideline or not path.is_file() or not folder.holds(path):
        return ""
    return path.read_text(encoding="utf-8")
