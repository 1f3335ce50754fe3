"""A text with marks: nested where spans nest, split where they cross.

The text content of the HTML is the text, character for character.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

_EXACT: Final = {"\r": "&#13;", "\f": "&#12;"}  # else a parser makes line breaks of them


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text; `start` and `end` are code points, half-open.

    `attributes` is HTML that every piece carries, `first` what only the first piece carries (the
    id, for example). `begins` and `ends` are false where the span goes on outside this text.
    """

    start: int
    end: int
    uid: str
    attributes: str = ""
    first: str = ""
    begins: bool = True
    ends: bool = True


def plain(text: str) -> str:
    """Return a text as HTML that parses to the same characters."""
    html = escape(text, quote=False)
    for character, reference in _EXACT.items():
        html = html.replace(character, reference) if character in html else html
    return html


def attribute(name: str, value: str) -> str:
    """Return an attribute with a blank before it."""
    return f' {name}="{escape(value)}"'


def within(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """Return the parts of marks inside a range, counted from its start."""
    return [
        replace(
            mark,
            start=max(mark.start, start) - start,
            end=min(mark.end, end) - start,
            begins=mark.begins and mark.start >= start,
            ends=mark.ends and mark.end <= end,
        )
        for mark in marks
        if mark.start < end and mark.end > start
    ]


def marked(text: str, marks: Sequence[Mark]) -> str:
    """Return the text as HTML with one `<mark>` a span, or several for a span that is crossed.

    Every piece has `data-uid`. Marks that are empty or outside the text are left out.
    """
    opening, points = _places(text, marks)
    parts: list[str] = []
    stack: list[Mark] = []
    at = 0
    for point in points:
        parts.append(plain(text[at:point]))
        at = point
        parts += _close(stack, point)
        for mark in opening.get(point, ()):
            stack.append(mark)
            parts.append(_open(mark, is_first=True))
    parts.append(plain(text[at:]))
    return "".join(parts)


def _places(text: str, marks: Sequence[Mark]) -> tuple[dict[int, list[Mark]], list[int]]:
    """The marks by start, longest first, and every place where a mark starts or ends."""
    sound = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    opening: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in sorted(sound, key=lambda m: (m.start, -m.end)):
        opening[mark.start].append(mark)
    return opening, sorted({m.start for m in sound} | {m.end for m in sound})


def _close(stack: list[Mark], point: int) -> list[str]:
    """Close what ends here. What was opened inside of it and goes on is closed and opened again."""
    lowest = next((i for i, m in enumerate(stack) if m.end == point), None)
    if lowest is None:
        return []
    inner = stack[lowest:]
    del stack[lowest:]
    going_on = sorted((m for m in inner if m.end > point), key=lambda m: -m.end)
    stack += going_on
    return ["</mark>" * len(inner), *(_open(m, is_first=False) for m in going_on)]


def _open(mark: Mark, *, is_first: bool) -> str:
    own = is_first and mark.begins
    uid = attribute("data-uid", mark.uid) if mark.uid else ""
    continued = "" if own else ' data-continued=""'
    return f"<mark{uid}{mark.attributes}{mark.first if own else ''}{continued}>"
