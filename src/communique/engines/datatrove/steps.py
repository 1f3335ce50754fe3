"""The steps of a pipeline of datatrove: read a shard, clean its documents, write its part."""

# datatrove is large, so it is not in the environment in which types are checked.
# pyright: reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportUnknownMemberType=false, reportUntypedBaseClass=false
# pyright: reportUnknownArgumentType=false

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from datatrove.data import Document as Carrier
from datatrove.pipeline.base import PipelineStep

from communique.engines.answers import kept_text
from communique.engines.batches import clean_records
from communique.engines.clean_documents import Cleaned
from communique.engines.datatrove.job import ShardJob
from communique.engines.document import Document, Page, Record, Skipped
from communique.engines.readers import read_shard

ITEM: Final = "communique"  # the key in `metadata` of what our own steps pass on
Carriers = Iterable[Any]


class ReadShard(PipelineStep):
    """Read the records of a shard. A page of an archive and a fault have an empty text here."""

    type = "📖 - READER"
    name = "Communiqué shard"

    def __init__(self, job: ShardJob) -> None:
        super().__init__()
        self.job = job

    def run(self, data: Carriers, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Yield a document for each record that is one."""
        plan, settings = self.job.folder.plan, self.job.folder.settings
        for record in read_shard(plan, plan.shards[rank], settings):
            self.job.writer.count(record)
            if not isinstance(record, Skipped):
                self.job.open[record.key] = (_id(record), "")
                self.stat_update("documents")
            yield _carrier(record)


class CleanDocuments(PipelineStep):
    """Clean the documents. What cannot be cleaned goes to the quarantine and no further."""

    type = "✂️ - CLEANER"
    name = "Communiqué"

    def __init__(self, job: ShardJob) -> None:
        super().__init__()
        self.job = job

    def run(self, data: Carriers, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Yield the cleaned documents; the text is that of their kept lines."""
        policy = self.job.folder.settings.policy
        for result in clean_records(map(_record, data), policy, self.job.notes):
            if isinstance(result, Cleaned):
                key, id_, text = result.document.key, result.document.id, kept_text(result)
                self.job.open[key] = (id_, text)
                self.stat_update("cleaned")
                others = result.document.others
                name = str(id_ if id_ is not None else f"{key.file}:{key.record}")
                yield Carrier(text=text, id=name, metadata={**others, ITEM: result})
            elif not isinstance(result, Skipped):
                del self.job.open[result.key]
                self.job.writer.quarantine(result)
                self.stat_update(f"quarantined: {result.reason}")


class WriteShard(PipelineStep):
    """Write what arrives as the part of the shard, and mark the shard as finished."""

    type = "💽 - WRITER"
    name = "Communiqué part"

    def __init__(self, job: ShardJob) -> None:
        super().__init__()
        self.job = job

    def run(self, data: Carriers, rank: int = 0, world_size: int = 1) -> Iterator[Any]:
        """Write every document and yield it. Raises OSError, InputError."""
        if self.job.folder.is_finished(rank):
            return
        with self.job.shard(rank) as writer:
            for carrier in data:
                cleaned: Cleaned = carrier.metadata[ITEM]
                _, text = self.job.open.pop(cleaned.document.key)
                writer.keep(cleaned, carrier.text if carrier.text != text else None)
                yield carrier


def _id(record: Document | Page | Any) -> object:
    return record.payload.record if isinstance(record, Page) else record.id


def _carrier(record: Record) -> Any:
    key = record.key
    name = f"{key.file}:{key.record}"
    if isinstance(record, Document):
        return Carrier(text=record.text, id=name, metadata={**record.others, ITEM: record})
    return Carrier(text="", id=name, metadata={ITEM: record})


def _record(carrier: Any) -> Record:
    """The record of a document, with the text that an earlier step may have changed."""
    record: Record = carrier.metadata[ITEM]
    if isinstance(record, Document) and record.text != carrier.text:
        return replace(record, text=carrier.text, code=())
    return record
