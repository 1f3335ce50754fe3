"""The output folder of a run: its parts, and what it knows about itself."""

import json
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from communique.engines.errors import BusyRunError, OtherRunError
from communique.engines.identity import differences
from communique.engines.inputs import InputFile
from communique.engines.plan import Piece, Plan, Shard
from communique.engines.settings import Settings
from communique.engines.tally import Tally
from communique.util.atomic_write import json_text, write_atomic

_LEFT_BY_STOP: Final = (".busy", ".slow", ".kept", ".quarantine")
_FORMAT: Final = "communique-run/1"


class RunFolder:
    """An output folder. It can be sent to other processes and machines that see the same files."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def __reduce__(self) -> tuple[type["RunFolder"], tuple[Path]]:
        return RunFolder, (self.path,)

    def part(self, number: int) -> Path:
        """The file with the kept documents of a shard."""
        return self.path / f"part-{number:05d}.jsonl.zst"

    def quarantine(self, number: int) -> Path:
        """The file with the quarantined documents of a shard."""
        return self.path / "quarantine" / self.part(number).name

    @property
    def running(self) -> Path:
        """The folder for files of shards that are not finished."""
        return self.path / "running"

    def mark(self, number: int) -> Path:
        """The file that says that a shard is finished."""
        return self.path / "finished" / f"part-{number:05d}.json"

    def is_finished(self, number: int) -> bool:
        """Whether a shard is finished, and its part is still there."""
        return self.mark(number).is_file() and self.part(number).is_file()

    def unfinished(self) -> Iterator[int]:
        """Yield the numbers of the shards that are still to be made."""
        finished = {path.name for path in (self.path / "finished").glob("part-*.json")}
        parts = {path.name for path in self.path.glob("part-*.zst")}
        for number in range(len(self.plan.shards)):
            if self.mark(number).name not in finished or self.part(number).name not in parts:
                yield number

    def mark_finished(self, number: int, tally: Tally, hashes: dict[str, str]) -> None:
        """Note that a shard is finished, with its counts and the sha256 of its files."""
        write_atomic(self.mark(number), json_text({**tally.to_json(), "sha256": hashes}))

    def tally(self, number: int) -> Tally:
        """The counts of a finished shard."""
        return Tally.from_json(json.loads(self.mark(number).read_bytes()))

    @property
    def plan(self) -> Plan:
        """The plan of the run."""
        return self._run[1]

    @property
    def settings(self) -> Settings:
        """The settings of the run."""
        return Settings(**self.identity["settings"])

    @property
    def identity(self) -> dict[str, Any]:
        """What a later run must have in common with this one."""
        return self._run[0]

    @property
    def _run(self) -> tuple[dict[str, Any], Plan]:
        path = self.path / "run.json"
        return _read_run(path, path.stat().st_mtime_ns)

    @property
    def has_begun(self) -> bool:
        """Whether a run has begun here."""
        return (self.path / "run.json").is_file()

    def begin(self, identity: dict[str, Any], plan: Plan) -> None:
        """Note the plan of a new run. Raises OSError."""
        inputs = [dict(zip(InputFile.__slots__, _values(f), strict=True)) for f in plan.files]
        shards = [[_values(piece) for piece in shard.pieces] for shard in plan.shards]
        run = {"format": _FORMAT, "identity": identity, "inputs": inputs, "shards": shards}
        write_atomic(self.path / "run.json", json_text(run, indent=None))

    def require_same(self, identity: dict[str, Any]) -> None:
        """Raise OtherRunError if the folder belongs to another run."""
        if why := differences(self.identity, identity):
            raise OtherRunError(self.path, why)

    @contextmanager
    def locked(self) -> Generator[None]:
        """Keep other processes from working here. Raises BusyRunError, OSError."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / "run.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BusyRunError(f"another process is cleaning into {self.path}") from None
        try:
            yield
        finally:
            lock.release()

    def forget(self, number: int) -> None:
        """Remove what a worker that was stopped on purpose has left of a shard."""
        for path in self.running.glob(f"{self.mark(number).stem}.*"):
            if path.suffix in _LEFT_BY_STOP:
                path.unlink(missing_ok=True)

    def clear_running(self) -> None:
        """Remove what a run that was killed has left half written, but not its crash notes."""
        for pattern in ("*.kept", "*.quarantine"):
            for path in self.running.glob(pattern):
                path.unlink(missing_ok=True)

    def remove_running(self) -> None:
        """Remove the folder for unfinished shards."""
        shutil.rmtree(self.running, ignore_errors=True)


@lru_cache(maxsize=1)  # a worker of a cluster gets a new RunFolder with each shard
def _read_run(path: Path, changed: int) -> tuple[dict[str, Any], Plan]:
    run = json.loads(path.read_bytes())
    files = tuple(InputFile(**file) for file in run["inputs"])
    shards = tuple(Shard(tuple(Piece(*p) for p in pieces)) for pieces in run["shards"])
    return run["identity"], Plan(files, shards)


def _values(record: InputFile | Piece) -> list[Any]:
    return [getattr(record, name) for name in record.__slots__]
