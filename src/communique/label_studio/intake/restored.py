"""Work that came back from a restored project: unchanged tasks stay as they were stored."""

from pathlib import Path
from typing import Final, NamedTuple

from communique.label_studio.conflict.exports import content
from communique.label_studio.intake.split import Part, document_of, written
from communique.label_studio.reading.export_stream import UnreadableExportError, tasks
from communique.util.json_values import Object, as_object, objects

_AFTER: Final = 10**9  # more than the tasks of a file: new documents come after the stored ones


class _Place(NamedTuple):
    """A task: its number in the file, its content, and when its annotations were made."""

    number: int
    content: str
    made: tuple[object, ...]


def with_stored(target: Path, part: Part, path: Path) -> Part:
    """The part, with the stored task where the server has a copy of it. It is written to `path`.

    A server gives restored work other ids and times. Without this, a pull would change the file
    although the annotator changed nothing. The stored tasks keep their order. The part is returned
    as it is if it has no such copy, or if the stored file cannot be read. Raises OSError.
    """
    if not target.is_file():
        return part
    try:
        stored = _places(target, part.annotator)
    except UnreadableExportError:
        return part  # `store_export` reports it
    new = _places(part.path, part.annotator)
    copies = {d for d, place in new.items() if d in stored and _is_copy(place, stored[d])}
    if not copies or len(new) < part.tasks:
        return part
    places = [
        (
            f"{stored[d].number if d in stored else _AFTER + place.number:010}",
            int(d in copies),
            stored[d].number if d in copies else place.number,
        )
        for d, place in new.items()
    ]
    joined = Part(part.annotator, path, drafts=part.drafts)
    return written([part, Part(part.annotator, target)], places, joined)


def _is_copy(new: _Place, stored: _Place) -> bool:
    """Whether the answers are equal, but were made at another time: the server made them anew."""
    return bool(stored.made) and new.content == stored.content and new.made != stored.made


def _places(path: Path, annotator: str) -> dict[str | None, _Place]:
    """The tasks by document; of two tasks of one document the last."""
    found: dict[str | None, _Place] = {}
    for number, task in enumerate(tasks(path)):
        whole: Object = as_object(task) or {}
        listed = objects(whole.get("annotations"))
        own = all(a.get("completed_by") == annotator for a in listed)
        made = tuple(a.get("created_at") for a in listed) if own else ()
        found[document_of(task)] = _Place(number, content(whole), made)
    return found
