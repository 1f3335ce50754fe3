"""Read `corpus/clean/<doc_id>.json`: a cleaned text, its blocks and its removed ranges."""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from communique.schema.names import DOC_ID
from communique.text import Block, Dateline, OffsetMap, Piece, Removed
from communique.text.blocks import body_blocks
from communique.util.json_values import as_object, parse_object


class MalformedDocumentError(ValueError):
    """A clean file does not have the required structure."""


@dataclass(frozen=True)
class Document:
    """A cleaned text with its blocks and removed ranges. Offsets are code points, half-open.

    >>> import communique
    >>> document = communique.open(corpus_folder).documents["one"]
    >>> document.title, document.text[17:24]
    ('A short headline', 'Ann Lee')
    >>> [block.type for block in document.blocks]
    ['title', 'paragraph', 'paragraph']
    """

    doc_id: str
    source_sha256: str
    text: str
    text_sha256: str
    title: str | None
    byline: str | None
    published: str | None
    dateline: Dateline | None
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]
    cleaner: Mapping[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def offsets(self) -> OffsetMap:
        """The exact map between `text` and the raw text."""
        return OffsetMap.of(self.blocks)

    @cached_property
    def body(self) -> list[Block]:
        """The blocks that are part of `text`, in order."""
        return body_blocks(self.blocks)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.range[0] for block in self.body]

    def units(self, types: Sequence[str]) -> list[Block]:
        """Return the blocks of these types, for which a block layer has a value."""
        return [b for b in self.body if b.type in types]

    def block_at(self, start: int, end: int) -> Block | None:
        """Return the block that contains the whole range of the text, or None."""
        at = bisect_right(self._starts, start) - 1
        return self.body[at] if at >= 0 and end <= self.body[at].range[1] else None

    def frozen_part(self) -> dict[str, Any]:
        """Return the data that must not change while the document has an export."""
        keys = ("block_id", "type", "start", "end", "pieces")
        data = self.to_json()
        blocks = [{k: b[k] for k in keys} for b in data["blocks"]]
        return {"text": self.text, "text_sha256": self.text_sha256, "blocks": blocks}

    def to_json(self) -> dict[str, Any]:
        """Return plain data in the order of the file; pieces as `[start, raw_start, length]`."""
        return {
            "doc_id": self.doc_id,
            "source_sha256": self.source_sha256,
            "text": self.text,
            "text_sha256": self.text_sha256,
            "title": self.title,
            "byline": self.byline,
            "published": self.published,
            "dateline": asdict(self.dateline) if self.dateline else None,
            "blocks": [{**asdict(b), "pieces": [list(p) for p in b.pieces]} for b in self.blocks],
            "removed": [asdict(r) for r in self.removed],
            "cleaner": dict(self.cleaner),
        }


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier text of a document: its hash, and the pieces that map it to the raw text."""

    text_sha256: str
    pieces: tuple[Piece, ...]


def document_from_json(data: Mapping[str, Any]) -> Document:
    """Convert plain data to a Document. Raises MalformedDocumentError."""
    try:
        return Document(
            doc_id=_doc_id(data["doc_id"]),
            source_sha256=_string(data["source_sha256"]),
            text=_string(data["text"]),
            text_sha256=_string(data["text_sha256"]),
            title=_optional(data.get("title")),
            byline=_optional(data.get("byline")),
            published=_optional(data.get("published")),
            dateline=_dateline(data.get("dateline")),
            blocks=tuple(_block(b) for b in data["blocks"]),
            removed=tuple(_removed(r) for r in data["removed"]),
            cleaner=_strings(data.get("cleaner")),
        )
    except KeyError as error:
        raise MalformedDocumentError(f"key is missing: {error}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise MalformedDocumentError(str(error)) from None


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a string, found {type(value).__name__}")
    return value


def _doc_id(value: object) -> str:
    if not re.fullmatch(DOC_ID, _string(value)) or "\n" in _string(value):
        raise ValueError(f"{value!r} is not a valid document id")  # it becomes part of file names
    return _string(value)


def _optional(value: object) -> str | None:
    return None if value is None else _string(value)


def _strings(value: object) -> dict[str, str]:
    return {k: _string(v) for k, v in (as_object(value) or {}).items()}


def _offset(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError(f"expected an offset (an integer from 0), found {value!r:.40}")
    return value


def _dateline(data: Mapping[str, Any] | None) -> Dateline | None:
    return Dateline(_offset(data["start"]), _offset(data["end"])) if data is not None else None


def _removed(data: Mapping[str, Any]) -> Removed:
    start, end = _offset(data["raw_start"]), _offset(data["raw_end"])
    return Removed(start, end, _string(data["reason"]), _string(data["rule"]))


def _block(data: Mapping[str, Any]) -> Block:
    outside = data["start"] is None and data["end"] is None
    return Block(
        block_id=_string(data["block_id"]),
        type=_string(data["type"]),
        start=None if outside else _offset(data["start"]),
        end=None if outside else _offset(data["end"]),
        raw_start=_offset(data["raw_start"]),
        raw_end=_offset(data["raw_end"]),
        raw_sha256=_string(data["raw_sha256"]),
        pieces=_pieces(data["pieces"]),
    )


def _pieces(data: Sequence[Sequence[int]]) -> tuple[Piece, ...]:
    return tuple(Piece(*(_offset(n) for n in piece)) for piece in data)


def read_document(path: Path) -> Document:
    """Read one clean file. Raises MalformedDocumentError (also for invalid JSON) and OSError."""
    try:
        data = parse_object(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise MalformedDocumentError(f"not JSON: {error}") from None
    return document_from_json(data)


def read_history(path: Path) -> tuple[Former, ...]:
    """Read the known former texts of a document, newest last; () if it has no history file.

    Raises MalformedDocumentError and OSError.
    """
    if not path.exists():
        return ()
    try:
        data = json.loads(path.read_bytes())
        return tuple(Former(_string(f["text_sha256"]), _pieces(f["pieces"])) for f in data)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise MalformedDocumentError(f"the history file is malformed: {error}") from None
