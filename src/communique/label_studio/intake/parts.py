"""Put the tasks of a long document together: each has a part of its text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from communique.corpus import Document
from communique.label_studio.conflict.exports import canonical
from communique.label_studio.intake.moved_task import Place, ranged
from communique.label_studio.intake.placement import shown
from communique.label_studio.people import user_of
from communique.problems import Problem, problem_kind
from communique.util.json_values import Object, as_list, as_object, as_string, objects

PARTS_MISSING: Final = problem_kind(
    "parts-missing",
    level="warning",
    stage="exports",
    on_import=True,
    what="A document was put together although tasks of some of its parts are missing.",
    why="What was not annotated counts as text without labels.",
    fix="Import all parts of the document in one command.",
    example=(
        'incoming.json · one · ann-1: the text from character 90 on ("Rome replied that '
        'it wou…"; 27 characters in all) has no finished task'
    ),
)


_LONGEST: Final = 60  # characters of an answer in a message


class PartsError(ValueError):
    """The parts of a document contradict each other, or some are missing."""


@dataclass(frozen=True, slots=True)
class TaskPart:
    """A task that has a part of a document. Its regions are those of the cleaned text.

    `covered` are the offsets of the cleaned text that the task showed.
    """

    task: Object
    covered: frozenset[int]

    @property
    def start(self) -> int:
        """The first offset that the task showed; 0 if it showed only removed text."""
        return min(self.covered, default=0)


@dataclass(frozen=True, slots=True)
class _Answer:
    """One annotation of one part."""

    part: TaskPart
    annotation: Object


def put_together(
    document: Document, parts: Sequence[TaskPart], place: Place, *, allow_missing: bool
) -> tuple[Object, list[Problem]]:
    """One task for the whole document, with one annotation for each annotator.

    Raises PartsError.
    """
    ordered = sorted(parts, key=lambda p: (p.start, canonical(p.task)))
    answers: dict[str, list[_Answer]] = {}
    for each in ordered:
        for annotation in objects(each.task.get("annotations")):
            author = canonical(user_of(annotation.get("completed_by")))
            answers.setdefault(author, []).append(_Answer(each, annotation))
    problems: list[Problem] = []
    annotations: list[Object] = []
    for given in answers.values():
        listed = _distinct(given)
        annotations.append(_joined(listed))
        if gap := _gap(document, listed):
            who = place.pseudonym(listed[0].annotation)
            if not allow_missing:
                raise PartsError(f"{gap} has no finished task{f' of {who}' if who else ''}")
            problems.append(
                PARTS_MISSING.problem(
                    f"{gap} has no finished task",
                    layer=place.layer,
                    document=document.doc_id,
                    annotator=who,
                    file=place.file,
                )
            )
    lists = ("predictions", "drafts")
    rest = {k: [x for p in ordered for x in as_list(p.task.get(k)) or ()] for k in lists}
    return {**ordered[0].task, "annotations": annotations, **rest}, problems


def _distinct(given: Sequence[_Answer]) -> list[_Answer]:
    """The answers of one annotator, one for each part. Raises PartsError."""
    by_part: dict[object, _Answer] = {}
    for answer in given:
        former = by_part.setdefault(answer.part.covered or id(answer), answer)
        if _content(former.annotation) != _content(answer.annotation):
            raise PartsError(f"two tasks have different work on the part at {answer.part.start}")
    listed = list(by_part.values())
    for first, second in pairwise(a for a in listed if a.part.covered):
        if both := first.part.covered & second.part.covered:
            raise PartsError(f"two tasks have the same text at characters {_span(both)}")
    return listed


def _joined(listed: Sequence[_Answer]) -> Object:
    """One annotation with the regions of all parts. It is skipped if every part is."""
    finished = [a for a in listed if not a.annotation.get("was_cancelled")] or list(listed)
    rows: list[Any] = []
    ids: set[str] = set()
    document_rows: dict[str, Any] = {}
    for answer in finished:
        own = as_list(answer.annotation.get("result")) or []
        regions = {i for row in ranged(answer.annotation) if (i := as_string(row.get("id")))}
        names = {i: _free(i, ids, answer.part.start) for i in sorted(regions)}
        ids |= set(names.values())
        for row in own:
            if _is_of_document(row, regions):
                _add(document_rows, row)
            else:
                rows.append(_renamed(row, names))
    times = [t for a in finished if (t := _seconds(a.annotation)) is not None]
    total = {"lead_time": sum(times)} if times else {}
    return {**finished[0].annotation, **total, "result": [*rows, *document_rows.values()]}


def _seconds(annotation: Object) -> float | None:
    time = annotation.get("lead_time")
    return time if isinstance(time, int | float) and not isinstance(time, bool) else None


def _is_of_document(row: Any, regions: set[str]) -> bool:
    """Whether a row answers a question about the whole task."""
    fields = as_object(row) or {}
    value = as_object(fields.get("value")) or {}
    has_place = value.get("start") is not None or value.get("end") is not None
    return bool(fields) and not (
        has_place or fields.get("type") == "relation" or fields.get("id") in regions
    )


def _add(rows: dict[str, Any], row: Object) -> None:
    """Add an answer about the document. Raises PartsError if a part says something else."""
    name = f"{row.get('from_name')}"
    former = rows.setdefault(name, row)
    if canonical(_answer(former)) != canonical(_answer(row)):
        raise PartsError(
            f"its parts contradict each other in `{name}`: {_told(former)} and {_told(row)}"
        )


def _answer(row: Object) -> Any:
    """What a row answers. The order of choices makes no difference."""
    value = as_object(row.get("value"))
    if value is None:
        return row.get("value")
    listed = {k: as_list(v) for k, v in value.items()}
    return {
        k: v if (x := listed[k]) is None else sorted(map(canonical, x)) for k, v in value.items()
    }


def _told(row: Object) -> str:
    values = list((as_object(row.get("value")) or {}).values())
    listed = as_list(values[0]) if len(values) == 1 else None
    return " and ".join(map(str, values if listed is None else listed))[:_LONGEST]


def _free(region: str, taken: set[str], start: int) -> str:
    """An id that no earlier part has: if it is taken, the place of the part is added."""
    if region not in taken:
        return region
    renamed = f"{region}-{start}"
    return renamed if renamed not in taken else _free(renamed, taken, start)


def _renamed(row: Any, names: Mapping[str, str]) -> Any:
    fields = as_object(row)
    if fields is None:
        return row
    keys = ("id", "from_id", "to_id", "parentID")
    return {k: names.get(str(v), v) if k in keys else v for k, v in fields.items()}


def _gap(document: Document, listed: Sequence[_Answer]) -> str | None:
    """The first text that no finished annotation covers; None if there is none.

    If every part is skipped, the document is skipped as a whole.
    """
    done = [a for a in listed if not a.annotation.get("was_cancelled")]
    if not done:
        done = list(listed)
    covered = frozenset[int]().union(*(a.part.covered for a in done))
    missing = [n for n, c in enumerate(document.text) if n not in covered and not c.isspace()]
    if not missing:
        return None
    words = shown(document.text[missing[0] :])
    return f"the text from character {missing[0]} on ({words}; {len(missing)} characters in all)"


def _span(points: Iterable[int]) -> str:
    listed = sorted(points)
    return f"{listed[0]} to {listed[-1] + 1}"


def _content(annotation: Object) -> str:
    rows = sorted(map(canonical, as_list(annotation.get("result")) or ()))
    return canonical([bool(annotation.get("was_cancelled")), rows])
