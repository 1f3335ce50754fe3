"""The text on which an annotation was made, and how its ranges map to the current text."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from communique.corpus import Document, Former
from communique.label_studio.reading.problem_kinds.exports import (
    MALFORMED_ANNOTATION,
    STALE_TEXT,
    UNKNOWN_DOCUMENT,
)
from communique.label_studio.reading.task_json import Data
from communique.problems import Fault
from communique.text import OffsetMap, sha256_text

Range = tuple[int, int]
_sha256 = lru_cache(maxsize=4)(sha256_text)  # called once for each record


@dataclass(frozen=True, slots=True)
class Texts:
    """The corpus's texts that an export is compared with; `known` is None without a corpus.

    Tasks of `inactive` documents are not read.
    """

    known: Mapping[str, Document] | None
    former: Mapping[str, tuple[Former, ...]]
    inactive: Collection[str] = frozenset()


class TextVersion(msgspec.Struct, frozen=True):
    """The annotated text, its document, and the map of a former text (None for the current one).

    `is_proven` is False if the task does not say what its text was. It is then taken for the
    present text, which the words of its regions must confirm.
    """

    doc_id: str | None
    text: str
    document: Document | None = None
    former: OffsetMap | None = None
    is_proven: bool = True

    @property
    def current(self) -> str:
        """The text that projected ranges index."""
        return self.document.text if self.document else self.text

    @property
    def text_sha256(self) -> str:
        """Hash of the current text."""
        return self.document.text_sha256 if self.document else _sha256(self.text)

    def project(self, start: int, end: int) -> Range | None:
        """The range in the current text; None if any of its code points is no longer there."""
        if self.former is None or self.document is None:
            return start, end
        raw = [self.former.point_to_raw(i) for i in range(start, end)]
        now = [None if r is None else self.document.offsets.point_from_raw(r) for r in raw]
        kept = [n for r, n in zip(raw, now, strict=True) if r is not None]
        points = [n for n in kept if n is not None]
        if not points or len(points) < len(kept):
            return None
        return points[0], points[-1] + 1

    def raw(self, start: int, end: int) -> Range | None:
        """The raw range of a range in the current text; None without a corpus."""
        return self.document.offsets.to_raw(start, end) if self.document else None


def resolve_text(data: Data, texts: Texts) -> tuple[TextVersion, list[Fault]]:
    """Find the text version of a task. The faults say why its regions cannot be used."""
    doc_id, text, stated = data.doc_id, data.text, data.text_sha256
    if texts.known is None:
        faults = [] if text is not None else [(MALFORMED_ANNOTATION, "the task has no text")]
        return TextVersion(doc_id, text or ""), faults
    document = texts.known.get(doc_id or "")
    if document is None:
        message = f"the corpus has no document {doc_id!r}"
        return TextVersion(doc_id, text or ""), [(UNKNOWN_DOCUMENT, message)]
    same = text is not None and text == document.text  # then the hash is known
    made_on = document.text_sha256 if same else stated if text is None else sha256_text(text)
    if text is not None and stated is not None and stated != made_on:
        version = TextVersion(doc_id, text, document)
        return version, [(STALE_TEXT, "the task's text does not match its text_sha256")]
    return _version(document, text, made_on, texts.former.get(document.doc_id, ()))


def _version(
    document: Document, text: str | None, made_on: object, former: tuple[Former, ...]
) -> tuple[TextVersion, list[Fault]]:
    doc_id = document.doc_id
    if made_on in (None, document.text_sha256):
        proven = made_on is not None
        return TextVersion(doc_id, document.text, document, is_proven=proven), []
    known = next((f for f in former if f.text_sha256 == made_on), None)
    if known is None or text is None:
        version = TextVersion(doc_id, text or "", document)
        return version, [(STALE_TEXT, "annotated on a text that is not in the corpus")]
    return TextVersion(doc_id, text, document, OffsetMap(known.pieces)), []
