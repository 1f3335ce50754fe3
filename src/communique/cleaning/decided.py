"""The decision about a text: which groups go and why, and the types of the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from communique.cleaning.kept import Kept, kept_items
from communique.cleaning.lines import LineGroup
from communique.cleaning.page_scoring import Odds
from communique.cleaning.verdict import ENDING_MODEL, LINE_MODEL, Verdict, Verdicts


@dataclass(frozen=True)
class Decided:
    """A text, its groups, why groups go, and the type of each kept group (see `kept.Types`).

    `scores` are those of the line model, and `end_score` is that of the end of the content.
    """

    text: str
    groups: Sequence[LineGroup]
    verdicts: Verdicts
    types: bytes
    scores: Odds
    end_score: float = 0.0

    @cached_property
    def items(self) -> list[Kept]:
        """The kept groups with their types, in order."""
        return kept_items(self.groups, self.types)

    def removed(self) -> Iterator[tuple[LineGroup, Verdict]]:
        """Yield the removed groups in order, with a verdict that names the score of the model."""
        groups, verdicts = self.groups, self.verdicts
        scores: list[float] = self.scores.tolist()
        reason, rule = LINE_MODEL
        for i in sorted(verdicts):
            verdict = verdicts[i]
            if verdict is LINE_MODEL:
                verdict = Verdict(reason, f"{rule}:{scores[i]:.2f}")
            elif verdict is ENDING_MODEL:
                verdict = Verdict(reason, f"{verdict.rule}:{self.end_score:.2f}")
            yield groups[i], verdict
