"""Who hears what happens to the shards of a run."""

from typing import Protocol

from communique.engines.tally import Tally


class Listener(Protocol):
    """Hears what happens to the shards."""

    def progress(self, records: int) -> None:
        """So many more records have been read."""
        ...

    def finished(self, number: int, tally: Tally) -> None:
        """A shard is finished."""
        ...

    def died(self, number: int, exit_code: int | None) -> None:
        """A worker died; its shard is made again."""
        ...


class Silent:
    """A listener that does nothing."""

    def progress(self, records: int) -> None:
        """Do nothing."""

    def finished(self, number: int, tally: Tally) -> None:
        """Do nothing."""

    def died(self, number: int, exit_code: int | None) -> None:
        """Do nothing."""
