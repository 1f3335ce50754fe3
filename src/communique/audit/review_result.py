"""The outcomes of a review, counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from communique.audit.review import Verdict


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many findings there are, how many are read, how many of these the reader decides in
    another way, and how many are gone. `precision`: the share of the findings read that the reader
    decides in another way (0 to 1, None if none is read); `share_of_all`: the same share of all
    questions in the documents read.
    """

    findings: int
    read: int
    differ: int
    gone: int
    precision: float | None
    share_of_all: float | None


def review_counts(verdicts: Sequence[Verdict], differ_of_all: tuple[int, int]) -> ReviewCounts:
    """Count the outcomes. `differ_of_all`: of all questions in the documents read, how many the
    reader answers in another way, and how many there are.

    >>> review_counts([], (1, 4)).share_of_all
    0.25
    """
    outcomes = Counter(v.outcome for v in verdicts)
    differ, every = differ_of_all
    read = outcomes["agrees"] + outcomes["differs"]
    return ReviewCounts(
        findings=len(verdicts),
        read=read,
        differ=outcomes["differs"],
        gone=outcomes["gone"],
        precision=outcomes["differs"] / read if read else None,
        share_of_all=differ / every if every else None,
    )


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What a reader says about the findings, and the counts."""

    reader: str
    verdicts: Sequence[Verdict]
    counts: ReviewCounts

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "reader": self.reader,
            **asdict(self.counts),
            "verdicts": [
                {**asdict(v.finding), "outcome": v.outcome, "answer": v.answer}
                for v in self.verdicts
            ],
        }
