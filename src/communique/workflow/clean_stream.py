"""Clean a stream of JSON lines. Whatever has arrived is cleaned together and answered at once."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

import orjson

from communique.cleaning import CleanText, clean_many, kept_lines
from communique.util.json_values import as_string, parse_object

_CHUNK: Final = 1 << 20
_MOST_TEXTS: Final = 32
_MOST_CHARACTERS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Record:
    id: object
    text: str


def filter_lines(source: int, out: BinaryIO, policy: str) -> int:
    """Answer each line of file descriptor `source` in order; exit code 1 if any was bad."""
    faults = 0
    for lines in _arriving(source):
        for group in _groups(lines):
            good = [record for record in group if isinstance(record, _Record)]
            for fault in group:
                if isinstance(fault, str):
                    faults += 1
                    print(f"communique: {fault}", file=sys.stderr)
            made = clean_many([record.text for record in good], policy)
            out.writelines(_answer(r, m) for r, m in zip(good, made, strict=True))
            out.flush()
    return 1 if faults else 0


def _arriving(source: int) -> Iterator[list[tuple[int, bytes]]]:
    """Complete lines with their numbers, as many as there are each time; the last may be open."""
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
    """Records and faults in order, in groups small enough to be held at once."""
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
        text = as_string(record.get("text"))
        if text is None:
            raise ValueError('expected {"id": …, "text": "…"}')
        text.encode("utf-8")  # a lone surrogate is no text
    except (ValueError, RecursionError) as error:
        return f"line {number}: {error}"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Record(record.get("id"), text)


def _answer(record: _Record, made: CleanText) -> bytes:
    given = json.dumps(record.id, ensure_ascii=False).encode()  # orjson ends at 64 bits
    found = {"text": kept_lines(record.text, made), "blocks": made.blocks, "removed": made.removed}
    return b'{"id":%b,%b\n' % (given, orjson.dumps(found, default=_as_list)[1:])


def _as_list(value: object) -> list[object]:
    if isinstance(value, tuple):
        return list(cast("tuple[object, ...]", value))
    raise TypeError(type(value).__name__)
