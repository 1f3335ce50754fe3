"""What was presented to an adjudicator in a task, and when it was answered."""

from dataclasses import dataclass

from communique.json_values import as_string
from communique.label_studio.reading.task_json import Data, Task


@dataclass(frozen=True, slots=True)
class PresentedItems:
    """The items of a document as an adjudicator saw them: fingerprints of the votes on them, the
    ids of the regions that stood for them, and when the task was answered.
    """

    doc_id: str
    votes_fingerprints: frozenset[str]
    candidates: frozenset[str]
    at: str | None


def presented_items(task: Task) -> PresentedItems | None:
    """Read from a task; None if the task was not answered."""
    if not task.finished:
        return None
    data = task.data or Data()
    rows = (row for p in task.predictions for row in p.result or ())
    candidates = frozenset(i for row in rows if (i := as_string(row.id)))
    times = [t for a in task.finished if (t := as_string(a.updated_at))]
    known = frozenset(data.basis)
    return PresentedItems(data.doc_id or "", known, candidates, max(times, default=None))
