"""Write a part again without its repeated lines."""

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

import numpy as np

from communique.engines.answers import json_line
from communique.engines.run_folder import RunFolder
from communique.engines.whole_run.pairs import Numbers
from communique.engines.whole_run.rows import Row, lines_of, parsed
from communique.engines.whole_run.site_lines import line_keys
from communique.engines.zst_writer import ZstWriter
from communique.util.atomic_write import json_text, write_atomic

RULE: Final = "line-on-many-pages"
_REASON: Final = "boilerplate"
_MOST: Final = 0.5  # of a text


def rewrite_part(folder: RunFolder, table: Path, number: int) -> None:
    """Write a part again, and note how many lines have gone. Raises OSError.

    It is safe to do it twice: then nothing more goes.
    """
    repeated: Numbers = np.load(table, mmap_mode="r")
    beside = folder.running / f"part-{number:05d}.{os.getpid()}.kept"
    beside.parent.mkdir(exist_ok=True)
    writer = ZstWriter(folder.part(number), beside)
    gone = 0
    try:
        for line in lines_of(folder.part(number)):
            row = parsed(line)
            going = _going(row, repeated)
            gone += _count_gone(row) + len(going)
            writer.write(json_line(without_blocks(row, going)) if going else line + b"\n")
        digest = writer.complete()
    except BaseException:
        writer.abandon()
        raise
    _note(folder.mark(number), gone, digest)


def _note(mark: Path, count: int, digest: str) -> None:
    """Note how many lines have gone from a part, and its new sha256."""
    facts = json.loads(mark.read_bytes())
    facts |= {"repeated_lines": count, "sha256": facts["sha256"] | {"part": digest}}
    write_atomic(mark, json_text(facts))


def _going(row: Row, repeated: Numbers) -> frozenset[int]:
    """The blocks that go; none if it is most of the text, because then the page is a copy."""
    keyed = list(line_keys(row))
    if not keyed or not len(repeated):
        return frozenset()
    keys = np.array([key for _, key in keyed], np.uint64)
    places = np.minimum(np.searchsorted(repeated, keys), len(repeated) - 1)
    is_repeated = (repeated[places] == keys).tolist()
    going = [index for (index, _), is_one in zip(keyed, is_repeated, strict=True) if is_one]
    size = sum(row["blocks"][i]["end"] - row["blocks"][i]["start"] for i in going)
    return frozenset(going if size <= _MOST * len(row["text"]) else ())


def _count_gone(row: Row) -> int:
    return sum(removed["rule"] == RULE for removed in row["removed"] or ())


def without_blocks(row: Row, going: Collection[int]) -> Row:
    """The row without these blocks: they are in `removed`, and the others are moved."""
    lines = iter(row["text"].split("\n"))
    kept: list[str] = []
    blocks: list[dict[str, Any]] = []
    removed = list(row["removed"])
    before = after = 0  # where the next line starts in the old text and in the new one
    for index, block in enumerate(row["blocks"]):
        own = [next(lines) for _ in block["pieces"]]
        size = sum(len(line) + 1 for line in own)
        if index in going:
            place = {"raw_start": block["raw_start"], "raw_end": block["raw_end"]}
            removed.append({**place, "reason": _REASON, "rule": RULE})
        else:
            blocks.append(_moved(block, after - before))
            kept += own
            after += size
        before += size
    removed.sort(key=lambda one: one["raw_start"])
    return row | {"text": "\n".join(kept), "blocks": blocks, "removed": removed}


def _moved(block: dict[str, Any], by: int) -> dict[str, Any]:
    pieces = [[start + by, raw_start, length] for start, raw_start, length in block["pieces"]]
    return block | {"start": block["start"] + by, "end": block["end"] + by, "pieces": pieces}
