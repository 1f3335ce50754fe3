"""An annotator's projects: one a layer and pass, with its page, guideline and tasks."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from communique.label_studio.server.client import Client, LabelStudioError
from communique.label_studio.writing.answer_rows import AnswerError
from communique.label_studio.writing.instruction import instruction
from communique.label_studio.writing.labeling_config import render_page
from communique.label_studio.writing.open_text import FOR_ADJUDICATORS
from communique.label_studio.writing.result_rows import Row
from communique.schema import Layer, Schema
from communique.util.json_values import as_object
from communique.util.plural import counted

PASSES = range(1, 10)
_NONE: Final[Mapping[str, Mapping[str, Any]]] = {}


@dataclass(frozen=True, slots=True)
class Project:
    """A project as it stands after opening: where it is and what was new. `older_guidelines` counts
    its tasks by the version of the guideline that they were made under, if it is not today's.
    `restored` counts the finished tasks of an earlier export that were not on the server.
    """

    layer: str
    project_id: int
    url: str
    imported: int
    older_guidelines: Mapping[str, int] = field(default_factory=dict[str, int])
    restored: int = 0

    @property
    def next_url(self) -> str:
        """The page of the next unfinished task. After the sign-in, the browser goes there."""
        return next_task_url(self.url)


def next_task_url(project_url: str) -> str:
    """The page that opens the next unfinished task of a project, without the list of tasks."""
    return f"{project_url}/data?labeling=1"


def task_url(project_url: str, task_id: int) -> str:
    """The page that opens one task of a project, finished or not."""
    return f"{project_url}/data?task={task_id}"


def project_title(schema: Schema, layer: Layer, annotator: str, pass_: int = 1) -> str:
    """The title by which a project is found again."""
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
    finished: Mapping[str, Mapping[str, Any]] = _NONE,
    site: str = "",
) -> Project:
    """Make the project if it is not there, bring its page up to date, import what is missing.

    `finished` are the tasks of an earlier export, by document. They are imported instead of new
    tasks if the project has no task of the document. `site` is the server's address for a browser.
    """
    page = render_page(schema, layer, adjudication=adjudication)
    guide = f"{FOR_ADJUDICATORS}{guideline}" if adjudication else guideline
    project_id = client.ensure_project(title, page, instruction(guide))
    known = client.tasks(project_id) if finished else {}
    new = [task for task in tasks if task["data"]["doc_id"] not in finished]
    lost = [task for doc_id, task in finished.items() if doc_id not in known]
    imported = client.import_tasks(project_id, new)
    restored = client.import_tasks(project_id, lost, finished=True) if lost else 0
    versions = client.guideline_versions(project_id)
    older = {v: n for v, n in sorted(versions.items()) if v != layer.guideline_version}
    url = f"{site or client.url}/projects/{project_id}"
    return Project(layer.name, project_id, url, imported, older, restored)


def find_projects(
    client: Client, schema: Schema, annotator: str
) -> Iterator[tuple[Layer, int, int]]:
    """Layer, pass and project id of every project that the annotator has on the server."""
    for layer in schema.layers:
        titles = {project_title(schema, layer, annotator, n): n for n in PASSES}
        first = project_title(schema, layer, annotator)
        found = client.find_projects(first, list(titles))
        yield from sorted(((layer, titles[t], i) for t, i in found.items()), key=lambda x: x[1])


@dataclass(frozen=True, slots=True)
class Submission:
    """What is to be sent to a project, and what the server holds of it already.

    `tasks` are the ids of the tasks by document, `new` the rows by document, `equal` and
    `different` the documents that have an annotation with the same and with other rows.
    """

    project: Project
    tasks: Mapping[str, int]
    new: Mapping[str, list[Row]]
    equal: tuple[str, ...] = ()
    different: tuple[str, ...] = ()


def compare_answers(
    client: Client, project: Project, answers: Mapping[str, list[Row]]
) -> Submission:
    """Compare answers, by document, with what was submitted. Sends nothing.

    Raises AnswerError for a document without a task, LabelStudioError.
    """
    tasks = client.tasks(project.project_id)
    if strange := sorted(set(answers) - set(tasks)):
        raise AnswerError(f"{project.layer}: the project has no task of {', '.join(strange)}")
    there = client.finished(project.project_id) if answers else {}
    held = {d: there[tasks[d]] for d in answers if tasks[d] in there}
    equal = tuple(d for d, rows in held.items() if same_rows(rows, answers[d]))
    new = {d: rows for d, rows in answers.items() if d not in equal}
    return Submission(project, tasks, new, equal, tuple(d for d in held if d not in equal))


def send_answers(client: Client, submission: Submission, *, replace: bool = False) -> int:
    """Submit one annotation for each document; how many. With `replace` an answer takes the place
    of a different one.

    Raises LabelStudioError, which names the document.
    """
    layer = submission.project.layer
    for number, (doc_id, rows) in enumerate(submission.new.items()):
        try:
            client.submit(submission.tasks[doc_id], rows, lead_time=None, replace=replace)
        except LabelStudioError as error:
            raise LabelStudioError(
                f"{layer}, document {doc_id}: {error}; before it, {counted(number, 'answer')} of"
                f" {layer} were submitted, and the same command goes on from there"
            ) from error
    return len(submission.new)


def same_rows(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> bool:
    """Whether two results state the same: the ids of regions, the order of rows, their origin and
    the text that the server writes beside an offset do not count.
    """
    return _stated(one) == _stated(other)


def _stated(rows: Iterable[Mapping[str, Any]]) -> Counter[tuple[str, ...]]:
    regions: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        value = dict(as_object(row.get("value")) or {})
        if isinstance(value.get("text"), str):  # of a range; what was typed into a form is a list
            del value["text"]
        stated = [row.get("from_name"), row.get("type"), value]
        regions[str(row.get("id"))].append(json.dumps(stated, sort_keys=True))
    return Counter(tuple(sorted(listed)) for listed in regions.values())
