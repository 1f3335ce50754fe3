"""Decode bytes to the raw text, in which raw offsets count."""

import hashlib
import re
from pathlib import Path

_NEWLINES = re.compile("\r\n?")
_BOM = b"\xef\xbb\xbf"


class UndecodableError(ValueError):
    """The bytes cannot be decoded as raw text. `byte` is the offset of the error in the file, None
    if there is no text at all. `fix` says what helps.
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
    """Decode a source file: UTF-8 without a leading BOM; CRLF and lone CR become LF.

    Raises UndecodableError for bytes that are not UTF-8 (encoded surrogates included),
    for NUL, and for a file without any visible character.
    """
    body = data.removeprefix(_BOM)
    bom_size = len(data) - len(body)
    try:
        raw = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UndecodableError("not UTF-8", bom_size + error.start) from error
    if (nul := body.find(b"\0")) >= 0:
        raise UndecodableError("NUL character", bom_size + nul)
    if not raw.strip():
        raise UndecodableError("the file holds no text", None)
    return _NEWLINES.sub("\n", raw)


def sha256_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes, as hex digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_file(path: Path) -> str:
    """Return the SHA-256 of a file, as hex digits; it is read in parts. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_text(text: str) -> str:
    """Return the SHA-256 of a text as UTF-8, as hex digits."""
    return sha256_bytes(text.encode("utf-8"))
