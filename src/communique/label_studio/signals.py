"""Quality signals: how long a document took, and what became of its pre-annotations.

The server's `origin` is not enough: it stays `prediction` when a form beside the region was filled
in. So regions are compared with the predictions that the task carries.
"""

from collections.abc import Iterable, Mapping

from communique.json_values import Object, as_list, objects
from communique.label_studio.controls import Control
from communique.label_studio.rows import Region, regions
from communique.records import Effort


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
    """A lead time; None for what is no number."""
    return float(value) if isinstance(value, int | float) else None


def _said(region: Region) -> object:
    values = {name: sorted(given) for name, given in region.values.items() if given}
    return region.start, region.end, sorted(region.labels), values
