"""Read `corpus/cleaning.yaml`: this corpus's own rules and its decisions by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from pydantic import BaseModel, ConfigDict, model_validator

from communique.schema import read_model

_FORMER_KEYS: Final = {"unsure": "defer_to_model"}


class OwnRule(BaseModel):
    """A rule of this corpus, tried after those of the catalogue; see `cleaning.rule.Rule`."""

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
    """A line of a document that a person kept or removed. It overrides the cleaner.

    `line` is the whole line without white space at its edges; `because` is the explanation.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    line: str
    keep: bool
    reason: str | None = None
    because: str

    @model_validator(mode="after")
    def _has_reason_if_removed(self) -> "HandDecision":
        if self.keep == (self.reason is not None):
            raise ValueError(
                "a removed line (keep: false) needs a reason, and a kept line must not have one"
            )
        return self


class DocumentCleaning(BaseModel):
    """What holds for one document alone: its policy, and rules that are tried after all others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    policy: str | None = None
    rules: tuple[OwnRule, ...] = ()


class CleaningFile(BaseModel):
    """The content of `corpus/cleaning.yaml`; `documents` by document id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: tuple[OwnRule, ...] = ()
    documents: Mapping[str, DocumentCleaning] = {}
    by_hand: tuple[HandDecision, ...] = ()


def read_cleaning_file(path: Path) -> CleaningFile:
    """Read `cleaning.yaml`; it is empty if the file is missing. Raises YamlError, OSError."""
    return read_model(path, CleaningFile) if path.exists() else CleaningFile()
