"""The records of one export, kept in a compact form, document by document.

As objects, the records of a large corpus do not fit into memory.
"""

import marshal
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, overload

from communique.records.record import Origin, Record
from communique.util.spool import Spool

_Head = tuple[Any, ...]  # what the records of a document have in common


class StoredRecords(Sequence[Record]):
    """Records in the order of the file. They are made again each time they are read."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._waiting: list[Record] = []
        self._places = array("Q")  # start, size and number of records of each piece
        self._first: dict[str, int] = {}  # by document, the number of its piece
        self._others: dict[str, tuple[int, ...]] = {}  # where a document has several
        self._length = 0

    @classmethod
    def of(cls, records: Iterable[Record]) -> "StoredRecords":
        """These records."""
        stored = cls(Spool())
        for record in records:
            stored.add(record)
        stored.close()
        return stored

    def add(self, record: Record) -> None:
        """Keep one more record."""
        if self._waiting and self._waiting[0].doc_id != record.doc_id:
            self.close()
        self._waiting.append(record)

    def close(self) -> None:
        """Keep what was added last. Call it after the last record."""
        if self._waiting:
            doc_id, data = self._waiting[0].doc_id, _encoded(self._waiting)
            self._index(doc_id, self._spool.put(data), len(data), len(self._waiting))
            self._waiting = []

    def _index(self, doc_id: str, start: int, size: int, count: int) -> None:
        number = len(self._places) // 3
        if self._first.setdefault(doc_id, number) != number:
            self._others[doc_id] = (*self._others.get(doc_id, ()), number)
        self._places.extend((start, size, count))
        self._length += count

    @property
    def documents(self) -> Collection[str]:
        """The documents that have a record."""
        return self._first.keys()

    def _pieces(self, doc_id: str) -> tuple[int, ...]:
        first = self._first.get(doc_id)
        return () if first is None else (first, *self._others.get(doc_id, ()))

    def of_document(self, doc_id: str) -> list[Record]:
        """The records of a document."""
        return [r for piece in self._pieces(doc_id) for r in self._piece(piece)]

    def only(self, doc_ids: Iterable[str]) -> "StoredRecords":
        """The records of some documents, in the order of the documents."""
        chosen = StoredRecords(self._spool)
        for doc_id in doc_ids:
            for piece in self._pieces(doc_id):
                chosen._index(doc_id, *self._places[3 * piece : 3 * piece + 3])
        return chosen

    def _piece(self, number: int) -> Iterator[Record]:
        start, size, _ = self._places[3 * number : 3 * number + 3]
        return _decoded(self._spool.get(start, size))

    def __iter__(self) -> Iterator[Record]:
        for number in range(len(self._places) // 3):
            yield from self._piece(number)

    def __len__(self) -> int:
        return self._length + len(self._waiting)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> list[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | list[Record]:
        return list(self)[at]


def _encoded(records: Iterable[Record]) -> bytes:
    groups = [(head, [_row(r) for r in own]) for head, own in groupby(records, _head)]
    return marshal.dumps(groups, 2)


def _head(r: Record) -> _Head:
    return (
        r.layer,
        r.doc_id,
        r.annotator,
        r.annotator_type,
        r.pass_,
        r.guideline_version,
        r.text_sha256,
        r.source.file,
        r.source.sha256,
        r.source.task,
        r.source.annotation,
    )


def _row(r: Record) -> tuple[Any, ...]:
    stated = r.stated and (r.stated[0], dict(r.stated[1]))
    place = r.start, r.end, r.raw_start, r.raw_end
    words = r.text, r.label, dict(r.attributes)
    return r.annotation_id, r.kind, *place, *words, r.origin, r.source.region, stated


def _decoded(data: bytes) -> Iterator[Record]:
    for head, rows in marshal.loads(data):  # noqa: S302 - this process wrote it
        layer, doc_id, annotator, kind_of, pass_, version, text_sha256, *origin = head
        file, sha256, task, annotation = origin
        for key, kind, start, end, low, high, text, label, given, how, region, stated in rows:
            yield Record(
                key,
                layer,
                doc_id,
                annotator,
                kind_of,
                pass_,
                kind,
                start,
                end,
                low,
                high,
                text,
                label,
                given,
                how,
                version,
                text_sha256,
                Origin(file, sha256, task, annotation, region),
                stated,
            )
