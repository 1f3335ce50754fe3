"""Write the part of a shard, its quarantine, and, last, the mark that it is finished."""

import os
import time
from types import TracebackType

from communique.engines.answers import kept_line, quarantined_line
from communique.engines.batches import Result
from communique.engines.clean_documents import Cleaned
from communique.engines.document import Fault, Record, Skipped
from communique.engines.run_folder import RunFolder
from communique.engines.tally import Tally
from communique.engines.zst_writer import ZstWriter


class ShardWriter:
    """The output of one shard. Leaving the context without `finish` leaves nothing behind."""

    def __init__(self, folder: RunFolder, number: int) -> None:
        self.tally = Tally()
        self._folder, self._number = folder, number
        self._began = time.process_time()
        beside = folder.running / f"part-{number:05d}.{os.getpid()}"
        folder.part(number).parent.mkdir(parents=True, exist_ok=True)
        folder.running.mkdir(exist_ok=True)
        self._beside_quarantine = beside.with_suffix(beside.suffix + ".quarantine")
        self._kept = ZstWriter(folder.part(number), beside.with_suffix(beside.suffix + ".kept"))
        self._quarantine: ZstWriter | None = None

    def add(self, result: Result) -> None:
        """Count a result, and write it. Raises OSError."""
        self.count(result)
        if isinstance(result, Cleaned):
            self.keep(result)
        elif isinstance(result, Fault):
            self.quarantine(result)

    def count(self, record: Result | Record) -> None:
        """Count a record."""
        if isinstance(record, Skipped):
            self.tally.skipped[record.why] += 1
        else:
            self.tally.read += 1

    def keep(self, cleaned: Cleaned, changed_text: str | None = None) -> None:
        """Write a cleaned document that was counted; with the text that another step gave it."""
        self._kept.write(kept_line(cleaned, changed_text))
        self.tally.kept += 1

    def quarantine(self, fault: Fault) -> None:
        """Write a fault that was counted."""
        if self._quarantine is None:
            target = self._folder.quarantine(self._number)
            target.parent.mkdir(exist_ok=True)
            self._quarantine = ZstWriter(target, self._beside_quarantine)
        self._quarantine.write(quarantined_line(fault))
        self.tally.quarantined[fault.reason] += 1

    def finish(self) -> Tally:
        """Put the files in their places and mark the shard as finished. Raises OSError."""
        if not self.tally.is_complete:
            raise RuntimeError(f"part {self._number} does not account for every document")
        hashes = {"part": self._kept.complete()}
        if self._quarantine is not None:
            hashes["quarantine"] = self._quarantine.complete()
        self.tally.seconds = time.process_time() - self._began
        self._folder.mark_finished(self._number, self.tally, hashes)
        return self.tally

    def __enter__(self) -> "ShardWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._folder.is_finished(self._number):
            self._kept.abandon()
            if self._quarantine is not None:
                self._quarantine.abandon()
