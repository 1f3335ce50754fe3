"""The notes of a dataset, gathered while its tables are made batch by batch."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from communique.dataset.content import Pass
from communique.dataset.standoff import Note, RowNote
from communique.dataset.tables import Key

_Part = tuple[str, str, Pass | None]  # config, split; in `annotations`, the pass


@dataclass
class NoteList:
    """The notes that a flavour leaves out of its tables, as its batches come."""

    _rows: Counter[_Part] = field(default_factory=Counter[_Part])
    _notes: dict[_Part, list[RowNote]] = field(default_factory=dict[_Part, list[RowNote]])

    def add(self, part: _Part, n_rows: int, notes: Sequence[RowNote]) -> None:
        """Add the notes of the next rows of a part of a table."""
        first = self._rows[part]
        self._rows[part] += n_rows
        if notes:
            own = self._notes.setdefault(part, [])
            own += ((first + number, path, value) for number, path, value in notes)

    def of_tables(self, keys: Sequence[Key], passes: Sequence[Pass]) -> Iterator[Note]:
        """All notes, with their places in the tables, whose parts follow one another."""
        for config, split in keys:
            first = 0
            for part in ((config, split, of_pass) for of_pass in (None, *passes)):
                for number, path, value in self._notes.get(part, ()):
                    yield config, split, first + number, path, value
                first += self._rows[part]
