"""How wide words are, and how they fit on lines. SVG does not wrap."""

import unicodedata
from typing import Final

import regex

SIZE: Final = 12  # of the letters, in units of the drawing
LINE: Final = 16
_CLUSTERS: Final = regex.compile(r"\X")
_WIDE: Final = frozenset("mwMW@%—…ﷺ")
# What XML 1.0 cannot have, and what turns the order of all that follows.
_ILLEGAL: Final = regex.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_TURNING: Final = regex.compile(r"[\u202A-\u202E\u2066-\u2069]")


def shown(text: str) -> str:
    """The text on one line. Characters that XML cannot have are U+FFFD; those that only turn the
    direction of writing are shown by their number.
    """
    legal = _ILLEGAL.sub("\ufffd", text)
    seen = _TURNING.sub(lambda match: f"[U+{ord(match[0]):04X}]", legal)
    return " ".join(seen.split())


def width(text: str) -> float:
    """About how wide a text is, rather too wide than too narrow."""
    return sum(_width(cluster) for cluster in _CLUSTERS.findall(text))


def wrapped(text: str, room: float) -> list[str]:
    """The text in lines that fit, broken at blanks, and inside words that are too long."""
    lines: list[str] = [""]
    for word in shown(text).split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if width(joined) <= room:
            lines[-1] = joined
        elif width(word) <= room:
            lines.append(word)
        else:
            lines += _broken(word, room)
    return [line for line in lines if line] or [""]


def _broken(word: str, room: float) -> list[str]:
    lines = [""]
    for cluster in _CLUSTERS.findall(word):
        if lines[-1] and width(lines[-1]) + _width(cluster) > room:
            lines.append("")
        lines[-1] += cluster
    return lines


def _width(cluster: str) -> float:
    first = cluster[0]
    if unicodedata.east_asian_width(first) in "WF":
        return SIZE * 1.05
    if unicodedata.combining(first):
        return 0.0
    return SIZE * (0.85 if first.isupper() or first in _WIDE or ord(first) > 0x2000 else 0.58)
