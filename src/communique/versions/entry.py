"""A row of a dataset as an entry with an id, a place, a label and attributes."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from communique.dataset.arrays import Row
from communique.dataset.votes import LABEL, SPAN

# How a decision came about. The first releases had no questions, and no name of who decided.
SUPPORT: Final = ("decision", "disagreement", "decided_by", "votes", "n_annotators")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or value with an id. `place` is a range of the raw text, or None.

    The place of a block value is its block, so it is never reported as moved.
    """

    config: str
    doc_id: str
    uid: str
    unit: str
    place: Range | None
    label: str | None
    attributes: Mapping[str, Any]
    support: Mapping[str, Any] = field(default_factory=dict[str, Any])
    identity: Hashable = None


def support_of(row: Row) -> dict[str, Any]:
    """How the label of a row was decided.

    `votes` are those on the label, which every release has; `all_votes` those on every question,
    with ranges from the start of the row's own range, so that text that moves changes none.
    """
    support = {name: row[name] for name in SUPPORT if name in row}
    votes: list[Row] = row.get("votes") or []
    if not any("question" in vote for vote in votes):
        return {**support, "votes": _sorted(votes)}
    label = LABEL if any(v["question"] == LABEL for v in votes) else votes[0]["question"]
    on_label = [{"label": v["value"], "count": v["count"]} for v in votes if v["question"] == label]
    begin = row.get("start") or 0
    all_votes = [
        {**v, "value": _from(v["value"], begin)} if v["question"] == SPAN else v for v in votes
    ]
    return {**support, "votes": _sorted(on_label), "all_votes": all_votes}


def _from(value: str, begin: int) -> str:
    """A range as it is in votes, counted from `begin`; other values stay."""
    start, is_range, end = value.partition(":")
    return f"{int(start) - begin}:{int(end) - begin}" if is_range else value


def _sorted(votes: list[Row]) -> list[Row]:
    return sorted(votes, key=lambda vote: vote["label"])
