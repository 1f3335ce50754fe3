"""Cleaning a stream of JSON lines. Lines that arrive together are cleaned together, at once.

A record has a text, or the HTML of a page in its place.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, TypeAlias

import orjson

from communique.cleaning.answer import RESULTS, Answer, answer_in_python, answers
from communique.cleaning.clean import clean_text
from communique.cleaning.markup import decide_pages
from communique.util.gc_pause import without_search
from communique.util.json_values import Object
from communique.workflow.clean_reasons import UnusualShares, line_reasons
from communique.workflow.clean_records import CleanRecord, record_groups

_CHUNK: Final = 1 << 20
_Parts: TypeAlias = tuple[bytes | memoryview, ...]


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
            for group in record_groups(lines):
                good = [record for record in group if isinstance(record, CleanRecord)]
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


def _made(records: Sequence[CleanRecord], policy: str) -> list[Answer]:
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


def _answer(record: CleanRecord, answer: Answer, *, reasons: bool) -> _Parts:
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
