"""An annotator's part of an export arrives in `annotations/`: compared, then put in its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from communique.corpus import CorpusFolder
from communique.label_studio.intake.pull_log import read_pull_log, recording
from communique.label_studio.intake.split import Part
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
    """What arrived, and what is wrong with it; `kept` if the former file was left in its place."""

    file: str
    entry: Mapping[str, Any]
    problems: tuple[Problem, ...]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    text_sha256: str | None
    submitted: bool


def store_export(
    folder: CorpusFolder,
    target: Path,
    taken: Part,
    config_sha256: str | None = None,
    *,
    accept_losses: bool = False,
) -> StoredExport:
    """Move the part to `target` and record it in `pull.json`, next to where it lies.

    If work that was there before is missing or was done on another text, what was there stays and
    the new file lies in the directory that is not committed, unless losses are accepted. So it is
    with a file that cannot be read: nothing shows what it holds.
    Raises UnreadableLogError, OSError.
    """
    file = folder.relative(target)
    log = read_pull_log(folder)
    problems = list(_losses(folder, log, target, taken, config_sha256))
    sha256 = sha256_file(taken.path)
    entry: dict[str, Any] = {
        "sha256": sha256,
        "tasks": taken.tasks,
        "annotations": taken.annotations,
        "drafts_left_out": taken.drafts,
        **({"config_sha256": config_sha256} if config_sha256 else {}),
    }
    if not accept_losses and any(p.id in _DESTRUCTIVE for p in problems):
        aside = folder.state_dir() / "refused" / target.parent.name / target.name
        _move(taken.path, aside)
        return StoredExport(folder.relative(aside), entry, tuple(problems), kept=True)
    with recording(folder, file, entry):
        _move(taken.path, target)
    return StoredExport(file, entry, tuple(problems))


def _losses(
    folder: CorpusFolder,
    log: Object,
    target: Path,
    taken: Part,
    config_sha256: str | None,
) -> Iterator[Problem]:
    """What an export that replaces another one would change or lose."""
    where = {
        "layer": target.parent.name,
        "annotator": taken.annotator,
        "file": folder.relative(target),
    }
    if taken.foreign:
        message = f"{counted(taken.foreign, 'annotation')} by others in the project"
        yield ANNOTATION_BY_OTHER.problem(message, **where)
    former = (as_object(log.get(folder.relative(target))) or {}).get("config_sha256")
    if former and config_sha256 and former != config_sha256:
        yield CONFIG_CHANGED.problem(**where)
    try:
        before = _seen(target)
    except UnreadableExportError as error:
        message = f"it is not known what the replaced file holds: {error}"
        fix = "Restore it from version control, or accept its loss with --accept-losses."
        yield UNREADABLE_FILE.problem(message, fix=fix, **where)
        return
    after = _seen(taken.path)
    for doc_id, old in before.items():
        new = after.get(doc_id, _Seen(None, submitted=False))
        if old.submitted and not new.submitted:
            yield ANNOTATION_LOST.problem(document=doc_id, **where)
        elif doc_id in after and old.text_sha256 != new.text_sha256:
            yield TEXT_CHANGED.problem(document=doc_id, **where)


def _seen(path: Path) -> dict[str, _Seen]:
    """What a file holds of each document; {} without a file. Raises UnreadableExportError."""
    found: dict[str, _Seen] = {}
    if not path.is_file():
        return found
    for task in (as_object(t) or {} for t in tasks(path)):
        data = as_object(task.get("data")) or {}
        annotations = objects(task.get("annotations"))
        submitted = any(not a.get("was_cancelled") for a in annotations)
        doc_id, sha256 = as_string(data.get("doc_id")), as_string(data.get("text_sha256"))
        submitted = submitted or (doc_id in found and found[doc_id].submitted)
        found[doc_id or ""] = _Seen(sha256, submitted)
    return found


def _move(path: Path, target: Path) -> None:
    """Rename within one file system: all or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path.chmod(0o644)
    path.replace(target)
