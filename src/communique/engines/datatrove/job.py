"""What the steps of one pipeline share while a shard is made."""

from collections.abc import Generator
from contextlib import contextmanager

from communique.engines.clean_shard import open_notes
from communique.engines.crash_notes import CrashNotes
from communique.engines.document import Fault, Key
from communique.engines.errors import InputError
from communique.engines.faults import FILTERED
from communique.engines.identity import code_identity
from communique.engines.run_folder import RunFolder
from communique.engines.shard_writer import ShardWriter


class ShardJob:
    """The run, and the shard that is made now. `open` holds the documents on their way."""

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self.number = -1
        self.open: dict[Key, tuple[object, str]] = {}
        self._writer: ShardWriter | None = None
        self._notes: CrashNotes | None = None

    @property
    def writer(self) -> ShardWriter:
        """The output of the shard. Raises RuntimeError if the last step is not WriteShard."""
        if self._writer is None:
            raise RuntimeError("the last step of the pipeline must be WriteShard")
        return self._writer

    @property
    def notes(self) -> CrashNotes:
        """The crash notes of the shard."""
        if self._notes is None:
            raise RuntimeError("the last step of the pipeline must be WriteShard")
        return self._notes

    @contextmanager
    def shard(self, number: int) -> Generator[ShardWriter]:
        """Make a shard. What another step drops is quarantined. Raises OSError, InputError."""
        self._require_same_code()
        self.number, self._notes = number, open_notes(self.folder, number)
        try:
            with ShardWriter(self.folder, number) as self._writer:
                yield self._writer
                for key, (id_, _) in self.open.items():
                    self._writer.quarantine(Fault(key, FILTERED, "dropped by another step", id_))
                self._writer.finish()
        except BaseException:
            self._notes.close()
            raise
        finally:
            self.open, self._writer = {}, None
        self._notes.finish()

    def _require_same_code(self) -> None:
        """Raise InputError if this machine has other code than the one that began the run."""
        here = code_identity(self.folder.settings.policy)
        before = self.folder.identity["code"]
        if here != before:
            names = ", ".join(n for n in here | before if here.get(n) != before.get(n))
            fix = "Install the same versions on every machine."
            raise InputError(f"this machine has other code than the run began with ({names})", fix)
