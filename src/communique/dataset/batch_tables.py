"""The Arrow tables of a dataset, batch by batch, in as many processes as there are cores.

Records become rows in plain Python, which takes most of the time of a build. The result and its
order do not depend on the number of processes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

import pyarrow

from communique.dataset.arrays import to_table
from communique.dataset.content import Dataset, Pass
from communique.dataset.evaluation.table import EvaluationTable
from communique.dataset.names import FULL
from communique.dataset.processes import cores, in_processes, read_arrow, write_arrow
from communique.dataset.standoff import RowNote, row_notes, without_texts
from communique.dataset.tables import Key, Table, TableForm, by_pass, content_tables
from communique.dataset.tally import Tally
from communique.util.gc_pause import search_recent
from communique.util.json_values import Object

pa = cast("Any", pyarrow)
_FEW: Final = 4  # with fewer batches, one process is used


class MadeTable(NamedTuple):
    """Rows of one split of a config, in one flavour; in `annotations`, of one pass. `notes` are
    those that the flavour `standoff` leaves out.
    """

    flavour: str
    key: Key
    of_pass: Pass | None
    table: Any
    notes: Sequence[RowNote]


class MadeBatch(NamedTuple):
    """The tables of some documents that have rows, and what the card counts of them."""

    tables: Sequence[MadeTable]
    tally: Tally


@dataclass(frozen=True, slots=True)
class TableWork:
    """What is made of each batch: the tables of one or more flavours. `layers` are the facts that
    removing the texts needs.
    """

    dataset: Dataset
    form: TableForm
    layers: Sequence[Object]
    flavours: Sequence[str]

    def batch(self, number: int) -> MadeBatch:
        """Make the tables of a batch. Raises ValueError as `to_table` does."""
        content = self.dataset.batches[number]
        made: list[MadeTable] = []
        for key, table in content_tables(content, self.form).items():
            for of_pass, part in by_pass(table):
                made += self._tables(key, of_pass, part)
        tally = Tally()
        tally.add(content)
        search_recent()
        return MadeBatch(made, tally)

    def in_files(self, place: Path, number: int) -> MadeBatch:
        """As `batch`, with the tables in files of a folder."""
        made = self.batch(number)
        files = [
            one._replace(table=write_arrow(one.table, place / f"{number}-{n}"))
            for n, one in enumerate(made.tables)
        ]
        return made._replace(tables=files)

    def _tables(self, key: Key, of_pass: Pass | None, table: Table) -> Iterator[MadeTable]:
        whole = table.columns()
        if not any(map(len, whole.values())):
            return
        for flavour in self.flavours:
            columns, notes = whole, list[RowNote]()
            if flavour != FULL and isinstance(table, EvaluationTable):
                columns = replace(table, has_texts=False).columns()
            elif flavour != FULL:
                columns = without_texts(self.layers, key[0], whole)
                notes = row_notes(self.layers, key[0], whole)
            arrow = to_table(columns, self.form.features[key[0]])
            yield MadeTable(flavour, key, of_pass, arrow, notes)


def made_batches(work: TableWork) -> Iterator[MadeBatch]:
    """Make all batches, in order. Raises ValueError as `to_table` does."""
    workers, count = cores(), len(work.dataset.batches)
    if workers < 2 or count < _FEW:
        return map(work.batch, range(count))
    return map(_received, in_processes(work.in_files, count, workers))


def _received(made: MadeBatch) -> MadeBatch:
    return made._replace(tables=[t._replace(table=read_arrow(t.table)) for t in made.tables])


class TableSpool:
    """Tables that are kept in files until they are read, in the order of their keys."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._files: dict[Any, tuple[Path, Any, Any]] = {}

    def add(self, key: Any, table: Any) -> None:
        """Keep a table. Raises OSError."""
        if key not in self._files:
            path = self._place / f"spooled-{len(self._files)}"
            sink = pa.OSFile(str(path), "wb")
            options = pa.ipc.IpcWriteOptions(compression="lz4")
            stream = pa.ipc.new_stream(sink, table.schema, options=options)
            self._files[key] = path, sink, stream
        self._files[key][2].write_table(table)

    def read(self, keys: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        """Each key with its tables, one after another. Afterwards nothing is kept."""
        for key in keys:
            path, sink, stream = self._files.pop(key)
            stream.close()
            sink.close()
            with pa.OSFile(str(path), "rb") as source:
                for batch in pa.ipc.open_stream(source):
                    yield key, pa.Table.from_batches([batch])
            path.unlink()

    @property
    def keys(self) -> Sequence[Any]:
        """The keys in the order in which they were added."""
        return list(self._files)
