"""Quality signals: how long a document took, and what became of its pre-annotations.

The server's `origin` is not enough: it stays `prediction` when a form beside the region was filled
in. So regions are compared with the predictions that the task carries.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from communique.label_studio.controls import UNIT
from communique.label_studio.reading.problem_kinds.exports import GROUND_TRUTH, LEAD_TIME_IMPOSSIBLE
from communique.label_studio.reading.regions import (
    Region,
    Shapes,
    join_rows,
    values_by_control,
)
from communique.label_studio.reading.task_json import Annotation, Task
from communique.problems import Fault
from communique.records import Effort

LONGEST: Final = 7 * 24 * 3600  # seconds; nobody looks at one document for a week


def predicted_regions(task: Task, shapes: Shapes) -> dict[str, Region]:
    """The regions that the page offered, by id."""
    if not task.predictions:
        return {}
    joined = join_rows([row for p in task.predictions for row in p.result or ()], shapes)
    return {r.region_id: r for r in joined.regions if r.region_id}


def effort(
    lead_time: float | None,
    offered: Mapping[str, Region],
    submitted: Iterable[Region],
    *,
    units: bool = False,
) -> Effort:
    """What became of the regions offered. A ready-made unit without values decided nothing.

    `units`: the labels of the regions offered are block types, which nobody decides.
    """
    by_id = {r.region_id: r for r in submitted}
    if not offered:
        return Effort(lead_time, added=len(by_id))
    decided = [i for i, region in offered.items() if not units or _is_decided(region)]
    kept = [i for i in decided if i in by_id]
    unchanged = sum(_stated(offered[i]) == _stated(by_id[i]) for i in kept)
    added = len(by_id.keys() - offered.keys())
    return Effort(lead_time, len(decided), unchanged, len(kept) - unchanged, added)


def _is_decided(region: Region) -> bool:
    return any(name != UNIT for name, _ in region.answers)


def seconds(value: object) -> float | None:
    """A lead time; None for what cannot be one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LONGEST else None


def oddities(annotation: Annotation) -> Iterator[Fault]:
    """What is odd about one annotation, whatever it says."""
    if annotation.ground_truth is True:
        yield GROUND_TRUTH, "marked as ground truth"
    lead_time = annotation.lead_time
    if lead_time is not None and seconds(lead_time) is None:
        yield LEAD_TIME_IMPOSSIBLE, f"lead time {_short(lead_time)}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) < 40 else f"{shown[:37]}..."


def _stated(region: Region) -> object:
    given = {k: sorted(v) for k, v in values_by_control(region.answers).items() if v}
    return region.start, region.end, given
