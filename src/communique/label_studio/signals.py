"""Quality signals: how long a document took, and what became of its pre-annotations.

The server's `origin` is not enough: it stays `prediction` when a form beside the region was filled
in. So regions are compared with the predictions that the task carries.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from communique.json_values import Object, as_list, objects
from communique.label_studio.controls import Control
from communique.label_studio.rows import Fault, Region, regions
from communique.records import Effort

LONGEST: Final = 7 * 24 * 3600  # seconds; nobody looks at one document for a week


def predicted(task: Object, known: Mapping[str, Control]) -> dict[str, Region]:
    """The regions that the page offered, by id."""
    rows = [r for p in objects(task.get("predictions")) for r in as_list(p.get("result")) or ()]
    found, _ = regions(rows, known)
    return {r.region_id: r for r in found if r.region_id}


def effort(
    lead_time: float | None,
    offered: Mapping[str, Region],
    submitted: Iterable[Region],
    *,
    units: bool = False,
) -> Effort:
    """What became of the regions offered. A ready-made unit without values decided nothing."""
    by_id = {r.region_id: r for r in submitted}
    decided = [i for i, region in offered.items() if region.values or not units]
    kept = [i for i in decided if i in by_id]
    unchanged = sum(_said(offered[i]) == _said(by_id[i]) for i in kept)
    added = len(by_id.keys() - offered.keys())
    return Effort(lead_time, len(decided), unchanged, len(kept) - unchanged, added)


def seconds(value: object) -> float | None:
    """A lead time; None for what cannot be one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LONGEST else None


def oddities(annotation: Object) -> Iterator[Fault]:
    """`ground-truth lead-time-impossible` of one annotation."""
    if annotation.get("ground_truth") is True:
        yield "ground-truth", "marked as ground truth"
    lead_time = annotation.get("lead_time")
    if lead_time is not None and seconds(lead_time) is None:
        yield "lead-time-impossible", f"lead time {_short(lead_time)}"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) < 40 else f"{shown[:37]}..."


def _said(region: Region) -> object:
    values = {name: sorted(given) for name, given in region.values.items() if given}
    return region.start, region.end, sorted(region.labels), values
