"""An annotator's projects: made or brought up to date, and filled with answers from files."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from communique.corpus import CorpusFolder, Document
from communique.label_studio.controls import controls
from communique.label_studio.reading.export_stream import tasks
from communique.label_studio.server.finished_tasks import finished_tasks
from communique.label_studio.server.projects import (
    Project,
    Submission,
    compare_answers,
    open_project,
    project_title,
    send_answers,
)
from communique.label_studio.server.session import Session, open_session
from communique.label_studio.writing.answer_rows import AnswerError
from communique.label_studio.writing.answers import read_answers
from communique.label_studio.writing.assignment import assignment
from communique.label_studio.writing.predicted import Offered
from communique.schema import Annotator, Layer
from communique.workspace import Corpus


@dataclass(frozen=True, slots=True)
class Opened:
    """A project after opening: answers that were submitted, those that were there already, and the
    tasks that are `done`, of all `tasks`.
    """

    project: Project
    guideline_version: str
    submitted: int
    there_already: int
    done: int
    tasks: int


def open_projects(
    corpus: Corpus,
    annotator: Annotator,
    documents: Mapping[str, Document],
    *,
    answers: Path | None,
    pass_: int,
    settled_too: bool,
    replace: bool,
    waiting: AbstractContextManager[None],
    layers: Collection[str] | None = None,
    reopened: Collection[str] = (),
) -> tuple[Session, list[Opened]]:
    """Open the annotator's projects, one for each layer, and submit answers.

    `layers`: only these. `reopened`: uids of decisions that an adjudicator looks at again.

    No answer is sent before all of them are compared with the schema and with what the server
    holds. Raises AnswerError, ServerError, LabelStudioError, OSError.
    """
    schema = corpus.schema
    given = read_answers(answers, schema, documents) if answers else {}
    made = corpus.reading.records, corpus.reading.statuses
    work = assignment(
        schema,
        annotator,
        list(documents.values()),
        *made,
        settled_too=settled_too,
        predictions={} if annotator.adjudicates else _offered(corpus),
        decisions=corpus.reading.decisions if annotator.adjudicates else {},
        reopened=reopened,
    )
    with waiting:
        session = open_session(corpus.folder, annotator.id)
    submissions: list[tuple[Layer, Submission]] = []
    for layer in (x for x in schema.layers if layers is None or x.name in layers):
        title = project_title(schema, layer, annotator.id, pass_)
        own, new = given.get(layer.name, {}), work[layer.name]
        if not new and not own and session.client.find_project(title) is None:
            continue
        project = open_project(
            session.client,
            schema,
            layer,
            title,
            _guideline(corpus.folder, layer),
            new,
            adjudication=annotator.adjudicates,
            finished=_finished(corpus, layer, annotator, pass_),
            site=session.site,
        )
        submissions.append((layer, compare_answers(session.client, project, own)))
    if not replace:
        _refuse_different([submission for _, submission in submissions])
    return session, [_sent(session, layer, s, replace=replace) for layer, s in submissions]


def _sent(session: Session, layer: Layer, submission: Submission, *, replace: bool) -> Opened:
    project = submission.project
    sent = send_answers(session.client, submission, replace=replace)
    progress = session.client.progress(project.project_id)
    return Opened(project, layer.guideline_version, sent, len(submission.equal), *progress)


def _finished(
    corpus: Corpus, layer: Layer, annotator: Annotator, pass_: int
) -> dict[str, dict[str, Any]]:
    """By document, the tasks that the annotator finished in an earlier export of this pass.

    An adjudicator's tasks follow from the votes, so theirs are made anew.
    """
    path = corpus.folder.export(layer.name, annotator.id, pass_)
    key = (layer.name, annotator.id, pass_)
    read = {s.doc_id for s in corpus.reading.statuses if (s.layer, s.annotator, s.pass_) == key}
    active = read & corpus.documents.keys()
    if annotator.adjudicates or not active or not path.is_file():
        return {}
    return finished_tasks(tasks(path), active, controls(corpus.schema, layer))


def _refuse_different(submissions: Sequence[Submission]) -> None:
    found = [f"{s.project.layer}: {', '.join(s.different)}" for s in submissions if s.different]
    if found:
        raise AnswerError(
            f"other answers were submitted for these documents: {'; '.join(found)}; nothing was"
            " sent; `--replace` puts the answers of the files in their place"
        )


def _offered(corpus: Corpus) -> dict[str, Offered]:
    found = corpus.predictions.items()
    return {name: Offered(layer.system, layer.units) for name, layer in found}


def _guideline(folder: CorpusFolder, layer: Layer) -> str:
    path = folder.guidelines / (layer.guideline or "")
    if not layer.guideline or not path.is_file() or not folder.holds(path):
        return ""
    return path.read_text(encoding="utf-8")
