"""Cleaning a stream of JSON lines. Lines that arrive together are cleaned together, at once."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import orjson

from communique.cleaning.answer import RESULTS, Answer, answers
from communique.cleaning.clean import clean_text
from communique.util.gc_pause import without_search
from communique.util.json_values import Object, as_string, parse_object
from communique.workflow.clean_reasons import UnusualShares, line_reasons

_CHUNK: Final = 1 << 20
_MOST_TEXTS: Final = 32
_MOST_CHARACTERS: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Record:
    """A line of the input: its number, its text, and all its keys."""

    number: int
    text: str
    keys: Object


def filter_lines(source: int, out: BinaryIO, policy: str, *, reasons: bool = False) -> int:
    """Clean each line of the file descriptor `source`, and write the results to `out`, in order.

    With `reasons`, a result says of each line why it was removed. Reports bad lines, and texts of
    which an unusual share was removed, on stderr. Returns the exit code: 1 if a line was not
    valid, else 0.
    """
    faults = 0
    unusual = UnusualShares(policy)
    with without_search():
        for lines in _arriving(source):
            for group in _groups(lines):
                good = [record for record in group if isinstance(record, _Record)]
                for fault in group:
                    if isinstance(fault, str):
                        faults += 1
                        print(f"communique: {fault}", file=sys.stderr)
                made = answers([record.text for record in good], policy)
                for record, answer in zip(good, made, strict=True):
                    unusual.count(record.number, answer)
                    out.write(_answer(record, answer, reasons=reasons))
                out.flush()
    if message := str(unusual):
        print(f"communique: {message}", file=sys.stderr)
    return 1 if faults else 0


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
        text = as_string(record.get("text"))
        if text is None:
            raise ValueError('expected {"id": …, "text": "…"}')
        text.encode("utf-8")  # raises for a lone surrogate, which is not text
    except (ValueError, RecursionError) as error:
        return f"line {number}: {error}"
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _Record(number, text, record)


def _answer(record: _Record, answer: Answer, *, reasons: bool) -> bytes:
    """Return the keys of the input with the results."""
    results, more = RESULTS, b""
    if reasons:
        results |= {"lines"}
        lines = line_reasons(record.text, clean_text(answer.decided))
        more = b',"lines":' + orjson.dumps(lines)
    keys = {"id": record.keys.get("id"), **record.keys}
    passed = _as_json({key: value for key, value in keys.items() if key not in results})
    return b"%b,%b%b}\n" % (passed[:-1], answer.written[1:-1], more)


def _as_json(value: Object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # orjson has only 64-bit integers, and no lone surrogates
        return json.dumps(value).encode()
