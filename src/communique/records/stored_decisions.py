"""The decisions of a layer's file, kept in a compact form, document by document.

As objects, the decisions on a large corpus do not fit into memory.
"""

import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np
from pydantic import TypeAdapter, ValidationError

from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer, read_decisions
from communique.util.spool import Spool

_AT_ONCE: Final = 1 << 22  # bytes
_HEAD: Final = b'{\n "decisions": [\n'
_BETWEEN: Final = b"\n  },\n  {\n"
_TAIL: Final = b'\n  }\n ],\n "retired": '
_list: Final = TypeAdapter(list[AdjudicatedDecision])


class StoredDecisions:
    """The decisions of one layer. They are made again each time they are read.

    `most_votes`: the number of votes on the item of each document that has most.
    """

    def __init__(self) -> None:
        self.retired: list[str] = []
        self.most_votes: dict[str, int] = {}
        self._spool = Spool()
        self._places: dict[str, tuple[int, ...]] = {}  # start and length of each piece

    @classmethod
    def of(cls, layer: AdjudicatedLayer) -> "StoredDecisions":
        """The decisions of a layer."""
        stored = cls()
        stored._add((d, d.model_dump_json().encode()) for d in layer.decisions)
        stored.retired = list(layer.retired)
        return stored

    @classmethod
    def read(cls, path: Path) -> "StoredDecisions":
        """Read one file. Raises MalformedDecisionsError (where and what was expected), OSError.

        A file in the layout that this program writes is read part by part, any other at once.
        """
        with path.open("rb") as file, suppress(_OtherLayoutError, ValidationError):
            return cls._by_part(file)
        return cls.of(read_decisions(path))

    @classmethod
    def _by_part(cls, file: BinaryIO) -> "StoredDecisions":
        stored, uids = cls(), array("q")
        for part in _parts(file):
            if isinstance(part, bytes):
                stored.retired = AdjudicatedLayer.model_validate_json(part).retired
            else:
                whole = _list.validate_json(b"[" + b",".join(part) + b"]")
                stored._add(zip(whole, part, strict=True))
                uids.extend(hash(d.uid) for d in whole)
        uids.extend(map(hash, stored.retired))
        if len(np.unique(np.array(uids, np.int64))) < len(uids):
            raise _OtherLayoutError  # reading the file at once names the uid
        return stored

    def _add(self, decisions: Iterable[tuple[AdjudicatedDecision, bytes]]) -> None:
        """Keep decisions, each with its JSON."""
        for name, own in groupby(decisions, lambda pair: pair[0].doc_id):
            doc_id, listed = sys.intern(name), list(own)
            data = b",".join(text for _, text in listed)
            places = self._spool.put(data), len(data)
            self._places[doc_id] = (*self._places.get(doc_id, ()), *places)
            votes = max(sum(vote.count for vote in d.votes) for d, _ in listed)
            self.most_votes[doc_id] = max(self.most_votes.get(doc_id, 0), votes)

    @property
    def documents(self) -> Collection[str]:
        """The documents that have a decision."""
        return self._places.keys()

    def of_document(self, doc_id: str) -> list[AdjudicatedDecision]:
        """The decisions on a document, in the order of the file."""
        places = self._places.get(doc_id, ())
        parts = [self._spool.get(*places[n : n + 2]) for n in range(0, len(places), 2)]
        return _list.validate_json(b"[" + b",".join(parts) + b"]") if parts else []

    def only(self, doc_ids: Sequence[str]) -> "StoredDecisions":
        """The same with nothing but the decisions on some documents, in this order."""
        chosen = StoredDecisions()
        chosen._spool = self._spool
        chosen._places = {d: self._places[d] for d in doc_ids if d in self._places}
        chosen.most_votes = {d: self.most_votes[d] for d in chosen._places}
        return chosen

    def whole(self) -> AdjudicatedLayer:
        """All decisions, document by document."""
        decisions = [d for doc_id in self.documents for d in self.of_document(doc_id)]
        return AdjudicatedLayer.model_construct(decisions=decisions, retired=list(self.retired))


class _OtherLayoutError(ValueError):
    """The file does not have the layout that this program writes."""


def _parts(file: BinaryIO) -> Iterator[list[bytes] | bytes]:
    """The JSON of the decisions, some at a time; at last that of a layer with the rest.

    Every part is checked to be JSON, so the parts together are what the file says.
    """
    if file.read(len(_HEAD)) != _HEAD:
        raise _OtherLayoutError
    waiting = b""
    while chunk := file.read(_AT_ONCE):
        *done, waiting = (waiting + chunk).split(_BETWEEN)
        if done:
            yield [_closed(text) for text in done]
    last, found, rest = waiting.partition(_TAIL)
    if not found:
        raise _OtherLayoutError
    yield [_closed(last)]
    yield b'{"decisions": [], "retired": ' + rest


def _closed(text: bytes) -> bytes:
    """The split took the first line of each decision but the first, and the last line."""
    opened = text if text.startswith(b"  {\n") else b"  {\n" + text
    return opened + b"\n  }"
