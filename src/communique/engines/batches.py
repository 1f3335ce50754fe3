"""Clean records in batches, which is faster than one by one, and keep their order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from communique.cleaning import CleanText, clean_many
from communique.engines.crash_notes import CrashNotes
from communique.engines.document import Document, Fault, Page, Record, Skipped
from communique.engines.faults import CLEANER_FAILED, CRASHED
from communique.engines.readers.archive import as_text

_MOST_CHARACTERS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document and its cleaned text."""

    document: Document
    clean: CleanText


Result = Cleaned | Fault | Skipped


def clean_records(records: Iterable[Record], policy: str, notes: CrashNotes) -> Iterator[Result]:
    """Yield a result for each record, in order. Raises what a reader raises."""
    _warm_up(policy)
    for batch in _batches(iter(records), notes):
        yield from _clean_batch(batch, policy)


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
        if notes.has_crashed(index + len(batch)):
            record = _crashed(record)
        room -= _size(record)
        batch.append(record)
    return batch


def _size(record: Record) -> int:
    if isinstance(record, Document):
        return len(record.text)
    return len(record.payload.data) if isinstance(record, Page) else 0


def _crashed(record: Record) -> Record:
    if isinstance(record, Fault | Skipped):
        return record
    id_ = record.id if isinstance(record, Document) else record.payload.record
    return Fault(record.key, CRASHED, "the worker that cleaned it alone ended twice", id_)


def _clean_batch(batch: list[Record], policy: str) -> Iterator[Result]:
    read = [as_text(record) if isinstance(record, Page) else record for record in batch]
    documents = [record for record in read if isinstance(record, Document)]
    results = iter(_clean_documents(documents, policy))
    yield from (next(results) if isinstance(r, Document) else r for r in read)


def _clean_documents(documents: list[Document], policy: str) -> list[Cleaned | Fault]:
    """Clean documents together; if that fails, one by one, so that the others are kept."""
    try:
        texts, codes = [d.text for d in documents], [d.code for d in documents]
        cleaned = clean_many(texts, policy, codes=codes)
        return [Cleaned(d, c) for d, c in zip(documents, cleaned, strict=True)]
    except Exception as error:
        if len(documents) == 1:
            detail = f"{type(error).__name__}: {error}"
            return [Fault(documents[0].key, CLEANER_FAILED, detail, documents[0].id)]
    return [result for d in documents for result in _clean_documents([d], policy)]
