"""Write the tables of a dataset, all of them in one pass over its documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from communique.dataset.arrays import Row, rows_of
from communique.dataset.batch_tables import TableSpool, TableWork, made_batches, pass_order
from communique.dataset.content import Dataset, Pass
from communique.dataset.layer_facts import layers_of
from communique.dataset.names import ANNOTATIONS
from communique.dataset.shards import Shards, ShardWriter, abandoned_on_error, write_shards
from communique.dataset.tables import ContentTable, Key, TableForm, content_tables, list_tables
from communique.dataset.tally import Tally

Written = dict[str, dict[Key, Shards]]  # by flavour


def write_tables(
    dataset: Dataset, form: TableForm, into: Mapping[str, Path]
) -> tuple[Written, Tally]:
    """Write the tables of some flavours into their folders; and count what the card counts.

    The tables are in the order of `form`. A table without rows is left out, because it breaks the
    loader. Raises ValueError for a label that is not in the columns, OSError.
    """
    work = TableWork(dataset, form, layers_of(dataset.schema), list(into))
    writers: dict[tuple[str, Key], ShardWriter] = {}
    tally = Tally()

    def add(flavour: str, key: Key, table: object) -> None:
        if (flavour, key) not in writers:
            writer = ShardWriter(form.features[key[0]], into[flavour], *key)
            writers[flavour, key] = writer
        writers[flavour, key].add(table)

    with abandoned_on_error(writers), TemporaryDirectory(prefix="communique-") as place:
        spool = TableSpool(Path(place))  # annotations are sorted by pass before documents
        for made in made_batches(work):
            tally.merge(made.tally)
            for one in made.tables:
                if one.of_pass is None:
                    add(one.flavour, one.key, one.table)
                else:
                    spool.add((one.flavour, one.key, one.of_pass), one.table)
        order = pass_order(form)
        keys = sorted(spool.keys, key=lambda k: (order.get(k[2][0], 0), *k[2][1:]))
        for (flavour, key, _), table in spool.read(keys):
            add(flavour, key, table)
        closed = {key: writer.close() for key, writer in writers.items()}
    written: Written = {}
    for flavour, folder in into.items():
        own = {key: shards for (name, key), shards in closed.items() if name == flavour}
        own |= {
            key: write_shards(table.parts(), form.features[key[0]], folder, *key)
            for key, table in list_tables(form).items()
            if not table.is_empty()
        }
        written[flavour] = {key: own[key] for key in form.order if key in own}
    return written, tally


@dataclass(frozen=True, slots=True)
class BatchRows:
    """The rows of one table, made batch by batch."""

    dataset: Dataset
    form: TableForm
    key: Key

    def rows(self) -> Iterator[Row]:
        """The rows one by one, in the order of the table."""
        if self.key[0] != ANNOTATIONS:
            return self._of(None)
        begun = {(p.layer, p.annotator, p.pass_) for p in self.dataset.passes}
        order = pass_order(self.form)
        passes = sorted(begun, key=lambda p: (order.get(p[0], 0), *p[1:]))
        return (row for of_pass in passes for row in self._of(of_pass))

    def _of(self, of_pass: Pass | None) -> Iterator[Row]:
        for content in self.dataset.batches:
            table = content_tables(content, self.form)[self.key]
            if isinstance(table, ContentTable) and of_pass is not None:
                table = replace(table, passes=[p for p in table.passes if p == of_pass])
            yield from rows_of(table.columns())


def note_tables(dataset: Dataset, form: TableForm) -> dict[Key, BatchRows]:
    """The tables that can hold free notes, as rows."""
    return {key: BatchRows(dataset, form, key) for key in form.order if key[0] not in form.lists}
