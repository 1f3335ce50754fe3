"""The arguments of a run that decide what it writes."""

from dataclasses import asdict, dataclass
from typing import Any, Final

MOST_BYTES: Final = 50_000_000  # of one record
TIME_LIMIT: Final = 300.0  # seconds of processor time


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read and clean. `id_column` None: the column `id`, which a record may lack.

    `pipeline_sha256` is the hash of an edited pipeline file. `time_limit` is the processor time, in
    seconds, in which a document must be read and cleaned. `repeated_lines` is the smallest number
    of pages of a site that make a line boilerplate.
    """

    policy: str = "extracted"
    text_column: str = "text"
    id_column: str | None = None
    record_bytes: int = MOST_BYTES
    shard_bytes: int = 64_000_000
    pipeline_sha256: str | None = None
    time_limit: float = TIME_LIMIT
    repeated_lines: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The settings as a JSON object."""
        return asdict(self)
