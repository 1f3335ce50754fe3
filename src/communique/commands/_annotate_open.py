"""`communique annotate NAME`: open the projects, and say where the next task is."""

from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands._advice import advice
from communique.commands._server_start import starting
from communique.commands._shared import Refusal, print_json, speaking_to_server
from communique.util.plural import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from communique.corpus import Document
    from communique.label_studio.server.session import Session
    from communique.schema import Annotator
    from communique.workflow.annotate import Opened
    from communique.workspace import Corpus


def open_for(
    corpus: "Corpus",
    annotator: "Annotator",
    answers: Path | None,
    pass_: int,
    only: list[str],
    as_json: bool,
    replace: bool,
    reopened: list[str],
) -> None:
    """Open the projects of an annotator, and print where they are."""
    from communique.workflow.annotate import open_projects

    documents = _documents(corpus, only)
    _require_decided(corpus, annotator, reopened)
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
            reopened=reopened,
            waiting=starting(corpus.folder, annotator.id),
        )
    show_opened(annotator.id, session, opened, as_json=as_json)


def _require_decided(corpus: "Corpus", annotator: "Annotator", uids: list[str]) -> None:
    """Refuse to open a decision again that is not there, or for somebody who decides nothing."""
    if uids and not annotator.adjudicates:
        message = f"{annotator.id} is no adjudicator, so --reopen opens nothing"
        raise Refusal(message, "Name an annotator with the role adjudicator.")
    known = {d.uid for layer in corpus.reading.decisions.values() for d in layer.decisions}
    if unknown := [uid for uid in uids if uid not in known]:
        raise Refusal(f"no decision {', '.join(unknown)}", "See annotations/adjudicated/.")


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


def show_opened(name: str, session: "Session", opened: "list[Opened]", *, as_json: bool) -> None:
    """Print where the projects are."""
    from communique.label_studio.server.session import SHARED

    if as_json:
        report = [_plain(row) for row in opened]
        account, shared = session.client.account, session.shared
        print_json({"account": account, "shared": shared, "projects": report})
        return
    for row in opened:
        print(f"{row.project.layer:12} {_state(row)}")
        for version, tasks in row.project.older_guidelines.items():
            print(
                f"{row.project.layer}: {counted(tasks, 'task')} of this project"
                f" {'was' if tasks == 1 else 'were'} made under guideline {version}, and the"
                f" guideline is now {row.guideline_version}: read it again before you go on"
            )
    _show_next(name, opened)
    password = f", password {session.password}" if session.password else ""
    print(f"account {session.client.account}{password}")
    if session.shared:
        print(SHARED)


def _state(row: "Opened") -> str:
    """For example `3 of 5 done, 2 new tasks`."""
    project = row.project
    parts = [f"{row.done} of {row.tasks} done"]
    parts += [f"{counted(project.imported, 'new task')}"] if project.imported else []
    parts += [f"{project.restored} restored from annotations/"] if project.restored else []
    parts += [f"{row.submitted} submitted"] if row.submitted else []
    parts += [f"{row.there_already} submitted before"] if row.there_already else []
    return ", ".join(parts)


def _show_next(name: str, opened: "list[Opened]") -> None:
    """Where the next task of each layer is or, if all are done, what can be done now."""
    if not opened:
        print("Nothing to do: no document has an open item.")
    waiting = [row.project for row in opened if row.done < row.tasks]
    for number, project in enumerate(waiting):
        print(f"{'next task' if not number else 'then'}: {project.next_url}  ({project.layer})")
    if opened and not waiting:
        print("All tasks are submitted. To correct one, click it in the list of its layer:")
        for row in opened:
            print(f"  {row.project.url}/data  ({row.project.layer})")
        print(advice(f"`communique annotate {name} --check` lists problems in your answers."))


def _plain(row: "Opened") -> dict[str, object]:
    project = row.project
    return {
        "layer": project.layer,
        "url": project.url,
        "next_url": project.next_url if row.done < row.tasks else None,
        "done": row.done,
        "tasks": row.tasks,
        "imported": project.imported,
        "restored": project.restored,
        "submitted": row.submitted,
        "submitted_before": row.there_already,
        "older_guidelines": dict(project.older_guidelines),
    }
