"""Effort of an annotation: its lead time, and what happened to its pre-annotations.

The server's `origin` is not enough: it stays `prediction` if the annotator only changed an
attribute of the region. So regions are compared with the predictions in the task.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from communique.label_studio.controls import UNIT
from communique.label_studio.reading.problem_kinds.exports import GROUND_TRUTH, LEAD_TIME_IMPOSSIBLE
from communique.label_studio.reading.region import Region, values_by_control
from communique.label_studio.reading.regions import Shapes, join_rows
from communique.label_studio.reading.task_json import Annotation, Task
from communique.problems import Fault
from communique.records import Effort

LONGEST: Final = 7 * 24 * 3600  # seconds; nobody needs a week for one document


def predicted_regions(task: Task, shapes: Shapes) -> dict[str, Region]:
    """The regions that were on the page before the annotator started, by id."""
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
    """Compare the regions offered with the regions submitted.

    `units` is set for a block layer: the regions offered are blocks, labelled with their block
    type. Such a region counts only if it has a value.
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
    """The lead time in seconds; None if the value cannot be a lead time."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LONGEST else None


def oddities(annotation: Annotation) -> Iterator[Fault]:
    """Problems of an annotation that do not depend on its regions."""
    if annotation.ground_truth is True:
        yield GROUND_TRUTH, "marked as ground truth"
    lead_time = annotation.lead_time
    if lead_time is not None and seconds(lead_time) is None:
        yield LEAD_TIME_IMPOSSIBLE, f"lead time {_short(lead_time)}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) < 40 else f"{shown[:37]}..."


def _stated(region: Region) -> object:
    values = {k: sorted(v) for k, v in values_by_control(region.answers).items() if v}
    return region.start, region.end, values
