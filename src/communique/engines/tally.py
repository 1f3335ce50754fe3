"""Count what has happened to the documents of a shard."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Tally:
    """Counts of documents: read, kept, quarantined by reason. Other records are counted by kind.

    `seconds` is the processor time that they took. `repeated_lines` are the lines that were removed
    because many pages have them; None if this has not been done.
    """

    read: int = 0
    kept: int = 0
    quarantined: Counter[str] = field(default_factory=Counter[str])
    skipped: Counter[str] = field(default_factory=Counter[str])
    seconds: float = 0.0
    repeated_lines: int | None = None

    def __add__(self, other: "Tally") -> "Tally":
        """The counts of both."""
        return Tally(
            self.read + other.read,
            self.kept + other.kept,
            self.quarantined + other.quarantined,
            self.skipped + other.skipped,
            self.seconds + other.seconds,
            _sum(self.repeated_lines, other.repeated_lines),
        )

    @property
    def is_complete(self) -> bool:
        """Whether every document that was read was either kept or quarantined."""
        return self.read == self.kept + self.quarantined.total()

    def to_json(self) -> dict[str, Any]:
        """The counts as in `report.json`, without its `bytes`."""
        repeated = {} if self.repeated_lines is None else {"repeated_lines": self.repeated_lines}
        return {
            "in": self.read,
            "kept": self.kept,
            "quarantined": dict(sorted(self.quarantined.items())),
            "skipped": dict(sorted(self.skipped.items())),
            "seconds": round(self.seconds, 3),
            **repeated,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Tally":
        """Read what `to_json` returns."""
        quarantined, skipped = Counter[str](data["quarantined"]), Counter[str](data["skipped"])
        counts = (data["in"], data["kept"], quarantined, skipped)
        return cls(*counts, data["seconds"], data.get("repeated_lines"))


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)
