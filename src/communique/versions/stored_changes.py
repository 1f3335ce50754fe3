"""The differences of two large datasets, kept on disk, in the order of `compare`."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from communique.util.spool import Spool
from communique.versions.change import Change

Words = Callable[[Change], str]
_Place = tuple[int, int]


class StoredChanges:
    """Changes, each with its quoted words (empty without any). They can be read several times."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._places: dict[str, list[_Place]] = {}  # by config
        self._length = 0

    def add(self, changes: Iterable[Change], words: Words) -> None:
        """Keep the sorted changes of some documents, whose ids follow those before."""
        for config, own in groupby(changes, lambda change: change.config or ""):
            rows = [(change, words(change)) for change in own]
            data = pickle.dumps([(*_fields(change), told) for change, told in rows])
            place = self._spool.put(data), len(data)
            self._places.setdefault(config, []).append(place)
            self._length += len(rows)

    def with_words(self) -> Iterator[tuple[Change, str]]:
        """Each change with its words."""
        for config in sorted(self._places):
            for place in self._places[config]:
                for *fields, words in pickle.loads(self._spool.get(*place)):  # noqa: S301 - our own
                    yield Change(*fields), words

    def __iter__(self) -> Iterator[Change]:
        return (change for change, _ in self.with_words())

    def __len__(self) -> int:
        return self._length


def _fields(change: Change) -> tuple[object, ...]:
    return (
        change.config,
        change.kind,
        change.doc_id,
        change.uid,
        change.before,
        change.after,
    )
