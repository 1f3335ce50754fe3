"""An automaton that accepts every line that any of several patterns can match.

It is made from the patterns as Python parses them, so it needs no second copy of a rule. It accepts
a little more: counts such as `{0,120}` become `*`, and lookaround and references are not checked.
So what it accepts is then tried with `re`.
"""

import re
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

_parser: Any = re._parser  # type: ignore[attr-defined]
_FLAGS = re.IGNORECASE | re.ASCII
_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_MOST_COPIES = 2
CHARACTER, SPLIT, BOUNDARY, NO_BOUNDARY, ACCEPT = range(5)


class Automaton:
    """States (kind, a, b): a character of atom a leads to b; a split leads to a and b.

    A word boundary, or none, leads to a. `atoms` are the sets of characters, as expressions.
    """

    def __init__(self) -> None:
        self.states: list[tuple[int, int, int]] = []
        self.atoms: dict[tuple[str, int], int] = {(r"\w", 0): 0}

    def add(self, pattern: str, flags: int) -> int:
        """Add a pattern, which must match a whole line; return the state where it begins."""
        tree = _parser.parse(pattern, flags)
        return self._sequence(tree, tree.state.flags, self._state(ACCEPT, 0, 0))

    def add_search(self, pattern: str, flags: int) -> int:
        """Add a pattern that must match a part of a line."""
        return self.add(rf"[\s\S]*(?:{pattern})[\s\S]*", flags)

    def _state(self, kind: int, a: int, b: int) -> int:
        self.states.append((kind, a, b))
        return len(self.states) - 1

    def _atom(self, source: str, flags: int, to: int) -> int:
        key = (source, flags & _FLAGS)
        return self._state(CHARACTER, self.atoms.setdefault(key, len(self.atoms)), to)

    def _either(self, starts: Sequence[int]) -> int:
        first, *others = starts
        for other in others:
            first = self._state(SPLIT, first, other)
        return first

    def _sequence(self, tree: Any, flags: int, to: int) -> int:
        """Return the state from which `tree` leads to the state `to`."""
        for op, value in reversed(list(tree)):
            to = self._part(str(op), value, flags, to)
        return to

    def _part(self, op: str, value: Any, flags: int, to: int) -> int:
        if op == "LITERAL":
            return self._atom(re.escape(chr(value)), flags, to)
        if op == "NOT_LITERAL":
            return self._atom(f"[^{re.escape(chr(value))}]", flags, to)
        if op == "ANY":
            return self._atom("." if not flags & re.DOTALL else r"[\s\S]", flags, to)
        if op == "IN":
            return self._atom(_set(value), flags, to)
        if op == "BRANCH":
            return self._either([self._sequence(branch, flags, to) for branch in value[1]])
        if op == "SUBPATTERN":
            return self._sequence(value[3], (flags | value[1]) & ~value[2], to)
        if op == "ATOMIC_GROUP":
            return self._sequence(value, flags, to)
        if op in _REPEATS:
            return self._repeat(*value, flags, to)
        if op == "AT" and str(value) in ("AT_BOUNDARY", "AT_NON_BOUNDARY"):
            return self._state(BOUNDARY if str(value) == "AT_BOUNDARY" else NO_BOUNDARY, to, 0)
        if op in ("AT", "ASSERT", "ASSERT_NOT"):
            return to
        return self._repeat(0, _parser.MAXREPEAT, [("ANY", None)], flags | re.DOTALL, to)

    def _repeat(self, least: int, most: int, tree: Any, flags: int, to: int) -> int:
        if most > 1 or least > most:
            loop = self._state(SPLIT, to, to)
            body = self._sequence(tree, flags, loop)
            self.states[loop] = (SPLIT, body, to)
            to = loop
        elif most == 1 and least == 0:
            return self._state(SPLIT, self._sequence(tree, flags, to), to)
        for _ in range(min(least, _MOST_COPIES)):
            to = self._sequence(tree, flags, to)
        return to

    def classes(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the class of each code point, and whether each atom has each class.

        Characters of one class are in the same atoms. What an atom has is asked of `re` itself.
        """
        points = "".join(map(chr, range(sys.maxunicode + 1)))
        signature = np.zeros(len(points), np.uint64)
        marks = np.random.default_rng(1).integers(1, 2**63, len(self.atoms), np.uint64)
        members: list[np.ndarray] = []
        for (source, flags), mark in zip(self.atoms, marks, strict=True):
            found = "".join(re.findall(source, points, flags))
            member = np.zeros(len(points), np.bool_)
            member[np.frombuffer(found.encode("utf-32-le", "surrogatepass"), np.uint32)] = True
            signature[member] ^= mark
            members.append(member)
        _, first, classes = np.unique(signature, return_index=True, return_inverse=True)
        return classes.astype(np.uint16), np.stack(members)[:, first]


def _set(items: Any) -> str:
    parts: list[str] = []
    for op, value in items:
        if str(op) == "NEGATE":
            parts.append("^")
        elif str(op) == "RANGE":
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif str(op) == "CATEGORY":
            parts.append(_CATEGORIES[str(value)])
        else:
            parts.append(re.escape(chr(value)))
    return f"[{''.join(parts)}]"
