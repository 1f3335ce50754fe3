"""Reading the input files of `add`: plain texts, HTML pages and web archives."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from communique.commands._shared import Refusal, working

if TYPE_CHECKING:
    from communique.corpus import Original


@dataclass(frozen=True, slots=True)
class InputText:
    """A text that becomes a document.

    `path` is the input file. `file` and `data` are the name and the bytes of the new raw file.
    `suffix` distinguishes the documents of one input file. `original` describes the page from
    which the text was extracted; None for a plain text.
    """

    path: Path
    stem: str
    suffix: str
    file: str
    data: bytes
    original: "Original | None" = None


def print_note(path: Path, message: str) -> None:
    """Print a message about one file on stderr. It does not stop the command.

    Characters that a terminal could obey are replaced: an address on a page may contain them.
    """
    printable = "".join(c if c.isprintable() else "\ufffd" for c in message)
    print(f"{path}: {printable}", file=sys.stderr)


def input_texts(path: Path) -> Iterator[InputText]:
    """Yield the documents of one file. Raises Refusal, OSError."""
    from communique.extraction import is_extracted
    from communique.text import UndecodableError, decode

    if is_extracted(path):
        yield from _extracted(path)
        return
    data = path.read_bytes()
    try:
        decode(data)
    except UndecodableError as error:
        raise Refusal(f"{path}: {error}", error.fix) from None
    yield InputText(path, path.stem, "", path.name, data)


def _extracted(path: Path) -> Iterator[InputText]:
    from communique.extraction import ExtractionError, MissingExtraError, extract_file

    try:
        with working(f"extracting {path.name}"):
            extracts = extract_file(path, partial(print_note, path))
    except MissingExtraError as error:
        fix = f"Install the extra: {quote(sys.executable)} -m pip install 'communique[html]'"
        raise Refusal(f"{path}: {error}", fix) from None
    except ExtractionError as error:
        raise Refusal(f"{path}: {error}") from None
    for extract in extracts:
        suffix = f"-{extract.number}" if extract.number else ""
        file = f"{extract.stem}{suffix}.txt"
        data = extract.text.encode("utf-8")
        yield InputText(path, extract.stem, suffix, file, data, extract.original)
