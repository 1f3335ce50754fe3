"""An annotator's projects: one for each layer and pass, with page, guideline and tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.label_studio.server.client import Client
from communique.label_studio.writing.answers import AnswerError
from communique.label_studio.writing.instruction import instruction
from communique.label_studio.writing.labeling_config import render_page
from communique.label_studio.writing.result_rows import Row
from communique.schema import Layer, Schema

PASSES = range(1, 10)


@dataclass(frozen=True, slots=True)
class Project:
    """An opened project: its address, and the number of tasks that were imported."""

    layer: str
    project_id: int
    url: str
    imported: int


def project_title(schema: Schema, layer: Layer, annotator: str, pass_: int = 1) -> str:
    """The title of a project. Projects are found by it."""
    repeated = f" pass {pass_}" if pass_ > 1 else ""
    return f"{schema.name} {layer.name} {annotator}{repeated}"


def open_project(
    client: Client,
    schema: Schema,
    layer: Layer,
    title: str,
    guideline: str,
    tasks: Sequence[Mapping[str, Any]],
    *,
    adjudication: bool = False,
) -> Project:
    """Create the project if needed, update its page, and import missing tasks."""
    page = render_page(schema, layer, adjudication=adjudication)
    project_id = client.ensure_project(title, page, instruction(guideline))
    imported = client.import_tasks(project_id, tasks)
    return Project(layer.name, project_id, f"{client.url}/projects/{project_id}", imported)


def find_projects(
    client: Client, schema: Schema, annotator: str
) -> Iterator[tuple[Layer, int, int]]:
    """Layer, pass and project id of every project that the annotator has on the server."""
    for layer in schema.layers:
        titles = {project_title(schema, layer, annotator, n): n for n in PASSES}
        first = project_title(schema, layer, annotator)
        ids = client.find_projects(first, list(titles))
        yield from sorted(((layer, titles[t], i) for t, i in ids.items()), key=lambda x: x[1])


def submit_answers(
    client: Client,
    project: Project,
    answers: Mapping[str, list[Row]],
    *,
    replace: bool = False,
) -> int:
    """Submit one annotation for each document, from its rows. Return their number.

    With `replace`, an answer replaces the earlier one of its document.
    Raises AnswerError for a document without a task, LabelStudioError.
    """
    tasks = client.tasks(project.project_id)
    if without_task := sorted(set(answers) - set(tasks)):
        raise AnswerError(
            f"layer {project.layer}: the project has no task for {', '.join(without_task)}"
        )
    for doc_id, rows in answers.items():
        client.submit(tasks[doc_id], rows, lead_time=None, replace=replace)
    return len(answers)
