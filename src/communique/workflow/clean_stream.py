"""Cleaning a stream of JSON lines. Lines that arrive together are cleaned together, at once.

A record has a text, or the HTML of a page in its place.
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Final, cast

import orjson

from communique.cleaning import CleanText, blocks_in_lines, clean_many, kept_lines
from communique.cleaning.markup import MOST_CHARACTERS, CleanPage, clean_pages, require_parser
from communique.util.json_values import Object, as_string, parse_object

_CHUNK: Final = 1 << 20
_MOST_TEXTS: Final = 32
_MOST_CHARACTERS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Record:
    """A record; `text` is HTML if `is_html`."""

    id: object
    text: str
    is_html: bool = False


def filter_lines(source: int, out: BinaryIO, policy: str) -> int:
    """Clean each line of the file descriptor `source`, and write the results to `out`, in order.

    Returns the exit code: 1 if a line was not valid, else 0.
    """
    faults = 0
    for lines in _arriving(source):
        for group in _groups(lines):
            good = [record for record in group if isinstance(record, _Record)]
            for fault in group:
                if isinstance(fault, str):
                    faults += 1
                    print(f"communique: {fault}", file=sys.stderr)
            out.writelines(_answers(good, policy))
            out.flush()
    return 1 if faults else 0


def _answers(records: Sequence[_Record], policy: str) -> list[bytes]:
    """Clean texts and pages, each kind at once; the answers are in the order of the records."""
    texts = iter(clean_many([r.text for r in records if not r.is_html], policy))
    pages = iter(clean_pages([r.text for r in records if r.is_html]))
    return [
        _page_answer(record, next(pages)) if record.is_html else _answer(record, next(texts))
        for record in records
    ]


def _arriving(source: int) -> Iterator[list[tuple[int, bytes]]]:
    """Yield complete lines with their numbers, all that have arrived. The last may lack its end."""
    number, rest = 1, [b""]
    while chunk := os.read(source, _CHUNK):
        head, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(chunk)
            continue
        lines = b"".join((*rest, head)).split(b"\n")
        yield list(enumerate(lines, number))
        number, rest = number + len(lines), [tail]
    yield [(number, b"".join(rest))]


def _groups(lines: Sequence[tuple[int, bytes]]) -> Iterator[list[_Record | str]]:
    """Group records and error messages, in order. A group is small enough for the memory."""
    group: list[_Record | str] = []
    room = _MOST_CHARACTERS
    for number, line in lines:
        if not line.strip():
            continue
        group.append(_read(number, line))
        room -= len(line)
        if room < 0 or len(group) >= _MOST_TEXTS:
            yield group
            group, room = [], _MOST_CHARACTERS
    yield group


def _read(number: int, line: bytes) -> _Record | str:
    try:
        record = parse_object(line)
        text, html = as_string(record.get("text")), as_string(record.get("html"))
        if text is None and html is not None:
            return _page(record, html)
        if text is None:
            raise ValueError('expected {"id": …, "text": "…"} or {"id": …, "html": "…"}')
        text.encode("utf-8")  # raises for a lone surrogate, which is not text
    except (ValueError, RecursionError) as error:
        return f"line {number}: {error}"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Record(record.get("id"), text)


def _page(record: Object, html: str) -> _Record:
    """Raises ValueError for a page that is too large, and if the parser is not installed."""
    html.encode("utf-8")
    if len(html) > MOST_CHARACTERS:
        raise ValueError(
            f"the page has more than {MOST_CHARACTERS // 1_000_000} million characters"
        )
    require_parser()
    return _Record(record.get("id"), html, is_html=True)


def _page_answer(record: _Record, page: CleanPage) -> bytes:
    """The answer for a page: offsets of blocks refer to its `text`, raw offsets to its `raw`."""
    blocks = blocks_in_lines(page.raw, page.clean.blocks)
    lines = replace(page.clean, blocks=blocks)
    return _answer(_Record(record.id, page.raw), lines, {"raw": page.raw})


def _answer(record: _Record, clean: CleanText, more: Mapping[str, str] | None = None) -> bytes:
    id_ = json.dumps(record.id, ensure_ascii=False).encode()  # orjson has only 64-bit integers
    text = kept_lines(record.text, clean)
    payload = {"text": text, "blocks": clean.blocks, "removed": clean.removed, **(more or {})}
    return b'{"id":%b,%b\n' % (id_, orjson.dumps(payload, default=_as_list)[1:])


def _as_list(value: object) -> list[object]:
    if isinstance(value, tuple):
        return list(cast("tuple[object, ...]", value))
    raise TypeError(type(value).__name__)
