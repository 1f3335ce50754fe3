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
    `suffix` distinguishes the documents of one input file. `original` describes the file from
    which the text was extracted or converted; None for a copy. `language` is what a page states.
    """

    path: Path
    stem: str
    suffix: str
    file: str
    data: bytes
    original: "Original | None" = None
    language: str | None = None


def print_note(path: Path, message: str) -> None:
    """Print a message about one file on stderr. It does not stop the command.

    Characters that a terminal could obey are replaced: an address on a page may contain them.
    """
    printable = "".join(c if c.isprintable() else "\ufffd" for c in message)
    print(f"{path}: {printable}", file=sys.stderr)


def input_texts(path: Path, encoding: str | None = None) -> Iterator[InputText]:
    """Yield the documents of one file; `encoding` is the codec of its text, if the user gave it.

    Raises Refusal, OSError.
    """
    from communique.extraction import is_extracted

    if is_extracted(path):
        yield from _extracted(path, encoding)
    else:
        yield _plain(path, encoding)


def codec_of(label: str) -> str:
    """Return the codec for the value of `--encoding`. Raises Refusal."""
    from communique.extraction import given_codec

    codec = given_codec(label)
    if codec is None:
        raise Refusal(
            f"{label!r} is not the name of a charset",
            "Give a name like windows-1251, shift_jis, gb18030, euc-kr, koi8-r or iso-8859-2.",
        )
    return codec


def _plain(path: Path, encoding: str | None) -> InputText:
    """Return a plain text: its bytes, or the text in UTF-8 if it has another encoding."""
    from communique.corpus import Original
    from communique.extraction import shown_charset
    from communique.text import UndecodableError, decode, sha256_bytes

    data, original = path.read_bytes(), None
    try:
        if encoding not in (None, "utf-8"):
            sha256 = sha256_bytes(data)
            original = Original(
                file=path.name,
                sha256=sha256,
                media_type="text/plain",
                charset=shown_charset(encoding),
            )
            data = data.decode(encoding).encode("utf-8")
        decode(data)
    except UndecodableError as error:
        fix = error.fix
        if error.reason == "not UTF-8":
            fix += " Or name its encoding: `communique add --encoding NAME FILE`."
        raise Refusal(f"{path}: {error}", fix) from None
    except UnicodeError as error:
        raise Refusal(f"{path}: not {encoding}: {error}", "Give another --encoding.") from None
    return InputText(path, path.stem, "", path.name, data, original)


def _extracted(path: Path, encoding: str | None) -> Iterator[InputText]:
    from communique.extraction import ExtractionError, MissingExtraError, extract_file

    try:
        with working(f"extracting {path.name}"):
            extracts = extract_file(path, partial(print_note, path), encoding)
    except MissingExtraError as error:
        fix = f"Install the extra: {quote(sys.executable)} -m pip install 'communique[html]'"
        raise Refusal(f"{path}: {error}", fix) from None
    except ExtractionError as error:
        raise Refusal(f"{path}: {error}") from None
    for extract in extracts:
        suffix = f"-{extract.number}" if extract.number else ""
        file = f"{extract.stem}{suffix}.txt"
        data = extract.text.encode("utf-8")
        yield InputText(path, extract.stem, suffix, file, data, extract.original, extract.language)
