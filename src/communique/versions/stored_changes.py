"""The differences of two large datasets, kept on disk, in the order of `compare`."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, cast

from communique.util.spool import Spool
from communique.versions.change import Change

Words = Callable[[Change], str]
_Place = tuple[int, int]
# The fields are pickled, because a pickle of the changes themselves takes four times as long.
_FIELDS: Final = cast(
    "Callable[[Change], tuple[Any, ...]]", attrgetter(*(f.name for f in fields(Change)))
)


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
            data = pickle.dumps([(*_FIELDS(change), told) for change, told in rows])
            place = self._spool.put(data), len(data)
            self._places.setdefault(config, []).append(place)
            self._length += len(rows)

    def with_words(self) -> Iterator[tuple[Change, str]]:
        """Each change with its words."""
        for config in sorted(self._places):
            for place in self._places[config]:
                for *values, words in pickle.loads(self._spool.get(*place)):  # noqa: S301 - our own
                    yield Change(*values), words

    def __iter__(self) -> Iterator[Change]:
        return (change for change, _ in self.with_words())

    def __len__(self) -> int:
        return self._length
