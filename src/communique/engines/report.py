"""The report of a run: every document is either kept or quarantined."""

from dataclasses import dataclass
from typing import Any

from communique.engines.run_folder import RunFolder
from communique.engines.tally import Tally
from communique.util.atomic_write import json_text, write_atomic


@dataclass(frozen=True, slots=True)
class Report:
    """The counts of a run, and the size of its input files in bytes."""

    tally: Tally
    bytes: int

    def to_json(self) -> dict[str, Any]:
        """The content of `report.json`. `skipped` is there only if records were skipped.

        `repeated_lines` is there only if repeated lines were removed.
        """
        counts = self.tally.to_json()
        skipped = {"skipped": found} if (found := counts["skipped"]) else {}
        named = {name: counts[name] for name in ("in", "kept", "quarantined")}
        repeated = {name: counts[name] for name in ("repeated_lines",) if name in counts}
        return {**named, "bytes": self.bytes, "seconds": counts["seconds"], **skipped, **repeated}


def write_report(folder: RunFolder) -> Report:
    """Add up the counts of all shards and write `report.json`. Raises OSError."""
    shards = range(len(folder.plan.shards))
    total = sum((folder.tally(number) for number in shards), start=Tally())
    report = Report(total, sum(file.size for file in folder.plan.files))
    write_atomic(folder.path / "report.json", json_text(report.to_json()))
    return report
