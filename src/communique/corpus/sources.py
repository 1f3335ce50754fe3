"""`corpus/sources.yaml`: what each raw file is, as far as its own text says."""

import datetime
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from communique.schema import misplaced, read_model
from communique.schema.names import DATE, DOC_ID
from communique.util.json_values import as_list

LIST_KEY: Final = "documents"  # by this key a file that is a list is read
SHA256: Final = r"^[0-9a-f]{64}$"


class Original(BaseModel):
    """The file that a raw text was extracted from; its bytes are not kept, their hashes are.

    `record`, `uri` and `payload_sha256` are of a page in a web archive (the payload without
    transfer and content encoding). `extractor` is null where the archive itself holds text.
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


class Source(BaseModel):
    """One document. `author publisher published url` only as the text states them, else null.

    `published` is ISO 8601 of the precision stated; `genre`, `language` and `split_group` are the
    maintainers' judgement. Documents of one `split_group` are never separated. `original` stands
    where the raw text came out of an extractor.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    doc_id: str = Field(pattern=DOC_ID)
    file: str
    sha256: str = Field(pattern=SHA256)
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = Field(default=None, pattern=DATE)
    url: str | None = None
    genre: str | None = None
    language: str | None = None
    split_group: str | None = None
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
    def group(self) -> str:
        """The near-duplicate group that a split may not part."""
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
    def _given_once(self) -> "Sources":
        for what in ("doc_id", "file", "sha256"):
            seen: dict[str, str] = {}
            for i, document in enumerate(self.documents):
                value = getattr(document, what)
                if value in seen:
                    message = f"{what} given twice: {value} is also that of {seen[value]}"
                    raise misplaced((LIST_KEY, i, what), message)
                seen[value] = document.doc_id
        return self

    def active(self) -> list[Source]:
        """The documents that are not withdrawn, by id."""
        return sorted((d for d in self.documents if d.status == "active"), key=lambda d: d.doc_id)


def load_sources(path: Path) -> Sources:
    """Read `sources.yaml`. Raises YamlError (line, key, expectation) and OSError."""
    return read_model(path, Sources, list_key=LIST_KEY)
