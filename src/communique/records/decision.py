"""`annotations/adjudicated/<layer>.json`: what was decided, from which annotations, and why."""

from collections.abc import Container
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from communique.records import RecordKind
from communique.util.json_values import parse_object

Reason = Literal[
    "boundary", "label", "attribute", "missed", "spurious", "guideline-gap", "ambiguous"
]
Offset = Annotated[int, Field(ge=0)]


class MalformedDecisionsError(ValueError):
    """A file of decisions does not have the shape of the contract."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Vote(_Strict):
    """How many of the annotators gave a label; `absent` for those who gave none."""

    label: str
    count: int = Field(ge=0)


class AdjudicatedDecision(_Strict):
    """One decision. Offsets are code points, half-open, into the document's text and into raw;
    None for a document value, whose `attributes["attribute"]` names what was decided.

    `candidates` are the ids of the annotations decided on, `basis` a hash of what they said,
    `votes` their labels, `at` the time of the export that it rests on.
    """

    uid: str
    doc_id: str
    kind: RecordKind = "span"
    candidates: list[str]
    basis: str = ""
    votes: list[Vote]
    outcome: Literal["kept", "rejected"]
    start: Offset | None
    end: Offset | None
    raw_start: Offset | None
    raw_end: Offset | None
    label: str
    attributes: dict[str, str | list[str]]
    decision: Literal["unanimous", "majority", "adjudicated"]
    reason: Reason | None
    by: str | None
    at: str | None


class AdjudicatedLayer(_Strict):
    """All decisions of a layer; `retired` are uids that once were and are never given again."""

    decisions: list[AdjudicatedDecision]
    retired: list[str] = []

    def without(self, documents: Container[str]) -> "AdjudicatedLayer":
        """The same without the decisions on some documents."""
        kept = [d for d in self.decisions if d.doc_id not in documents]
        return self.model_copy(update={"decisions": kept})

    def only(self, documents: Container[str]) -> "AdjudicatedLayer":
        """The same with nothing but the decisions on some documents."""
        kept = [d for d in self.decisions if d.doc_id in documents]
        return self.model_copy(update={"decisions": kept})


def read_decisions(path: Path) -> AdjudicatedLayer:
    """Read one file. Raises MalformedDecisionsError (where and what was expected) and OSError."""
    try:
        found = AdjudicatedLayer.model_validate(parse_object(path.read_bytes()))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise MalformedDecisionsError(f"{where}: {first['msg']}") from None
    except (ValueError, RecursionError) as error:
        raise MalformedDecisionsError(f"not JSON: {error}") from None
    uids = [d.uid for d in found.decisions] + found.retired
    if len(set(uids)) < len(uids):
        twice = sorted({uid for uid in uids if uids.count(uid) > 1})
        raise MalformedDecisionsError(f"uid given twice: {', '.join(twice)}")
    return found
