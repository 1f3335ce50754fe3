"""A record: one decision of one annotator, the form that every layer takes after reading."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
RecordKind = Literal["span", "block", "document"]
Status = Literal["done", "empty", "skipped", "missing"]
Values = str | tuple[str, ...]


class Origin(msgspec.Struct, frozen=True, gc=False):
    """Where in an export a record comes from."""

    file: str
    sha256: str
    task: int | None
    annotation: int | None
    region: str | None


class Record(msgspec.Struct, frozen=True, gc=False):
    """A labelled span, block or document value. Offsets are code points, half-open.

    `start end` index the document's text, `raw_start raw_end` the raw text; all are None for a
    document value, whose `attributes["attribute"]` names what was decided. `stated` are label and
    attributes as the export names them, if it uses names that have been changed since.
    """

    annotation_id: str
    layer: str
    doc_id: str
    annotator: str
    annotator_type: str
    pass_: int
    kind: RecordKind
    start: int | None
    end: int | None
    raw_start: int | None
    raw_end: int | None
    text: str | None
    label: str
    attributes: Mapping[str, Values]
    origin: str | None
    guideline_version: str
    text_sha256: str
    source: Origin
    stated: tuple[str, Mapping[str, Values]] | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain data in the order of the contract."""
        return {
            "annotation_id": self.annotation_id,
            "layer": self.layer,
            "doc_id": self.doc_id,
            "annotator": self.annotator,
            "annotator_type": self.annotator_type,
            "pass": self.pass_,
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "raw_start": self.raw_start,
            "raw_end": self.raw_end,
            "text": self.text,
            "label": self.label,
            "attributes": {
                k: list(v) if isinstance(v, tuple) else v for k, v in self.attributes.items()
            },
            "origin": self.origin,
            "guideline_version": self.guideline_version,
            "text_sha256": self.text_sha256,
            "source": {
                "file": self.source.file,
                "sha256": self.source.sha256,
                "task": self.source.task,
                "annotation": self.source.annotation,
                "region": self.source.region,
            },
        }


class Effort(msgspec.Struct, frozen=True, gc=False):
    """How an annotation came about: seconds of work (None if not measured), and of the regions
    that the page offered how many were `predicted`, left `unchanged`, `changed`; how many `added`.
    """

    lead_time: float | None = None
    predicted: int = 0
    unchanged: int = 0
    changed: int = 0
    added: int = 0


class PassStatus(msgspec.Struct, frozen=True, gc=False):
    """How far one annotator came with one document in one pass, under which guideline, and when
    the annotation was submitted (as the server wrote the time).
    """

    layer: str
    doc_id: str
    annotator: str
    pass_: int
    status: Status
    effort: Effort | None = None
    guideline_version: str | None = None
    submitted: str | None = None


def annotation_id(layer: str, doc_id: str, annotator: str, pass_: int, key: str) -> str:
    """`a` and 20 hex digits over what survives re-import, moved borders and other labels."""
    return "a" + _digest([layer, doc_id, annotator, pass_, key], 20)


def annotation_id_prefix(layer: str, doc_id: str, annotator: str, pass_: int) -> bytes:
    """What `annotation_id` hashes before the key; the key as a JSON string and `]` follow."""
    return f"{_compact([layer, doc_id, annotator, pass_])[:-1]},".encode()


def mint_uid(layer: str, doc_id: str, raw_start: int, raw_end: int, n: int) -> str:
    """The layer's initial and 12 hex digits; `n` counts decisions on the same range from 0."""
    return layer[0] + _digest([layer, doc_id, raw_start, raw_end, n], 12)


def mint_value_uid(layer: str, doc_id: str, asked: list[str], n: int) -> str:
    """As `mint_uid`, of a document value: `asked` says which."""
    return layer[0] + _digest([layer, doc_id, *asked, n], 12)


def _digest(parts: list[str | int], length: int) -> str:
    return hashlib.sha256(_compact(parts).encode("utf-8")).hexdigest()[:length]
