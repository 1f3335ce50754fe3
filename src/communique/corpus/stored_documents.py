"""The cleaned documents of a corpus, and their raw texts, read again when they are asked for.

As objects, the documents of a large corpus do not fit into memory. Some stay there.
"""

import marshal
import sys
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, Final

from communique.corpus.documents import Document
from communique.corpus.folder import CorpusFolder
from communique.corpus.raw import read_raw
from communique.corpus.sources import Source
from communique.problems import Problem
from communique.text import Block, Dateline, Piece, Removed
from communique.util.spool import Spool

_KEPT: Final = 1000  # documents that stay in memory


class StoredDocuments(Mapping[str, Document]):
    """Documents by id, in the order in which they were added."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._numbers: dict[str, int] = {}
        self._places = array("Q")  # start and size of each
        self._kept: dict[str, Document] = {}

    def add(self, document: Document) -> None:
        """Keep a document."""
        data = _encoded(document)
        self._numbers[sys.intern(document.doc_id)] = len(self._places) // 2
        self._places.extend((self._spool.put(data), len(data)))
        if len(self._kept) < _KEPT:
            self._kept[document.doc_id] = document

    def __getitem__(self, doc_id: str) -> Document:
        kept = self._kept.get(doc_id)
        if kept is None:
            at = 2 * self._numbers[doc_id]
            kept = _decoded(self._spool.get(*self._places[at : at + 2]))
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[doc_id] = kept
        return kept

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


class TextsOf(Mapping[str, str]):
    """The texts of documents, by id."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def __getitem__(self, doc_id: str) -> str:
        return self._documents[doc_id].text

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


class StoredRaws(Mapping[str, str]):
    """The raw texts of sources that could be read, by id. They are read from their files."""

    def __init__(self, folder: CorpusFolder) -> None:
        self._folder = folder
        self._sources: dict[str, Source] = {}
        self._kept: dict[str, str] = {}

    def add(self, source: Source, text: str) -> None:
        """Keep the raw text of a source."""
        self._sources[source.doc_id] = source
        if len(self._kept) < _KEPT:
            self._kept[source.doc_id] = text

    def __getitem__(self, doc_id: str) -> str:
        kept = self._kept.get(doc_id)
        if kept is None:
            raw = read_raw(self._folder, self._sources[doc_id])
            if isinstance(raw, Problem):
                raise FileNotFoundError(f"{raw.file}: the file was changed while it was read")
            kept = raw[1]
        return kept

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._sources

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


def _encoded(d: Document) -> bytes:
    head = d.doc_id, d.source_sha256, d.text, d.text_sha256, d.title, d.byline, d.published
    dateline = d.dateline and (d.dateline.start, d.dateline.end)
    blocks = [_block(block) for block in d.blocks]
    removed = [(r.raw_start, r.raw_end, r.reason, r.rule) for r in d.removed]
    return marshal.dumps((head, dateline, blocks, removed, dict(d.cleaner)), 2)


def _block(b: Block) -> tuple[Any, ...]:
    place = b.start, b.end, b.raw_start, b.raw_end
    return b.block_id, b.type, *place, b.raw_sha256, [tuple(piece) for piece in b.pieces]


def _decoded(data: bytes) -> Document:
    head, dateline, blocks, removed, cleaner = marshal.loads(data)  # noqa: S302 - our own bytes
    doc_id, source_sha256, text, text_sha256, title, byline, published = head
    return Document(
        sys.intern(doc_id),  # what is made of the document shares it
        source_sha256,
        text,
        text_sha256,
        title,
        byline,
        published,
        Dateline(*dateline) if dateline else None,
        tuple(map(_block_of, blocks)),
        tuple(Removed(*r) for r in removed),
        cleaner,
    )


def _block_of(row: tuple[Any, ...]) -> Block:
    block_id, kind, start, end, raw_start, raw_end, raw_sha256, pieces = row
    made = tuple(Piece(*piece) for piece in pieces)
    return Block(block_id, kind, start, end, raw_start, raw_end, raw_sha256, made)
