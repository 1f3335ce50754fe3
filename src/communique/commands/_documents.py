"""What `add` is handed: texts as they are, and texts out of HTML and web archives."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from communique.commands._shared import Refusal, working

if TYPE_CHECKING:
    from communique.corpus import Original


@dataclass(frozen=True, slots=True)
class InputText:
    """A document to be: its file's name and bytes, and what they were extracted from, if they were.

    `suffix` tells the documents of one file apart.
    """

    path: Path
    stem: str
    suffix: str
    file: str
    data: bytes
    original: "Original | None" = None


def tell(path: Path, what: str) -> None:
    """On stderr, what does not stop the others; addresses may hold what a terminal obeys."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in what)
    print(f"{path}: {shown}", file=sys.stderr)


def input_texts(path: Path) -> Iterator[InputText]:
    """The documents in a file. Raises Refusal, OSError."""
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
            found = extract_file(path, partial(tell, path))
    except MissingExtraError as error:
        fix = "pip install 'communique[html]'; in a clone, scripts/setup."
        raise Refusal(f"{path}: {error}", fix) from None
    except ExtractionError as error:
        raise Refusal(f"{path}: {error}") from None
    for extract in found:
        suffix = f"-{extract.number}" if extract.number else ""
        file = f"{extract.stem}{suffix}.txt"
        data = extract.text.encode("utf-8")
        yield InputText(path, extract.stem, suffix, file, data, extract.original)
