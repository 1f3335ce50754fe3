"""On which text an annotation was made, and where that text stands today."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from communique.corpus import Document, Former
from communique.text import OffsetMap, sha256_text

Fault = tuple[str, str]
_sha256 = lru_cache(maxsize=4)(sha256_text)  # asked for once a record


@dataclass(frozen=True, slots=True)
class Standing:
    """The annotated text, the document it belongs to, and the way from one to the other."""

    doc_id: str | None
    text: str
    document: Document | None = None
    former: OffsetMap | None = None

    @property
    def current(self) -> str:
        """The text that carried ranges index."""
        return self.document.text if self.document else self.text

    @property
    def text_sha256(self) -> str:
        """Hash of the current text."""
        return self.document.text_sha256 if self.document else _sha256(self.text)

    def carry(self, start: int, end: int) -> tuple[int, int] | None:
        """The range in today's text; None unless every code point of it survived."""
        if self.former is None or self.document is None:
            return start, end
        raw = [self.former.point_to_raw(i) for i in range(start, end)]
        now = [None if r is None else self.document.offsets.point_from_raw(r) for r in raw]
        kept = [n for r, n in zip(raw, now, strict=True) if r is not None]
        if not kept or None in kept:
            return None
        points = [n for n in kept if n is not None]
        return points[0], points[-1] + 1

    def raw(self, start: int, end: int) -> tuple[int, int] | None:
        """The raw range of a range of today's text."""
        return self.document.offsets.to_raw(start, end) if self.document else None


def stand(
    data: Mapping[str, Any],
    documents: Mapping[str, Document] | None,
    former: Mapping[str, tuple[Former, ...]],
) -> tuple[Standing, list[Fault]]:
    """Match a task's data with the corpus; the faults say why its regions cannot be used."""
    doc_id = data.get("doc_id") if isinstance(data.get("doc_id"), str) else None
    text = data.get("text") if isinstance(data.get("text"), str) else None
    if documents is None:
        faults = [] if text is not None else [("malformed-annotation", "the task has no text")]
        return Standing(doc_id, text or ""), faults
    document = documents.get(doc_id or "")
    if document is None:
        return Standing(doc_id, text or ""), [("unknown-document", f"no document {doc_id!r}")]
    stated = data.get("text_sha256")
    same = text is not None and text == document.text  # then the hash is known
    made_on = document.text_sha256 if same else stated if text is None else sha256_text(text)
    if text is not None and isinstance(stated, str) and stated != made_on:
        return Standing(doc_id, text, document), [
            ("stale-text", "the task's text is not the one it names")
        ]
    return _against(document, doc_id, text, made_on, former.get(document.doc_id, ()))


def _against(
    document: Document,
    doc_id: str | None,
    text: str | None,
    made_on: object,
    former: tuple[Former, ...],
) -> tuple[Standing, list[Fault]]:
    if made_on in (None, document.text_sha256):
        return Standing(doc_id, document.text, document), []
    known = next((f for f in former if f.text_sha256 == made_on), None)
    if known is None or text is None:
        return Standing(doc_id, text or "", document), [("stale-text", "annotated on another text")]
    return Standing(doc_id, text, document, OffsetMap(known.pieces)), []
