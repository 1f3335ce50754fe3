"""Move the regions of a task to the cleaned text of its document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from communique.label_studio.intake.placement import Placement
from communique.label_studio.people import user_of
from communique.label_studio.reading.offset_encoding import (
    OffsetEncoding,
    code_points,
    fitting,
    matches_echo,
)
from communique.problems import Problem, problem_kind
from communique.util.json_values import Object, as_list, as_object, as_string, objects

REGION_NOT_MOVED: Final = problem_kind(
    "region-not-moved",
    level="error",
    stage="exports",
    on_import=True,
    what="A region cannot be moved to the cleaned text.",
    why="Part of what was marked is not in the cleaned text. Cutting it would change the label.",
    fix=(
        "Change the region in Label Studio and export again, or keep its line in "
        "corpus/cleaning.yaml. With --accept-losses, the region is left out."
    ),
    example=(
        "incoming.json · one · ann-1 · annotation 70: region r2 cannot be moved: the "
        'cleaned text does not have its characters from 126 on: "Leave a comment"'
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where problems are reported: the file, the layer, and the pseudonyms of accounts."""

    file: str
    layer: str
    accounts: Mapping[str, str]

    def pseudonym(self, annotation: Object) -> str | None:
        """The annotator of an annotation, if the account is known."""
        person = annotation.get("completed_by")
        email = (as_object(person) or {}).get("email")
        return self.accounts.get(str(email)) or self.accounts.get(str(user_of(person)))


@dataclass(slots=True)
class Mover:
    """Moves the regions of tasks. `moved` counts them, `problems` are those that cannot be."""

    place: Place
    encoding: OffsetEncoding = "code-points"
    moved: int = 0

    def task(self, task: Object, placement: Placement, problems: list[Problem]) -> Object:
        """The task with regions of the cleaned text. Regions that cannot be moved are left out."""
        if placement.is_same and self.encoding == "code-points":
            return task
        kept = dict(task)
        if (annotations := as_list(task.get("annotations"))) is not None:
            kept["annotations"] = [
                a
                if (fields := as_object(a)) is None
                else self._annotation(fields, placement, problems)
                for a in annotations
            ]
        if (predictions := as_list(task.get("predictions"))) is not None:
            # nobody's work is lost with a prediction
            kept["predictions"] = [
                self._result(fields, placement)[0] if (fields := as_object(p)) else p
                for p in predictions
            ]
        return kept

    def _annotation(
        self, annotation: Object, placement: Placement, problems: list[Problem]
    ) -> Object:
        moved, reasons = self._result(annotation, placement)
        self.moved += sum(1 for _ in ranged(moved)) if not placement.is_same else 0
        for region, reason in reasons.items():
            problems.append(
                REGION_NOT_MOVED.problem(
                    f"region {region} cannot be moved: {reason}",
                    layer=self.place.layer,
                    document=placement.document.doc_id,
                    annotator=self.place.pseudonym(annotation),
                    file=self.place.file,
                    at=f"annotation {annotation.get('id')}",
                )
            )
        return moved

    def _result(self, holder: Object, placement: Placement) -> tuple[Object, dict[str, str]]:
        """The annotation with moved rows, and why regions cannot be moved, by region."""
        rows = as_list(holder.get("result"))
        if rows is None:
            return holder, {}
        moved = [(row, self._row(row, placement)) for row in rows]
        reasons = {_region(row): to for row, to in moved if isinstance(to, str)}
        kept = [to for row, to in moved if not isinstance(to, str) and not _named(row, reasons)]
        return {**holder, "result": kept}, reasons

    def _row(self, row: Any, placement: Placement) -> Any:
        """The moved row; a string if it cannot be moved."""
        value = as_object((as_object(row) or {}).get("value"))
        if value is None or (value.get("start") is None and value.get("end") is None):
            return row
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            return f"its offsets are not whole numbers: {start!r:.40} to {end!r:.40}"
        span = code_points(placement.text, start, end, self.encoding)
        if span is None:
            return f"its offsets {start} to {end} are not in the text of its task"
        to = placement.move(*span)
        if isinstance(to, str):
            return to
        moved = {**value, "start": to[0], "end": to[1]}
        if (echo := _echo(row)) and matches_echo(echo, placement.text[span[0] : span[1]]):
            moved["text"] = placement.document.text[to[0] : to[1]]
        return {**row, "value": moved}


def _echo(row: Object) -> str | None:
    """The marked text beside the offsets of a row; what was typed into a form is none."""
    value = as_object(row.get("value")) or {}
    return None if row.get("type") == "textarea" else as_string(value.get("text"))


def ranged(holder: Object) -> Iterator[Object]:
    """The rows of an annotation that have a range."""
    for row in objects(holder.get("result")):
        value = as_object(row.get("value")) or {}
        if type(value.get("start")) is int and type(value.get("end")) is int:
            yield row


def encodings(task: Object, text: str) -> Iterator[frozenset[OffsetEncoding]]:
    """For each region of a task with an echo, the encodings in which its offsets fit the text."""
    for annotation in objects(task.get("annotations")):
        for row in ranged(annotation):
            value: Object = row["value"]
            if (echo := _echo(row)) is not None:
                yield fitting(text, value["start"], value["end"], echo)


def _region(row: Any) -> str:
    """The name of a row's region in reports: its id, else its offsets."""
    fields = as_object(row) or {}
    value = as_object(fields.get("value")) or {}
    return as_string(fields.get("id")) or f"{value.get('start')!r:.20}-{value.get('end')!r:.20}"


def _named(row: Any, regions: Mapping[str, str]) -> bool:
    """Whether a row belongs to one of the regions, or links one."""
    fields = as_object(row) or {}
    ids = (fields.get(key) for key in ("id", "from_id", "to_id"))
    return any(isinstance(i, str) and i in regions for i in ids)
