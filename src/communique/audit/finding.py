"""One row of an audit: a decision that may be wrong, and why."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AuditFinding:
    """A decision that may be wrong, or words that may be unmarked.

    `rank` counts from 1. `uid` is the uid of the decision as in the dataset, the annotation id
    where it has none, and None for what is unmarked. `kind` names the strongest evidence, `why`
    says it in words. `now` is the current value, `suggestion` another one ("" if there is none).
    `score` is the estimated probability of an error, from 0 to 1. `question` is what `now` answers:
    `label`, `border` or an attribute, and "" for what is unmarked.
    """

    rank: int
    layer: str
    doc_id: str
    uid: str | None
    kind: str
    why: str
    now: str
    suggestion: str
    score: float
    question: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data in the order of the contract."""
        return {name: value for name, value in asdict(self).items() if name != "question"}
