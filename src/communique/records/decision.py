"""`annotations/adjudicated/<layer>.json`: decisions, their annotations, and the reasons."""

from collections.abc import Container
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)

from communique.records import RecordKind, Values
from communique.util.json_values import parse_object

Reason = Literal[
    "boundary", "label", "attribute", "missed", "spurious", "guideline-gap", "ambiguous"
]
How = Literal["unanimous", "majority", "adjudicated"]
Offset = Annotated[int, Field(ge=0)]


class MalformedDecisionsError(ValueError):
    """A file of decisions does not have the shape of the contract."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Vote(_Strict):
    """How many of the annotators gave a label; `absent` for those who gave none."""

    label: str
    count: int = Field(ge=0)


class RelationDecision(_Strict):
    """The decision on one label of a pair of spans: it stands with the span that the relation leads
    from; `to_uid` is the uid of the other. `votes` are those on the pair, `basis` a hash of them.
    """

    label: str
    to_uid: str
    outcome: Literal["kept", "rejected"] = "kept"
    decision: How
    votes: list[Vote]
    basis: str = ""
    reason: Reason | None = None
    by: str | None = None
    at: str | None = None


class AdjudicatedDecision(_Strict):
    """One decision. Offsets are code points, half-open, into the document's text and into raw;
    None for a document value, whose `attributes["attribute"]` names what was decided.

    `candidates` are the ids of the annotations decided on, `basis` a hash of their answers,
    `votes` their labels, `at` the time of the export that it rests on. `relations` lead from a
    span to other decisions of the layer. `overrules`: the adjudicator decided against unanimous
    votes, on an item that was opened again on purpose.
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
    decision: How
    reason: Reason | None
    by: str | None
    at: str | None
    overrules: bool = False
    relations: list[RelationDecision] = Field(default_factory=list[RelationDecision])

    @property
    def values(self) -> dict[str, Values]:
        """The attributes in the form that a record has: a set of values is a tuple."""
        return {k: v if isinstance(v, str) else tuple(v) for k, v in self.attributes.items()}

    @model_serializer(mode="wrap")
    def _without_defaults(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Files without relations and overruled votes stay as they were before these existed."""
        data = dump(self)
        for name in ("overrules", "relations"):
            if not data[name]:
                del data[name]
        return data


class AdjudicatedLayer(_Strict):
    """All decisions of a layer; `retired` are former uids that are never used again."""

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
        raise MalformedDecisionsError(f"uid used twice: {', '.join(twice)}")
    return found
