"""Read from an export what an adjudicator saw in each task."""

from communique.adjudication.candidates import PresentedItems
from communique.label_studio.reading.task_json import Data, Task
from communique.util.json_values import as_string


def presented_items(task: Task) -> PresentedItems | None:
    """The items and candidates of a task, and when it was answered; None if it was not."""
    if not task.finished:
        return None
    data = task.data or Data()
    rows = (row for p in task.predictions for row in p.result or ())
    candidates = frozenset(i for row in rows if (i := as_string(row.id)))
    times = [t for a in task.finished if (t := as_string(a.updated_at))]
    known = frozenset(data.basis)
    answered = (row for a in task.finished for row in a.result or ())
    left = candidates & {i for row in answered if (i := as_string(row.id))}
    last = max(times, default=None)
    again = frozenset(data.reopened)
    return PresentedItems(data.doc_id or "", known, candidates, last, left, again)
