"""`corpus/cleaning.yaml`: what this corpus adds to the cleaner, and what was decided by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from pydantic import BaseModel, ConfigDict, model_validator

from communique.schema import read_model

_FORMER_KEYS: Final = {"unsure": "defer_to_model"}


class OwnRule(BaseModel):
    """A rule of the corpus's own, tried after the catalogue's; fields as in the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    reason: str
    pattern: str
    family: str = ""
    policies: tuple[str, ...] = ("extracted", "page")
    place: str = "anywhere"
    near: tuple[str, ...] = ()
    limit: int = 200
    cased: bool = False
    open_ended: bool = False
    defer_to_model: bool = False

    @model_validator(mode="before")
    @classmethod
    def _former_keys(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {_FORMER_KEYS.get(k, k): v for k, v in cast("dict[str, Any]", data).items()}


class HandDecision(BaseModel):
    """A line of a document that a person kept or removed; it outlives every change of cleaner.

    `line` is the whole line without blanks at its edges, `because` says why.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    line: str
    keep: bool
    reason: str | None = None
    because: str

    @model_validator(mode="after")
    def _says_why_it_goes(self) -> "HandDecision":
        if self.keep == (self.reason is not None):
            raise ValueError("a line that goes takes a reason, one that stays takes none")
        return self


class DocumentCleaning(BaseModel):
    """What holds for one document alone: its policy, and rules that are tried after all others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: str | None = None
    rules: tuple[OwnRule, ...] = ()


class CleaningFile(BaseModel):
    """All of a corpus's own rules and decisions; `documents` by document id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[OwnRule, ...] = ()
    documents: Mapping[str, DocumentCleaning] = {}
    by_hand: tuple[HandDecision, ...] = ()


def read_cleaning_file(path: Path) -> CleaningFile:
    """Read `cleaning.yaml`; without it there is nothing to add. Raises YamlError, OSError."""
    return read_model(path, CleaningFile) if path.exists() else CleaningFile()
