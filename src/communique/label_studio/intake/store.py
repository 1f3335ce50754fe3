"""Store an annotator's part of an export in `annotations/`, after comparing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.corpus import CorpusFolder
from communique.label_studio.intake.pull_log import read_pull_log, recording
from communique.label_studio.intake.split import Part
from communique.label_studio.people import user_of
from communique.label_studio.reading.export_stream import UnreadableExportError, tasks
from communique.label_studio.reading.problem_kinds.exports import UNREADABLE_FILE
from communique.problems import Problem, kinds_of, problem_kind
from communique.text import sha256_file
from communique.util.json_values import Object, as_object, as_string, objects
from communique.util.plural import counted

ANNOTATION_BY_OTHER: Final = problem_kind(
    "annotation-by-other",
    level="error",
    stage="exports",
    on_import=True,
    what="An annotator's project contains work by someone else.",
    why="Annotators must not see each other's labels. Whoever worked here may have seen them.",
    fix="Delete this work in the project, or import it under its own annotator.",
    example="annotations/names/ann-2.json · ann-2: 1 annotation by others in the project",
)
ANNOTATION_LOST: Final = problem_kind(
    "annotation-lost",
    level="error",
    stage="exports",
    on_import=True,
    what="Finished work of an earlier pull is no longer on the server.",
    why="Label Studio keeps no trace of deleted work, so the file here may be the only copy.",
    fix="Restore it. If the loss is intended, pull with --accept-losses.",
    example=(
        "annotations/names/ann-1.json · one · ann-1: Finished work of an earlier pull is "
        "no longer on the server."
    ),
)
TEXT_CHANGED: Final = problem_kind(
    "text-changed",
    level="error",
    stage="exports",
    on_import=True,
    what="A document is annotated on another text than at the last pull.",
    why=(
        "Regions keep their offsets when the text of a task is replaced, so they are in "
        "the wrong places."
    ),
    fix=(
        "Annotate the new text and keep the former text in the history. Then pull with "
        "--accept-losses."
    ),
    example=(
        "annotations/names/ann-1.json · one · ann-1: A document is annotated on another "
        "text than at the last pull."
    ),
)
CONFIG_CHANGED: Final = problem_kind(
    "config-changed",
    level="warning",
    stage="exports",
    on_import=True,
    what="The annotation page has changed since this annotator's last pull.",
    why="Decisions that were made on another page may mean something else.",
    fix="Make sure that earlier decisions still mean the same.",
    example=(
        "annotations/names/ann-1.json · ann-1: The annotation page has changed since this "
        "annotator's last pull."
    ),
)

ON_IMPORT: Final = tuple(kind for kind in kinds_of(globals()) if kind.on_import)
_DESTRUCTIVE: Final = frozenset({ANNOTATION_LOST.id, TEXT_CHANGED.id, UNREADABLE_FILE.id})


@dataclass(frozen=True, slots=True)
class StoredExport:
    """A stored export and its problems. `kept`: the former file was not replaced.

    `stored_before`: the number of its tasks that only the former file had.
    """

    file: str
    entry: Mapping[str, Any]
    problems: tuple[Problem, ...]
    kept: bool = False
    stored_before: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A document in a file: its text, whether it was submitted, and the numbers of its tasks."""

    text_sha256: str | None = None
    submitted: bool = False
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FileContent:
    """The documents of a file, by id ("" for tasks without one), and its authors."""

    documents: Mapping[str, Seen]
    authors: frozenset[str | int] = frozenset()


def store_export(
    folder: CorpusFolder,
    target: Path,
    part: Part,
    config_sha256: str | None = None,
    *,
    accept_losses: bool = False,
    before: FileContent | None = None,
    refused_for: Sequence[Problem] = (),
    provenance: Mapping[str, Any] | None = None,
) -> StoredExport:
    """Move the part to `target` and record it in `pull.json`.

    If finished work of the former file is missing or was done on another text, the former file is
    kept, and the new file goes to a directory that is not committed. The same happens if the former
    file cannot be read. With `accept_losses` the former file is always replaced. `before` is the
    content of the former file if it was read already. With problems in `refused_for`, the part is
    never stored. `provenance` is recorded with the export: where it comes from, and its licence.
    Raises UnreadableLogError, OSError.
    """
    file = folder.relative(target)
    log = read_pull_log(folder)
    problems = [*_losses(folder, log, target, part, config_sha256, before), *refused_for]
    sha256 = sha256_file(part.path)
    entry: dict[str, Any] = {
        "sha256": sha256,
        "tasks": part.tasks,
        "annotations": part.annotations,
        "drafts_left_out": part.drafts,
        **({"config_sha256": config_sha256} if config_sha256 else {}),
        **({"imported": dict(provenance)} if provenance else {}),
    }
    is_destructive = any(p.id in _DESTRUCTIVE for p in problems)
    if refused_for or (is_destructive and not accept_losses):
        aside = folder.state_dir() / "refused" / target.parent.name / target.name
        _move(part.path, aside)
        return StoredExport(folder.relative(aside), entry, tuple(problems), kept=True)
    with recording(folder, file, entry):
        _move(part.path, target)
    return StoredExport(file, entry, tuple(problems))


def _losses(
    folder: CorpusFolder,
    log: Object,
    target: Path,
    part: Part,
    config_sha256: str | None,
    before: FileContent | None,
) -> Iterator[Problem]:
    """Report what would change or be lost if the part replaced the former file."""
    where = {
        "layer": target.parent.name,
        "annotator": part.annotator,
        "file": folder.relative(target),
    }
    if part.foreign:
        message = f"{counted(part.foreign, 'annotation')} by others in the project"
        yield ANNOTATION_BY_OTHER.problem(message, **where)
    former = (as_object(log.get(folder.relative(target))) or {}).get("config_sha256")
    if former and config_sha256 and former != config_sha256:
        yield CONFIG_CHANGED.problem(**where)
    try:
        before = before or file_content(target)
    except UnreadableExportError as error:
        message = f"the former file cannot be read, so its content is unknown: {error}"
        fix = "Restore the former file from version control, or replace it with --accept-losses."
        yield UNREADABLE_FILE.problem(message, fix=fix, **where)
        return
    after = file_content(part.path).documents
    for doc_id, old in before.documents.items():
        new = after.get(doc_id, Seen())
        if old.submitted and not new.submitted:
            yield ANNOTATION_LOST.problem(document=doc_id, **where)
        elif doc_id in after and old.text_sha256 != new.text_sha256:
            yield TEXT_CHANGED.problem(document=doc_id, **where)


def file_content(path: Path) -> FileContent:
    """The content of a file; nothing if there is none. Raises UnreadableExportError."""
    documents: dict[str, Seen] = {}
    authors: set[str | int] = set()
    if not path.is_file():
        return FileContent(documents)
    for number, task in enumerate(as_object(t) or {} for t in tasks(path)):
        data = as_object(task.get("data")) or {}
        annotations = objects(task.get("annotations"))
        authors |= {u for a in annotations if (u := user_of(a.get("completed_by"))) is not None}
        submitted = any(not a.get("was_cancelled") for a in annotations)
        doc_id, sha256 = as_string(data.get("doc_id")) or "", as_string(data.get("text_sha256"))
        earlier = documents.get(doc_id, Seen())
        numbers = (*earlier.tasks, number)
        documents[doc_id] = Seen(sha256, submitted or earlier.submitted, numbers)
    return FileContent(documents, frozenset(authors))


def _move(path: Path, target: Path) -> None:
    """Rename within one file system, so that the move is atomic."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o644)
    path.replace(target)
