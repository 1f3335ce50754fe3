"""Bytes to `raw`: the one string that raw offsets count in."""

import hashlib
import re
from pathlib import Path

_NEWLINES = re.compile("\r\n?")
_BOM = b"\xef\xbb\xbf"


class UndecodableError(ValueError):
    """The bytes cannot become raw text; `byte` is the offset of the fault in the file, None where
    there is no text at all. `fix` is what a person can do.
    """

    def __init__(self, reason: str, byte: int | None) -> None:
        super().__init__(reason if byte is None else f"{reason} at byte {byte}")
        self.reason = reason
        self.byte = byte

    @property
    def fix(self) -> str:
        """What helps: an empty file is not helped by another encoding."""
        if self.byte is None:
            return "Put the text into the file, or leave the file out."
        return "Convert the file to UTF-8 without NUL characters."


def decode(data: bytes) -> str:
    """Decode a source file: UTF-8, a leading BOM dropped, CRLF and lone CR to LF, no more.

    Raises UndecodableError for bytes that are not UTF-8 (encoded surrogates included),
    for NUL, and for a file without any visible character.
    """
    body = data.removeprefix(_BOM)
    dropped = len(data) - len(body)
    try:
        raw = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UndecodableError("not UTF-8", dropped + error.start) from error
    if (nul := body.find(b"\0")) >= 0:
        raise UndecodableError("NUL character", dropped + nul)
    if not raw.strip():
        raise UndecodableError("the file holds no text", None)
    return _NEWLINES.sub("\n", raw)


def sha256_bytes(data: bytes) -> str:
    """Hex digest of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """Hex digest of a file, read in pieces. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_text(text: str) -> str:
    """Hex digest of a text's UTF-8 form."""
    return sha256_bytes(text.encode("utf-8"))
