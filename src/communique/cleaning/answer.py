"""The answer of `communique clean -` to a text, as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson

from communique.cleaning.assemble import removed_ranges
from communique.cleaning.clean import Decided, blocks_in_lines, clean_text, decide_many, kept_lines
from communique.cleaning.core import core
from communique.text import Removed

RESULTS: Final = frozenset({"text", "blocks", "removed"})


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON object `{"text", "blocks", "removed"}`, and how many characters stay and go.

    "text" has all kept lines, as they were. The offsets of the blocks refer to it.
    """

    decided: Decided
    written: bytes
    kept: int
    gone: int

    def removed(self) -> tuple[Removed, ...]:
        """Return the removed ranges."""
        return removed_ranges(self.decided.groups, self.decided.verdicts)


def answers(texts: Sequence[str], policy: str) -> list[Answer]:
    """Clean texts, which have no lone surrogates."""
    return [answer(decided) for decided in decide_many(texts, policy)]


def answer(decided: Decided) -> Answer:
    """Write an answer, in the compiled core if it can: it leaves joined lines to Python."""
    module = core()
    if module is not None:
        order = sorted(decided.verdicts)
        made: tuple[bytes, int, int] | None = module.answer(
            [item.group for item in decided.items],
            [item.type for item in decided.items],
            [decided.groups[i] for i in order],
            [decided.verdicts[i] for i in order],
        )
        if made is not None:
            return Answer(decided, *made)
    return answer_in_python(decided)


def answer_in_python(decided: Decided) -> Answer:
    """Write an answer without the core."""
    cleaned = clean_text(decided)
    results: dict[str, Any] = {
        "text": kept_lines(decided.text, cleaned),
        "blocks": blocks_in_lines(decided.text, cleaned.blocks),
        "removed": cleaned.removed,
    }
    kept = sum(piece.length for block in cleaned.blocks for piece in block.pieces)
    gone = sum(removed.raw_end - removed.raw_start for removed in cleaned.removed)
    return Answer(decided, orjson.dumps(results, default=_as_list), kept, gone)


def _as_list(value: object) -> list[object]:
    if isinstance(value, tuple):
        return [*value]
    raise TypeError(type(value).__name__)
