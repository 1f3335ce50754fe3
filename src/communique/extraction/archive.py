"""The pages of a WARC file and the texts of a WET file, compressed or not."""

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
    """A page or text, in an archive or not; what was sent with it is taken off."""

    record: str | None
    uri: str | None
    media_type: str
    charset: str | None
    data: bytes
    in_archive: bool = True


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that holds no page, and why."""

    why: str


def read_archive(path: Path) -> Iterator[Payload | Skipped]:
    """Every record in order. A file that is cut short or no archive raises ExtractionError."""
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
            raise ExtractionError("it is cut short") from None
        except (zlib.error, OSError) as error:
            raise ExtractionError(f"it is no sound archive: {error}") from None


def _read(record: "WarcRecord") -> Payload | Skipped:
    """A record, read to its end: fastwarc itself does not say when one is cut short."""
    kind, size = record.headers.get("WARC-Type") or "unknown", _size(record)
    may_hold_one, is_small = kind in _PAGES, size <= MOST_BYTES
    block = record.reader.read() if may_hold_one and is_small else b""
    if len(block) + record.consume() != size:
        raise ExtractionError(f"it is cut short in the record at byte {record.stream_pos}")
    if may_hold_one and not is_small:
        return Skipped("too large")
    if kind == "response":
        return _response(record, block)
    media_type = _media_type(record.headers.get("Content-Type"))
    if media_type in _PAGES.get(kind, ()):
        return _payload(record, media_type, None, block)
    return Skipped(f"{kind} {media_type}".strip())


def _size(record: "WarcRecord") -> int:
    given = record.headers.get("Content-Length") or ""
    if not (given.isascii() and given.isdigit() and len(given) < 20):
        raise ExtractionError(f"its record at byte {record.stream_pos} states no length")
    return int(given)


def _response(record: "WarcRecord", block: bytes) -> Payload | Skipped:
    """What a server answered. Parsed apart, since fastwarc stops at the first faulty answer."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    answer = WarcRecord()
    answer.init_headers(WarcRecordType.response, content_length=len(block))  # pyright: ignore[reportUnknownMemberType]
    answer.is_http = True
    answer.set_bytes_content(block)  # pyright: ignore[reportUnknownMemberType]
    try:
        answer.parse_http(auto_decode="all")  # pyright: ignore[reportUnknownMemberType]
        data = answer.reader.read(MOST_BYTES + 1) if answer.is_http_parsed else b""
    except OSError:
        return Skipped("response with an encoding that cannot be undone")
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
