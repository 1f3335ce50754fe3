"""Read the pieces of a shard, each with the reader of its format."""

from collections.abc import Iterator
from pathlib import Path

from communique.engines.document import Record
from communique.engines.errors import InputError
from communique.engines.inputs import InputFile
from communique.engines.plan import Piece, Plan, Shard
from communique.engines.readers.archive import read_pages
from communique.engines.readers.json_lines import read_lines
from communique.engines.readers.parquet import read_rows
from communique.engines.settings import Settings


def read_shard(plan: Plan, shard: Shard, settings: Settings) -> Iterator[Record]:
    """Yield every record of a shard in order. Raises InputError if a file has changed, OSError."""
    for piece in shard.pieces:
        file = plan.files[piece.file]
        facts = Path(file.path).stat()
        if (facts.st_size, facts.st_mtime_ns) != (file.size, file.mtime_ns):
            what = f"{file.name}: the file has changed since the run began"
            raise InputError(what, "Clean the changed inputs into another folder.")
        yield from _read(file, piece, settings)


def _read(file: InputFile, piece: Piece, settings: Settings) -> Iterator[Record]:
    if file.format == "lines":
        return read_lines(file, piece, settings)
    if file.format == "parquet":
        return read_rows(file, piece, settings)
    return read_pages(file)
