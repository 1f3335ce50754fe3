"""Reading the files of another tool, and why they are refused."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from communique.formats.foreign import Reading, ReadOptions
from communique.formats.readers import ForeignFormat, files_of, own_types
from communique.schema import Schema

_NAMED: Final = 10  # faults in a message


class ForeignImportError(ValueError):
    """The files cannot be brought in. `reasons` has one fault a line; `fix` says what to do."""

    def __init__(self, reasons: Sequence[str], fix: str) -> None:
        more = len(reasons) - _NAMED
        shown = [*reasons[:_NAMED], *([f"and {more} more"] if more > 0 else [])]
        super().__init__("\n  ".join(shown))
        self.reasons = reasons
        self.fix = fix


def read_foreign(
    format_: ForeignFormat,
    paths: Sequence[Path],
    schema: Schema,
    id_key: str | None = None,
    text_key: str | None = None,
) -> Reading:
    """Read all files. Raises ForeignImportError, ImportError (a package is missing), OSError."""
    options = ReadOptions(own_types(schema), id_key, text_key)
    files = files_of(format_, paths)
    reading = format_.reader()(files, options)
    if reading.faults:
        raise ForeignImportError(
            list(map(str, reading.faults)), "Fix the lines named. Nothing was imported."
        )
    if not reading.documents:
        raise ForeignImportError(
            ["the files hold no documents"],
            f"Give files of the format {format_.title}, or the folder that holds them.",
        )
    return reading
