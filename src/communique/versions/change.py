"""One difference between two versions, described by ids and never by words of the text."""

from dataclasses import dataclass
from typing import Any, Literal

ChangeKind = Literal[
    "added",
    "removed",
    "moved",
    "relabelled",
    "attribute",
    "split",
    "text",
    "schema",
    "metadata",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `uid` is the id of a row, or the name of a column or file.

    `before` and `after` are plain values; None if there is no value.
    """

    config: str | None
    kind: ChangeKind
    doc_id: str | None
    uid: str | None
    before: Any
    after: Any

    def to_json(self) -> dict[str, Any]:
        """Return the change as a JSON object."""
        return {
            "config": self.config,
            "kind": self.kind,
            "doc_id": self.doc_id,
            "uid": self.uid,
            "before": self.before,
            "after": self.after,
        }
