"""Cleaning a stream of JSON lines. Lines that arrive together are cleaned together, at once.

A record has a text, or the HTML of a page in its place.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import orjson

from communique.cleaning.answer import RESULTS, Answer, answer_in_python, answers
from communique.cleaning.clean import clean_text
from communique.cleaning.markup import MOST_CHARACTERS, decide_pages, require_parser
from communique.util.gc_pause import without_search
from communique.util.json_values import Object, as_object, as_string, parse_object
from communique.workflow.clean_reasons import UnusualShares, line_reasons

_CHUNK: Final = 1 << 20
_MOST_TEXTS: Final = 32
_MOST_CHARACTERS: Final = 1 << 20
_PLAIN: Final = frozenset({str, int, bool, type(None)})


@dataclass(frozen=True, slots=True)
class _Record:
    """A line of the input: its number, its text or the HTML in its place, and all other keys."""

    number: int
    text: str
    keys: Object
    is_html: bool = False


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
                for record, answer in zip(good, _made(good, policy), strict=True):
                    if not record.is_html:  # most of a page is boilerplate
                        unusual.count(record.number, answer)
                    for part in _answer(record, answer, reasons=reasons):
                        out.write(part)
                out.flush()
    if message := str(unusual):
        print(f"communique: {message}", file=sys.stderr)
    return 1 if faults else 0


def _made(records: Sequence[_Record], policy: str) -> list[Answer]:
    """Clean texts and pages, each kind at once; the answers are in the order of the records."""
    texts = iter(answers([r.text for r in records if not r.is_html], policy))
    pages = iter(decide_pages([r.text for r in records if r.is_html]))
    return [answer_in_python(next(pages)) if r.is_html else next(texts) for r in records]


def _arriving(source: int) -> Iterator[list[tuple[int, bytes]]]:
    """Yield complete lines with their numbers, all that have arrived. The last may lack its end."""
    number, rest = 1, [b""]
    while chunk := os.read(source, _CHUNK):
        head, newline, tail = chunk.rpartition(b"\n")
        if not newline:
            rest.append(chunk)
            continue
        rest.append(head)
        complete = b"".join(rest)
        rest = [tail]
        lines = complete.split(b"\n") if b"\n" in complete else [complete]
        del complete
        several = list(enumerate(lines, number))
        number += len(lines)
        del lines
        yield several
    yield [(number, b"".join(rest))]


def _groups(lines: list[tuple[int, bytes]]) -> Iterator[list[_Record | str]]:
    """Group records and error messages, in order. A group is small enough for the memory.

    Empties `lines`, so that a large one does not stay in the memory.
    """
    group: list[_Record | str] = []
    room = _MOST_CHARACTERS
    lines.reverse()
    while lines:
        number, line = lines.pop()
        if not line or line.isspace():
            continue
        group.append(_read(number, line))
        room -= len(line)
        del line
        if room < 0 or len(group) >= _MOST_TEXTS:
            yield group
            group, room = [], _MOST_CHARACTERS
    yield group


def _read(number: int, line: bytes) -> _Record | str:
    try:
        record = _parsed(line)
        text, html = as_string(record.get("text")), as_string(record.get("html"))
        if text is None and html is not None:
            return _page(number, html, record)
        if text is None:
            raise ValueError('expected {"id": …, "text": "…"} or {"id": …, "html": "…"}')
        if not text.isascii():
            text.encode("utf-8")  # raises for a lone surrogate, which is not text
    except (ValueError, RecursionError) as error:
        return f"line {number}: {error}"
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _Record(number, text, record)


def _parsed(line: bytes) -> Object:
    """Parse a record. Raises ValueError for other JSON and for invalid JSON.

    orjson is faster, but it reads a number of more than 64 bits as a fraction, and it refuses some
    JSON. So it is only trusted with plain records.
    """
    try:
        record = as_object(orjson.loads(line))
    except orjson.JSONDecodeError:
        record = None
    if record is None or not all(type(value) in _PLAIN for value in record.values()):
        return parse_object(line)
    return record


def _page(number: int, html: str, record: Object) -> _Record:
    """Raises ValueError for a page that is too large, and if the parser is not installed."""
    html.encode("utf-8")
    if len(html) > MOST_CHARACTERS:
        most = MOST_CHARACTERS // 1_000_000
        raise ValueError(f"the page has more than {most} million characters")
    require_parser()
    keys = {key: value for key, value in record.items() if key not in ("html", "raw")}
    return _Record(number, html, keys, is_html=True)


def _answer(record: _Record, answer: Answer, *, reasons: bool) -> tuple[bytes | memoryview, ...]:
    """Return the keys of the input with the results, in parts, because they may be large.

    A page has its dump as `raw`, to which the raw offsets refer, in the place of its HTML.
    """
    results, more = RESULTS, b""
    raw = answer.decided.text
    if record.is_html:
        more = b',"raw":' + orjson.dumps(raw)
    if reasons:
        results |= {"lines"}
        more += b',"lines":' + orjson.dumps(line_reasons(raw, clean_text(answer.decided)))
    keys = {"id": record.keys.get("id"), **record.keys}
    passed = _as_json({key: value for key, value in keys.items() if key not in results})
    return passed[:-1], b",", memoryview(answer.written)[1:-1], more, b"}\n"


def _as_json(value: Object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:  # orjson has only 64-bit integers, and no lone surrogates
        return json.dumps(value).encode()
