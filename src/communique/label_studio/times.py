"""When annotations were submitted."""

from pathlib import Path

from communique.json_values import as_object, as_string, objects
from communique.label_studio.export import UnreadableExportError, tasks


def submitted(path: Path) -> dict[int, str]:
    """Annotation id to the time of its last change; {} for a file that cannot be read."""
    found: dict[int, str] = {}
    try:
        for task in (as_object(t) or {} for t in tasks(path)):
            for annotation in objects(task.get("annotations")):
                number, time = annotation.get("id"), as_string(annotation.get("updated_at"))
                if type(number) is int and time is not None:
                    found[number] = time
    except UnreadableExportError:
        return {}
    return found
