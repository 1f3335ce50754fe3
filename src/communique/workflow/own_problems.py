"""An annotator's own problems, from the answers that are on the server now. Stores nothing."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.corpus import Document
from communique.label_studio.intake.split import split_by_annotator
from communique.label_studio.people import NO_AUTHOR
from communique.label_studio.reading.export_file import read_export_file
from communique.label_studio.reading.text_version import Texts
from communique.label_studio.server.projects import find_projects, task_url
from communique.label_studio.server.session import Session
from communique.problems import Level, Problem, sorted_problems
from communique.schema import Annotator, Layer
from communique.util.json_values import Object, as_object, as_string, objects
from communique.workflow.quoted_place import QuotedPlace, quoted_place
from communique.workspace import Corpus

_REGION: Final = re.compile(r"annotation \S+, (?:region|block) (?P<id>.+)")
_MISSING: Final = re.compile(r"(?P<name>\w+) is missing")


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """A problem in the answers of one annotator. `message` says it in words, with the words of the
    text. `is_draft`: it is in a draft, which is not submitted. `url` opens the task.
    """

    level: Level
    id: str
    layer: str
    pass_: int
    document: str | None
    words: str | None
    paragraph: int | None
    message: str
    fix: str
    is_draft: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class _Project:
    layer: Layer
    pass_: int
    url: str
    tasks: Mapping[str, int]


def own_problems(corpus: Corpus, annotator: Annotator, session: Session) -> list[OwnProblem]:
    """The problems of everything that the annotator has on the server, read as a pull reads it.

    Raises LabelStudioError, UnsoundCorpusError, OSError.
    """
    found: list[OwnProblem] = []
    with tempfile.TemporaryDirectory(dir=corpus.folder.state_dir()) as beside:
        for layer, pass_, project_id in find_projects(session.client, corpus.schema, annotator.id):
            url, tasks = f"{session.site}/projects/{project_id}", session.client.tasks(project_id)
            project = _Project(layer, pass_, url, tasks)
            snapshot = Path(beside) / f"{layer.name}.{pass_}.snapshot"
            session.client.snapshot(project_id, snapshot)
            for is_draft in (False, True):
                export = _export(snapshot, annotator.id, session.client.account, project, is_draft)
                found += _read(corpus, export, project, is_draft=is_draft)
    return found


def _export(
    snapshot: Path, annotator: str, account: str, project: _Project, is_draft: bool
) -> Path:
    """The annotator's export as a pull would store it; with `is_draft`, of the drafts alone."""
    kind = "drafts" if is_draft else "submitted"
    folder = snapshot.parent / kind / project.layer.name
    folder.mkdir(parents=True, exist_ok=True)
    if is_draft:
        listed = list(filter(None, map(drafted, objects(json.loads(snapshot.read_bytes())))))
        snapshot.write_text(json.dumps(listed))
    (part,) = split_by_annotator(
        snapshot, {account: annotator, NO_AUTHOR: annotator}, folder, owner=annotator
    )
    name = f"{annotator}.{project.pass_}.json" if project.pass_ > 1 else f"{annotator}.json"
    return part.path.rename(folder / name)


def drafted(task: Object) -> dict[str, Any] | None:
    """The task with its last draft instead of its annotations; None without a draft."""
    drafts = [d for d in objects(task.get("drafts")) if d.get("result")]
    if not drafts:
        return None
    draft = max(drafts, key=lambda d: str(d.get("updated_at") or d.get("created_at") or ""))
    annotation = {"id": draft.get("id"), "result": draft["result"], "was_cancelled": False}
    return {**task, "annotations": [annotation], "drafts": []}


def _read(
    corpus: Corpus, export: Path, project: _Project, *, is_draft: bool
) -> Iterator[OwnProblem]:
    reading = corpus.reading
    texts = Texts(corpus.documents, reading.former, reading.inactive)
    problems = read_export_file(export, corpus.schema, texts, export.name, records=False).problems
    places = _places(export, corpus.documents)
    for p in sorted_problems(problems):
        place = _place(p, places, corpus.documents)
        task_id = project.tasks.get(p.document or "")
        yield OwnProblem(
            p.level,
            p.id,
            project.layer.name,
            project.pass_,
            p.document,
            place.words if place else None,
            place.paragraph if place else None,
            in_words(p, place),
            p.fix,
            is_draft,
            None if task_id is None else task_url(project.url, task_id),
        )


def in_words(problem: Problem, place: QuotedPlace | None) -> str:
    """The problem in a sentence, for example `'Rome' in paragraph 2 has no entity id`."""
    missing = _MISSING.fullmatch(problem.message)
    what = f"has no {missing['name'].replace('_', ' ')}" if missing else ""
    if place:
        return f"{place} {what}" if what else f"{place}: {problem.message}"
    return f"the document {what}" if what else problem.message


def _place(
    problem: Problem,
    places: Mapping[tuple[str, str], QuotedPlace],
    documents: Mapping[str, Document],
) -> QuotedPlace | None:
    found = _REGION.fullmatch(problem.at or "")
    if found is None or problem.document is None:
        return None
    if (key := (problem.document, found["id"])) in places:
        return places[key]
    blocks = documents[problem.document].body if problem.document in documents else ()
    ranges = (b.range for b in blocks if b.block_id == found["id"])
    return next((quoted_place(documents[problem.document], *r) for r in ranges), None)


def _places(export: Path, documents: Mapping[str, Document]) -> dict[tuple[str, str], QuotedPlace]:
    """The place of each region of an export, by document and the name that problems give it."""
    found: dict[tuple[str, str], QuotedPlace] = {}
    for task in objects(json.loads(export.read_bytes())):
        doc_id = as_string((as_object(task.get("data")) or {}).get("doc_id")) or ""
        listed = [row for a in objects(task.get("annotations")) for row in objects(a.get("result"))]
        for row in listed if doc_id in documents else ():
            value = as_object(row.get("value")) or {}
            start, end = value.get("start"), value.get("end")
            if type(start) is int and type(end) is int:
                place = quoted_place(documents[doc_id], start, end)
                name = as_string(row.get("id")) or f"{start}-{end}"
                found |= {(doc_id, name): place} if place else {}
    return found
