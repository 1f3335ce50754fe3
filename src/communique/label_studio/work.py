"""One annotator's projects: a page for each layer, a task for each document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from communique.corpus import Document
from communique.label_studio.answers import Answers, result_rows
from communique.label_studio.client import Client
from communique.label_studio.page import render_page
from communique.label_studio.tasks import task
from communique.schema import Layer, Schema


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it stands after opening: where it is and what was new."""

    layer: str
    project_id: int
    url: str
    imported: int


def project_title(schema: Schema, layer: Layer, annotator: str) -> str:
    """The title by which a project is found again."""
    return f"{schema.name} {layer.name} {annotator}"


def open_project(
    client: Client,
    schema: Schema,
    layer: Layer,
    annotator: str,
    guideline: str,
    documents: Sequence[Document],
) -> Project:
    """Make the project if it is not there, bring its page up to date, import what is missing."""
    title = project_title(schema, layer, annotator)
    project_id = client.ensure_project(title, render_page(schema, layer), guideline)
    imported = client.import_tasks(project_id, [task(layer, d) for d in documents])
    return Project(layer.name, project_id, f"{client.url}/projects/{project_id}", imported)


def submit_answers(
    client: Client,
    schema: Schema,
    layer: Layer,
    project: Project,
    documents: Mapping[str, Document],
    answers: Mapping[str, Answers],
) -> int:
    """Submit one annotation a document; how many. Every answer is located before any is sent.

    Raises AnswerError, LabelStudioError.
    """
    ready = {
        doc_id: result_rows(schema, layer, documents[doc_id], answer)
        for doc_id, answer in answers.items()
    }
    tasks = client.tasks(project.project_id)
    for doc_id, rows in ready.items():
        client.submit(tasks[doc_id], rows, lead_time=None)
    return len(ready)
