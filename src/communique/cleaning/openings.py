"""Find the first characters of all texts that a pattern can match, to skip most lines quickly.

This works only for patterns without flags and without groups other than `(?:…)`.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, product, repeat
from typing import Final, TypeAlias

_Heads: TypeAlias = set[tuple[str, ...]]

OPENING: Final = 3
_PART: Final = re.compile(
    r"(\(\?:|\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.)((?:[*+?]|\{(?:\d+,?\d*|,\d*)\})[?+]?)?", re.DOTALL
)
_NO_CHARACTER: Final = frozenset({r"\b", r"\B", r"\A", r"\Z", "^", "$"})
_CLASSES: Final = frozenset("dDwWsS")
_NOTHING: Final[tuple[str, ...]] = ()
_UNKNOWN: Final = ("",) * OPENING  # nothing is known of its first characters


def opening(pattern: str) -> str:
    """Return an expression for the first three characters of every text that the pattern can match.

    For a shorter text, it covers the characters that exist.
    """
    return "|".join(sorted("".join(head) for head in _heads(iter(_PART.findall(pattern)))))


def _heads(parts: Iterator[tuple[str, str]]) -> _Heads:
    """Return the possible first characters of the rest of a pattern or of a group."""
    done: _Heads = set()
    now: _Heads = {_NOTHING}
    for part, times in parts:
        if part in ("|", ")"):
            done |= now
            if part == ")":
                return _repeated(done, times)
            now = {_NOTHING}
        else:
            now = _joined(now, _heads(parts) if part == "(?:" else _atom(part, times))
    return done | now


def _atom(part: str, times: str) -> _Heads:
    if part in _NO_CHARACTER:
        return {_NOTHING}
    if part[0] == "\\" and part[1].isalnum() and part[1] not in _CLASSES:
        return {_UNKNOWN}
    is_literal = len(part) == 1 and part != "."
    return _repeated({(re.escape(part) if is_literal else part,)}, times)


def _repeated(heads: _Heads, times: str) -> _Heads:
    """Return the heads for every number of repetitions that `times` allows."""
    if not times:
        return heads
    may_lack = times[0] in "*?" or times[:2] in ("{0", "{,")
    lacking: _Heads = {_NOTHING} if may_lack else set()
    return lacking.union(*accumulate(repeat(heads, OPENING), _joined))


def _joined(first: _Heads, second: _Heads) -> _Heads:
    return {(*a, *b)[:OPENING] for a, b in product(first, second)}
