"""The answer of `communique clean -` to a text, as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import orjson

from communique.cleaning.assemble import removed_ranges
from communique.cleaning.core_functions import core_with_functions
from communique.cleaning.decided import Decided
from communique.cleaning.decision import decide_many
from communique.text import Removed
from communique.text.blocks import make_block_id

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
        return removed_ranges(self.decided)


def answers(texts: Sequence[str], policy: str) -> list[Answer]:
    """Clean texts, which have no lone surrogates."""
    return [answer(decided) for decided in decide_many(texts, policy)]


def answer(decided: Decided) -> Answer:
    """Write an answer, in the compiled core if it made the groups."""
    module = core_with_functions()
    if module is not None:
        scores, end = decided.scores, decided.end_score
        made: tuple[bytes, int, int] | None = module.answer(
            decided.groups, decided.types, decided.verdicts, scores, end
        )
        if made is not None:
            return Answer(decided, *made)
    return answer_in_python(decided)


def answer_in_python(decided: Decided) -> Answer:
    """Write an answer without the core, and without an object for each block."""
    raw = decided.text
    lines: list[str] = []
    blocks: list[str] = []
    offset = kept = 0
    for item in decided.items:
        pieces: list[tuple[int, int, int]] = []
        is_code = item.group.is_code  # a line of code has its indentation
        for line in item.group.lines:
            first, stop = line.start - line.indent, raw.find("\n", line.end)
            whole = raw[first : stop if stop >= 0 else len(raw)]
            start = first if is_code else line.start
            pieces.append((offset + start - first, start, line.end - start))
            lines.append(whole)
            offset += len(whole) + 1
            kept += line.end - start
        blocks.append(_block(raw, item.type, pieces))
    removed, gone = _removed(decided)
    text = orjson.dumps("\n".join(lines))
    parts = (text, ",".join(blocks).encode(), ",".join(removed).encode())
    return Answer(decided, b'{"text":%b,"blocks":[%b],"removed":[%b]}' % parts, kept, gone)


def _block(raw: str, kind: str, pieces: Sequence[tuple[int, int, int]]) -> str:
    (start, raw_start, _), (last, raw_last, length) = pieces[0], pieces[-1]
    end, raw_end = last + length, raw_last + length
    content = sha256(raw[raw_start:raw_end].encode("utf-8", "surrogatepass")).hexdigest()
    listed = ",".join([f"[{a},{b},{c}]" for a, b, c in pieces])
    return (
        f'{{"block_id":"{make_block_id(raw_start)}","type":"{kind}","start":{start},'
        f'"end":{end},"raw_start":{raw_start},"raw_end":{raw_end},"raw_sha256":"{content}",'
        f'"pieces":[{listed}]}}'
    )


def _removed(decided: Decided) -> tuple[list[str], int]:
    """Return the removed ranges as JSON, and how many characters they have."""
    made: list[str] = []
    gone = 0
    for group, (reason, rule) in decided.removed():
        lines = group.lines
        start, end = lines[0].start, lines[-1].end
        gone += end - start
        made.append(f'{{"raw_start":{start},"raw_end":{end},"reason":"{reason}","rule":"{rule}"}}')
    return made, gone
