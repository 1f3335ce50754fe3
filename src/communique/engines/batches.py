"""Clean records in batches, which is faster than one by one, and keep their order."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from communique.cleaning import clean_many
from communique.engines.clean_documents import Cleaned, clean_documents
from communique.engines.crash_notes import CrashNotes
from communique.engines.document import Document, Fault, Page, Record, Skipped
from communique.engines.faults import CRASHED, TOO_SLOW
from communique.engines.readers.archive import as_text

_MOST_CHARACTERS: Final = 1 << 20
_LEFT_OUT: Final = {
    CRASHED: "the worker that cleaned it alone ended twice",
    TOO_SLOW: "the worker that cleaned it alone reached the time limit",
}


Result = Cleaned | Fault | Skipped


def clean_records(records: Iterable[Record], policy: str, notes: CrashNotes) -> Iterator[Result]:
    """Yield a result for each record, in order. Raises what a reader raises."""
    _warm_up(policy)
    for batch in _batches(iter(records), notes):
        results = list(_clean_batch(batch, policy))
        notes.rest()
        yield from results


@cache
def _warm_up(policy: str) -> None:
    """Load the model and the rules, which takes long: no document is to blame for a death then."""
    clean_many(["A line."], policy)


def _batches(records: Iterator[Record], notes: CrashNotes) -> Iterator[list[Record]]:
    index = 0
    while True:
        notes.busy(index, notes.most(index))
        batch = _next_batch(records, index, notes)
        if not batch:
            return
        index += len(batch)
        yield batch


def _next_batch(records: Iterator[Record], index: int, notes: CrashNotes) -> list[Record]:
    """Read records for one batch, as many as each of them may be with."""
    batch: list[Record] = []
    most = notes.most(index)
    room = _MOST_CHARACTERS
    while len(batch) < most and room > 0 and notes.most(index + len(batch)) == most:
        record = next(records, None)
        if record is None:
            break
        if reason := notes.reason(index + len(batch)):
            record = _left_out(record, reason)
        room -= _size(record)
        batch.append(record)
    return batch


def _size(record: Record) -> int:
    if isinstance(record, Document):
        return len(record.text)
    return len(record.payload.data) if isinstance(record, Page) else 0


def _left_out(record: Record, reason: str) -> Record:
    if isinstance(record, Fault | Skipped):
        return record
    id_ = record.id if isinstance(record, Document) else record.payload.record
    return Fault(record.key, reason, _LEFT_OUT[reason], id_)


def _clean_batch(batch: list[Record], policy: str) -> Iterator[Result]:
    read = [as_text(record) if isinstance(record, Page) else record for record in batch]
    documents = [record for record in read if isinstance(record, Document)]
    results = iter(clean_documents(documents, policy))
    yield from (next(results) if isinstance(r, Document) else r for r in read)
