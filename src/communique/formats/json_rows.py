"""Rows of JSON Lines, or of a JSON list, with the line that each begins in."""

import json
from collections.abc import Iterator

from communique.formats.foreign import ForeignFile, Reading, ReadOptions
from communique.util.json_values import Object, as_list, as_object, as_string

Row = tuple[int, Object]  # the line, or the number in a list; and the row


def rows_of(file: ForeignFile, reading: Reading) -> Iterator[Row]:
    """The rows of a file. Lines that are no JSON objects are reported."""
    lines = reading.lines(file)
    if lines and "".join(lines).lstrip().startswith("["):
        yield from _listed(file, lines, reading)
        return
    count = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        count += 1
        try:
            row = as_object(json.loads(line))
        except (ValueError, RecursionError) as error:
            reading.fault(file.name, number, f"not JSON: {_reason(error)}")
            continue
        if has_half_characters(line, row):
            reading.fault(file.name, number, "a string has half a character (a lone surrogate)")
        elif row is None:
            reading.fault(file.name, number, "not a JSON object")
        else:
            yield number, row
    if not count and not reading.faults:
        reading.fault(file.name, None, "has no rows")


def _listed(file: ForeignFile, lines: list[str], reading: Reading) -> Iterator[Row]:
    try:
        listed = as_list(json.loads("\n".join(lines))) or []
    except (ValueError, RecursionError) as error:
        reading.fault(file.name, getattr(error, "lineno", None), f"not JSON: {_reason(error)}")
        return
    if has_half_characters("".join(lines), listed):
        reading.fault(file.name, None, "a string has half a character (a lone surrogate)")
        return
    for number, value in enumerate(listed, 1):
        row = as_object(value)
        if row is None:
            reading.fault(file.name, None, f"row {number} is not a JSON object")
        else:
            yield number, row


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]


def has_half_characters(source: str, value: object) -> bool:
    """Whether a string in parsed JSON has a lone surrogate, which cannot be written as UTF-8."""
    if "\\ud" not in source and "\\uD" not in source:
        return False
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def name_of(row: Object, options: ReadOptions) -> str | None:
    """The document that a row names, in the row or in its `meta`."""
    meta = as_object(row.get("meta")) or as_object(row.get("metadata")) or {}
    for key in (options.id_key,) if options.id_key else ("doc_id", "document"):
        value = row.get(key, meta.get(key))
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
    return None


def text_of(row: Object, options: ReadOptions) -> str | None:
    """The text of a row."""
    keys = (options.text_key,) if options.text_key else ("text", "data")
    return next((t for key in keys if (t := as_string(row.get(key))) is not None), None)


def is_range(start: object, end: object, text: str) -> bool:
    """Whether two values are the range of some characters of a text."""
    return type(start) is int and type(end) is int and 0 <= start < end <= len(text)


def word(value: object) -> str | None:
    """A label as a string; some files have its number. None for anything else, and for ""."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None
