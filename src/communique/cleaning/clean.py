"""Clean a raw text: remove boilerplate, give each block a type, keep the map to the raw text."""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.cleaning.assemble import build_blocks, removed_ranges
from communique.cleaning.by_hand import ByHand
from communique.cleaning.byline import by_name, first_date, is_date_line
from communique.cleaning.dateline import dateline_length
from communique.cleaning.decided import Decided
from communique.cleaning.decision import decide_many
from communique.cleaning.kept import Kept
from communique.cleaning.learned import Model
from communique.cleaning.lines import Ranges
from communique.cleaning.rule import Rule
from communique.text import Block, Dateline, Removed
from communique.util.gc_pause import without_search


@dataclass(frozen=True, slots=True)
class CleanText:
    """A cleaned text. Offsets are code points; `blocks` and `removed` are in raw order.

    `title` is the text of the title block, `byline` is the name in the byline, and `published` is
    its date (ISO 8601, as precise as stated). The offsets of `dateline` refer to `text`.
    """

    text: str
    title: str | None
    byline: str | None
    published: str | None
    dateline: Dateline | None
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...]


def clean(
    text: str,
    policy: str = "extracted",
    rules: Sequence[Rule] = (),
    by_hand: Sequence[ByHand] = (),
    code: Ranges = (),
) -> CleanText:
    """Clean `text` (lines end in "\\n") by a policy and its rules, then `rules`, then `by_hand`.

    `code` are ranges of `text` whose lines are code: they keep their indentation, and only a rule
    can remove them.
    No text makes it fail. Raises ValueError for an unknown policy, and for a decision by hand about
    a line that the text does not have.
    """
    return clean_many([text], policy, rules, by_hand, codes=[code])[0]


def clean_many(
    texts: Sequence[str],
    policy: str = "extracted",
    rules: Sequence[Rule] = (),
    by_hand: Sequence[ByHand] = (),
    model: Model | None = None,
    codes: Sequence[Ranges] | None = None,
) -> list[CleanText]:
    """Clean several texts at once, which is faster. The texts do not affect each other.

    `model` replaces the shipped model. `codes` are the ranges of code in each text.
    """
    with without_search():
        decided = decide_many(texts, policy, rules, by_hand, model, codes)
        return [clean_text(one) for one in decided]


def clean_text(decided: Decided) -> CleanText:
    """Put together the cleaned text."""
    items = decided.items
    body, blocks = build_blocks(decided.text, items)
    bylines = [item.group for item in items if item.type == "byline"]
    return CleanText(
        text=body,
        title=next((item.group.text for item in items if item.type == "title"), None),
        byline=next((by_name(g.plain) for g in bylines if not is_date_line(g)), None),
        published=next((iso for g in bylines if (iso := first_date(g.plain))), None),
        dateline=_dateline(items, blocks),
        blocks=blocks,
        removed=removed_ranges(decided),
    )


def _dateline(items: Sequence[Kept], blocks: Sequence[Block]) -> Dateline | None:
    """Return the dateline of the first paragraph; None if it has none."""
    for item, block in zip(items, blocks, strict=True):
        if item.type == "paragraph" and block.start is not None:
            length = 0 if item.group.is_code else dateline_length(item.group.text)
            return Dateline(block.start, block.start + length) if length else None
    return None
