"""Read `corpus/sources.yaml`: the source of each raw file, as stated in its own text."""

import datetime
import sys
from pathlib import Path, PurePosixPath
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeInt,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic.dataclasses import dataclass

from communique.schema import misplaced, read_model
from communique.schema.names import DATE, DOC_ID, SHA256
from communique.schema.yaml_list import NotPlainError, read_entries
from communique.util.json_values import as_list

Shared = Annotated[str, AfterValidator(sys.intern)]  # one object for equal values
LIST_KEY: Final = "documents"  # by this key a file that is a list is read


class Original(BaseModel):
    """The file from which a raw text was extracted. Its bytes are not kept, but its hash is.

    `record`, `uri` and `payload_sha256` describe a page in a web archive (the payload without
    transfer and content encoding). `extractor` is null if the file itself contains text. `code` are
    ranges of lines in the raw text (code points, half-open) that are code: their indentation is
    kept.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    sha256: str = Field(pattern=SHA256)
    media_type: str
    charset: str
    extractor: str | None = None
    version: str | None = None
    record: str | None = None
    uri: str | None = None
    payload_sha256: str | None = Field(default=None, pattern=SHA256)
    code: tuple[tuple[NonNegativeInt, NonNegativeInt], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Source:
    """One document. `author publisher published url` are null unless the text states them.

    `published` is ISO 8601, as precise as stated. The maintainers decide `genre`, `language` and
    `split_group`; `communique add` sets the `language` that a page states. Documents of one
    `split_group` are always in the same split. `group` is the number of the group of
    near-duplicates; `communique clean` records it. `original` is set if the raw text was extracted
    or converted from another file. It is a dataclass, because a corpus has many sources and a model
    takes three times the memory.
    """

    doc_id: Shared = Field(pattern=DOC_ID)
    file: str
    sha256: str = Field(pattern=SHA256)
    title: str | None = None
    author: str | None = None
    publisher: Shared | None = None
    published: str | None = Field(default=None, pattern=DATE)
    url: str | None = None
    genre: Shared | None = None
    language: Shared | None = None
    split_group: str | None = None
    group: int | None = Field(default=None, ge=0)
    status: Literal["active", "withdrawn"] = "active"
    note: str | None = None
    original: Original | None = None

    @field_validator("file")
    @classmethod
    def _inside_raw(cls, value: str) -> str:
        value = value.removeprefix("corpus/").removeprefix("raw/")
        path = PurePosixPath(value)
        if path.is_absolute() or ".." in path.parts or "\\" in value or not path.name:
            raise ValueError("expected a path below corpus/raw")
        return value

    @field_validator("published")
    @classmethod
    def _in_the_calendar(cls, value: str | None) -> str | None:
        year, month, day = (*map(int, (value or "1").split("-")), 1, 1)[:3]
        try:
            datetime.date(year, month, day)
        except ValueError:
            raise ValueError(f"{value} is not in the calendar") from None
        return value

    @property
    def split_key(self) -> str:
        """The name under which a split policy may list the document."""
        return self.split_group or self.doc_id


class Sources(BaseModel):
    """All documents of a corpus, in the order of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    documents: tuple[Source, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _list_or_key(cls, data: object) -> object:
        listed = [] if data is None else as_list(data)
        return data if listed is None else {LIST_KEY: listed}

    @model_validator(mode="after")
    def _is_unique(self) -> "Sources":
        for key in ("doc_id", "file", "sha256"):
            seen: dict[str, str] = {}
            for i, document in enumerate(self.documents):
                value = getattr(document, key)
                if value in seen:
                    message = f"{seen[value]} has the same {key}: {value}"
                    raise misplaced((LIST_KEY, i, key), message)
                seen[value] = document.doc_id
        return self

    def active(self) -> list[Source]:
        """Return the documents that are not withdrawn, sorted by id."""
        return sorted((d for d in self.documents if d.status == "active"), key=lambda d: d.doc_id)


def load_sources(path: Path) -> Sources:
    """Read `sources.yaml`. Raises YamlError (line, key, expectation) and OSError."""
    try:
        return Sources(documents=tuple(read_entries(path, Source)))
    except (NotPlainError, ValidationError):
        return read_model(path, Sources, list_key=LIST_KEY)
