"""Read the pages of a WARC file or the texts of a WET file, compressed or not."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.extraction.fault import ExtractionError, MissingExtraError
from communique.extraction.page import MOST_BYTES

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

_HTML: Final = ("text/html", "application/xhtml+xml")
TEXT: Final = "text/plain"
_PAGES: Final = {"response": _HTML, "resource": _HTML, "conversion": (TEXT,)}


@dataclass(frozen=True, slots=True)
class Payload:
    """A page or text, in an archive or not, without its HTTP headers and encodings."""

    record: str | None
    uri: str | None
    media_type: str
    charset: str | None
    data: bytes
    in_archive: bool = True


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
        stream = gzip.GzipFile(fileobj=file) if is_gzip else file
        try:
            for record in ArchiveIterator(stream, parse_http=False, stream_detect=False):
                yield _read(record)
        except EOFError:
            raise ExtractionError("the file is truncated") from None
        except (zlib.error, OSError) as error:
            raise ExtractionError(f"the file is not a valid archive: {error}") from None


def _read(record: "WarcRecord") -> Payload | Skipped:
    """Read a record to its end, because fastwarc does not report a truncated record."""
    kind, size = record.headers.get("WARC-Type") or "unknown", _size(record)
    may_hold_one, is_small = kind in _PAGES, size <= MOST_BYTES
    block = record.reader.read() if may_hold_one and is_small else b""
    if len(block) + record.consume() != size:
        raise ExtractionError(f"the file is truncated in the record at byte {record.stream_pos}")
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
    from fastwarc.warc import WarcRecord, WarcRecordType

    answer = WarcRecord()
    answer.init_headers(WarcRecordType.response, content_length=len(block))  # pyright: ignore[reportUnknownMemberType]
    answer.is_http = True
    answer.set_bytes_content(block)  # pyright: ignore[reportUnknownMemberType]
    try:
        answer.parse_http(auto_decode="all")  # pyright: ignore[reportUnknownMemberType]
        data = answer.reader.read(MOST_BYTES + 1) if answer.is_http_parsed else b""
    except OSError:
        return Skipped("response with an encoding that cannot be decoded")
    media_type = _media_type(answer.http_content_type)
    status = answer.http_headers.status_code if answer.is_http_parsed else None
    if status != 200 or media_type not in _HTML:
        return Skipped(f"response {media_type}".strip() if status == 200 else f"status {status}")
    if len(data) > MOST_BYTES:
        return Skipped("too large")
    return _payload(record, media_type, answer.http_charset, data)


def _media_type(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _payload(record: "WarcRecord", media_type: str, charset: str | None, data: bytes) -> Payload:
    uri = record.headers.get("WARC-Target-URI")
    return Payload(record.record_id, uri, media_type, charset, data)
