"""Records of a stream of JSON lines: each has a text, or the HTML of a page in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import orjson

from communique.cleaning.markup import MOST_CHARACTERS, require_parser
from communique.util.json_values import Object, as_object, as_string, parse_object

_MOST_TEXTS: Final = 32
_MOST_CHARACTERS: Final = 1 << 20
_PLAIN: Final = frozenset({str, int, bool, type(None)})


@dataclass(frozen=True, slots=True)
class CleanRecord:
    """A line of the input: its number, its text or the HTML in its place, and all other keys."""

    number: int
    text: str
    keys: Object
    is_html: bool = False


def record_groups(lines: list[tuple[int, bytes]]) -> Iterator[list[CleanRecord | str]]:
    """Group records and error messages, in order. A group is small enough for the memory.

    Empties `lines`, so that a large one does not stay in the memory.
    """
    group: list[CleanRecord | str] = []
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


def _read(number: int, line: bytes) -> CleanRecord | str:
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
    return CleanRecord(number, text, record)


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


def _page(number: int, html: str, record: Object) -> CleanRecord:
    """Raises ValueError for a page that is too large, and if the parser is not installed."""
    html.encode("utf-8")
    if len(html) > MOST_CHARACTERS:
        most = MOST_CHARACTERS // 1_000_000
        raise ValueError(f"the page has more than {most} million characters")
    require_parser()
    keys = {key: value for key, value in record.items() if key not in ("html", "raw")}
    return CleanRecord(number, html, keys, is_html=True)
