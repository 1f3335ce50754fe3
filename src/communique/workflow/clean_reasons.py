"""What `clean -` says of its work: why each line went, and texts that lost an unusual share."""

from collections.abc import Iterator
from typing import Any, Final

from communique.cleaning import CleanText
from communique.cleaning.answer import Answer
from communique.cleaning.removed_share import UNUSUAL, is_unusual, removed_share
from communique.cleaning.rule import policy_name
from communique.util.plural import counted

_NAMED: Final = 3


def line_reasons(text: str, clean: CleanText) -> list[dict[str, Any]]:
    """Return an object for each line of `text` that is not empty, in order.

    `line` is its number, from 1. A kept line has the `type` of its block; a removed line has the
    `reason` and the `rule`.
    """
    starts = [(p.raw_start, {"kept": True, "type": b.type}) for b in clean.blocks for p in b.pieces]
    for gone in clean.removed:
        said = {"kept": False, "reason": gone.reason, "rule": gone.rule}
        starts += [(start, said) for start in _line_starts(text, gone.raw_start, gone.raw_end)]
    numbers: list[dict[str, Any]] = []
    line, counted_to = 1, 0
    for start, what in sorted(starts, key=lambda pair: pair[0]):
        line += text.count("\n", counted_to, start)
        counted_to = start
        numbers.append({"line": line, **what})
    return numbers


def _line_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the lines of a range begin, without the empty ones."""
    for line in text[start:end].split("\n"):
        if line.strip():
            yield start
        start += len(line) + 1


class UnusualShares:
    """Counts the texts of a stream that lost an unusual share, and remembers the first three."""

    def __init__(self, policy: str) -> None:
        self._policy = policy_name(policy)
        self._first: list[str] = []
        self._all = 0

    def count(self, number: int, answer: Answer) -> None:
        """Count the text of line `number` of the input if an unusual share of it was removed."""
        if not is_unusual(answer.kept, answer.gone, self._policy):
            return
        self._all += 1
        if len(self._first) < _NAMED:
            share = removed_share(answer.kept, answer.removed(), self._policy)
            self._first.append(f"line {number}: {share}")

    def __str__(self) -> str:
        """The message for a person; empty if there is nothing to say."""
        if not self._all:
            return ""
        most = f"{UNUSUAL[self._policy]:.0%}"
        more = "; …" if self._all > len(self._first) else ""
        texts = counted(self._all, "text")
        return f"more than {most} of {texts} was removed: {'; '.join(self._first)}{more}"
