"""Read the pages of a WARC file or the texts of a WET file, compressed or not."""

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from communique.extraction.fault import ExtractionError, MissingExtraError, TruncatedError
from communique.extraction.page import MOST_BYTES

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HTML: Final = ("text/html", "application/xhtml+xml")
TEXT: Final = "text/plain"
_SNIFFED: Final = 4096
_SHORT: Final = 1 << 16
_CHUNK: Final = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n", re.IGNORECASE)
_LINE_END: Final = re.compile(rb"\r?\n")
_TAG: Final = re.compile(rb"<(?:!doctype|html|head|body|title|meta|article|div|p)\b", re.IGNORECASE)
_PAGES: Final = {"response": _HTML, "resource": _HTML, "conversion": (TEXT,)}


@dataclass(frozen=True, slots=True)
class Payload:
    """A page or text, in an archive or not, without its HTTP headers and encodings.

    `charset` and `language` are those that the server stated.
    """

    record: str | None
    uri: str | None
    media_type: str
    charset: str | None
    data: bytes
    in_archive: bool = True
    language: str | None = None


class _ShortReads(gzip.GzipFile):
    """A gzip file that gives what it has, so that a truncated one keeps its whole records."""

    def read(self, size: int | None = -1) -> bytes:
        """Return at most `size` bytes, b"" at the end. Raises EOFError where the file is cut."""
        return self.read1(_SHORT if size is None or size < 0 else min(size, _SHORT))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record without a usable page, and why it is skipped."""

    why: str


def read_archive(path: Path) -> Iterator[Payload | Skipped]:
    """Read every record in order. Raises ExtractionError for a truncated or invalid archive."""
    try:
        from fastwarc.warc import ArchiveIterator
    except ModuleNotFoundError:
        raise MissingExtraError from None
    with path.open("rb") as file:
        is_gzip = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream = _ShortReads(fileobj=file) if is_gzip else file
        try:
            for record in ArchiveIterator(stream, parse_http=False, stream_detect=False):
                yield _read(record)
        except EOFError:
            raise TruncatedError("the file is truncated") from None
        except (zlib.error, OSError) as error:
            raise ExtractionError(f"the file is not a valid archive: {error}") from None


def _read(record: "WarcRecord") -> Payload | Skipped:
    """Read a record to its end, because fastwarc does not report a truncated record."""
    kind, size = record.headers.get("WARC-Type") or "unknown", _size(record)
    may_hold_one, is_small = kind in _PAGES, size <= MOST_BYTES
    block = record.reader.read() if may_hold_one and is_small else b""
    if len(block) + record.consume() != size:
        raise TruncatedError(f"the file is truncated in the record at byte {record.stream_pos}")
    if may_hold_one and not is_small:
        return Skipped("too large")
    if kind == "response":
        return _response(record, block)
    media_type = _media_type(record.headers.get("Content-Type"))
    if media_type in _PAGES.get(kind, ()):
        return _payload(record, media_type, None, block)
    return Skipped(f"{kind} {media_type}".strip())


def _size(record: "WarcRecord") -> int:
    length = record.headers.get("Content-Length") or ""
    if not (length.isascii() and length.isdigit() and len(length) < 20):
        raise ExtractionError(f"the record at byte {record.stream_pos} has no valid Content-Length")
    return int(length)


def _response(record: "WarcRecord", block: bytes) -> Payload | Skipped:
    """Read an HTTP response. fastwarc itself would stop at the first invalid response."""
    answer = _parsed(block, "none")
    media_type = _media_type(answer.http_content_type)
    status = answer.http_headers.status_code if answer.is_http_parsed else None
    if status != 200 or media_type not in _HTML:
        return Skipped(f"response {media_type}".strip() if status == 200 else f"status {status}")
    data = _body(block, answer)
    if data is None:
        return Skipped("response with an encoding that cannot be decoded")
    if len(data) > MOST_BYTES:
        return Skipped("too large")
    language = answer.http_headers.get("Content-Language")
    return _payload(record, media_type, answer.http_charset, data, language)


def _body(block: bytes, answer: "WarcRecord") -> bytes | None:
    """Return the body of an HTTP response without its encodings; None if it cannot be decoded.

    Some crawlers keep the headers of encodings that they have already removed. So each encoding is
    also tried as removed, and the first body that looks like a page is taken.
    """
    body = answer.reader.read()
    head = block[: len(block) - len(body)]
    is_chunked = "chunked" in (answer.http_headers.get("Transfer-Encoding") or "").lower()
    joined = _joined(body) if is_chunked else body
    decoded = None if joined is None else _decoded(head + joined)
    tried = (decoded, joined, _decoded(block), body)
    return next((data for data in tried if data and _is_page(data)), decoded)


def _joined(body: bytes) -> bytes | None:
    """Join the chunks of a body (RFC 9112, 7.1); None if it does not consist of chunks."""
    chunks: list[bytes] = []
    at = 0
    while match := _CHUNK.match(body, at):
        start = match.end()
        at = start + int(match[1], 16)
        if at == start:
            return b"".join(chunks)
        chunks.append(body[start:at])
        end = _LINE_END.match(body, at)
        if end is None:
            return None
        at = end.end()
    return None


def _decoded(block: bytes) -> bytes | None:
    """Return the body without its Content-Encoding; None if it has another one."""
    try:
        return _parsed(block, "content").reader.read(MOST_BYTES + 1)
    except OSError:
        return None


def _parsed(block: bytes, decoding: Literal["content", "none"]) -> "WarcRecord":
    """Parse an HTTP response. Raises OSError if its body has not the stated encoding."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    answer = WarcRecord()
    answer.init_headers(WarcRecordType.response, content_length=len(block))  # pyright: ignore[reportUnknownMemberType]
    answer.is_http = True
    answer.set_bytes_content(block)  # pyright: ignore[reportUnknownMemberType]
    answer.parse_http(auto_decode=decoding)  # pyright: ignore[reportUnknownMemberType]
    return answer


def _is_page(data: bytes) -> bool:
    """Whether bytes look like HTML that no encoding hides."""
    head = data[:_SNIFFED].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    return not _CHUNK.match(head) and (head.startswith(b"<") or bool(_TAG.search(head)))


def _media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _payload(
    record: "WarcRecord",
    media_type: str,
    charset: str | None,
    data: bytes,
    language: str | None = None,
) -> Payload:
    uri = record.headers.get("WARC-Target-URI")
    return Payload(record.record_id, uri, media_type, charset, data, language=language)
