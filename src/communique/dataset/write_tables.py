"""Write the tables of a dataset, all of them in one pass over its documents."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pyarrow

from communique.dataset.batch_tables import TableSpool, TableWork, made_batches
from communique.dataset.content import Dataset
from communique.dataset.layer_facts import layers_of
from communique.dataset.names import STANDOFF
from communique.dataset.note_list import NoteList
from communique.dataset.shards import Shards, ShardWriter, abandoned_on_error, write_shards
from communique.dataset.standoff import Note
from communique.dataset.tables import Key, TableForm, list_tables
from communique.dataset.tally import Tally
from communique.util.free_memory import give_back

pa = cast("Any", pyarrow)


@dataclass(frozen=True, slots=True)
class Written:
    """The tables by flavour; what the card counts; the notes that `standoff` leaves out."""

    tables: Mapping[str, Mapping[Key, Shards]]
    tally: Tally
    notes: Sequence[Note]


def write_tables(dataset: Dataset, form: TableForm, into: Mapping[str, Path]) -> Written:
    """Write the tables of some flavours into their folders.

    The tables are in the order of `form`. A table without rows is left out, because it breaks the
    loader. Raises ValueError for a label that is not in the columns, OSError.
    """
    work = TableWork(dataset, form, layers_of(dataset.schema), list(into))
    writers: dict[tuple[str, Key], ShardWriter] = {}
    tally, notes = Tally(), NoteList()

    def add(flavour: str, key: Key, table: object) -> None:
        if (flavour, key) not in writers:
            writer = ShardWriter(form.features[key[0]], into[flavour], *key)
            writers[flavour, key] = writer
        writers[flavour, key].add(table)

    with (
        _system_memory(),
        abandoned_on_error(writers),
        TemporaryDirectory(prefix="communique-") as place,
    ):
        spool = TableSpool(Path(place))  # annotations are sorted by pass before documents
        for made in made_batches(work):
            tally.merge(made.tally)
            for one in made.tables:
                if one.flavour == STANDOFF:
                    notes.add((*one.key, one.of_pass), len(one.table), one.notes)
                if one.of_pass is None:
                    add(one.flavour, one.key, one.table)
                else:
                    spool.add((one.flavour, one.key, one.of_pass), one.table)
            give_back()
        passes = {(p.layer, p.annotator, p.pass_): None for p in dataset.passes}
        order = {of_pass: n for n, of_pass in enumerate(passes)}
        keys = sorted(spool.keys, key=lambda k: order[k[2]])
        for (flavour, key, _), table in spool.read(keys):
            add(flavour, key, table)
        closed = {key: writer.close() for key, writer in writers.items()}
    tables: dict[str, dict[Key, Shards]] = {}
    for flavour, folder in into.items():
        own = {key: shards for (name, key), shards in closed.items() if name == flavour}
        own |= {
            key: write_shards(table.columns(), form.features[key[0]], folder, *key)
            for key, table in list_tables(form).items()
            if not table.is_empty()
        }
        tables[flavour] = {key: own[key] for key in form.order if key in own}
    return Written(tables, tally, list(notes.of_tables(form.order, list(passes))))


@contextmanager
def _system_memory() -> Generator[None]:
    """Let Arrow use the memory of the C library: its own pool keeps much of what is freed."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)
