"""The offsets of a CAS file, checked before it is loaded: the package accepts any numbers."""

import json
from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree

from communique.formats.brat_offsets import utf16_offsets
from communique.formats.json_rows import has_half_characters
from communique.util.json_values import as_object, as_string, objects

_MOST: Final = 20  # faults of a file in a message
Structure = tuple[str, Any, Any, Any, Any]  # type, id, number of the text, begin, end


def offset_faults(data: bytes, ignored: Callable[[str], bool], *, is_json: bool) -> list[str]:
    """What is wrong with the offsets of the types that are not `ignored`."""
    try:
        texts, structures = _of_json(data) if is_json else _of_xmi(data)
    except (ValueError, RecursionError) as error:
        reason = (str(error).splitlines() or [""])[0]
        return [f"not {'JSON' if is_json else 'XML'}: {reason:.200}"]
    if len(texts) != 1:
        return [f"has {len(texts)} texts; expected one"]
    ((sofa, text),) = texts.items()
    table = utf16_offsets(text).table
    faults: list[str] = []
    for type_, id_, view, begin, end in structures:
        if ignored(type_) or (begin is None and end is None):
            continue
        name = f"{type_.rsplit('.', 1)[-1]} {id_}"
        if view is not None and view != sofa:
            faults.append(f"{name} is not of the document's text")
        elif not _is_range(begin, end, table):
            size = len(table) - 1
            faults.append(f"{name}: {begin} to {end} is not a range of the text of {size}")
    more = len(faults) - _MOST
    return faults[:_MOST] + ([f"and {more} more"] if more > 0 else [])


def _is_range(begin: Any, end: Any, table: Any) -> bool:
    if type(begin) is not int or type(end) is not int or not 0 <= begin < end < len(table):
        return False
    return table[begin] is not None and table[end] is not None


def _of_json(data: bytes) -> tuple[dict[Any, str], list[Structure]]:
    """The texts by id, and the structures. Raises ValueError, RecursionError."""
    root = as_object(json.loads(data))
    if has_half_characters(data.decode("utf-8", "replace"), root):
        raise ValueError("a string has half a character (a lone surrogate)")
    if root is None or "%FEATURE_STRUCTURES" not in root:
        raise ValueError("it has no %FEATURE_STRUCTURES")
    listed = objects(root["%FEATURE_STRUCTURES"])
    texts = {f.get("%ID"): s for f in listed if (s := as_string(f.get("sofaString"))) is not None}
    return texts, [
        (str(f.get("%TYPE")), f.get("%ID"), f.get("@sofa"), f.get("begin"), f.get("end"))
        for f in listed
    ]


def _of_xmi(data: bytes) -> tuple[dict[Any, str], list[Structure]]:
    """As `_of_json`. Raises ValueError."""
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - document types were refused before
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError(str(error)) from None
    elements = list(root)
    texts: dict[Any, str] = {
        e.get("{http://www.omg.org/XMI}id"): text
        for e in elements
        if (text := e.get("sofaString")) is not None
    }
    return texts, [
        (
            _type(e.tag),
            e.get("{http://www.omg.org/XMI}id"),
            e.get("sofa"),
            _number(e.get("begin")),
            _number(e.get("end")),
        )
        for e in elements
    ]


def _type(tag: str) -> str:
    """`{http:///de/x/type.ecore}Name` as `de.x.type.Name`."""
    space, _, name = tag.removeprefix("{").rpartition("}")
    package = space.removeprefix("http:///").removesuffix(".ecore").replace("/", ".")
    return f"{package}.{name}"


def _number(value: str | None) -> Any:
    try:
        return value if value is None else int(value[:18])
    except ValueError:
        return value
