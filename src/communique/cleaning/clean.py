"""Clean a raw text: remove boilerplate, give each block a type, keep the map to the raw text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

from communique.cleaning.assemble import build_blocks, removed_ranges
from communique.cleaning.bare_credits import BARE_CREDIT
from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.by_hand import ByHand, decide_by_hand
from communique.cleaning.byline import by_name, first_date, is_date_line
from communique.cleaning.dateline import dateline_length
from communique.cleaning.grouping import grouped, score_input
from communique.cleaning.learned import Model, Scores, line_scores, model_sha256
from communique.cleaning.lines import LineGroup, Ranges
from communique.cleaning.matching import judge
from communique.cleaning.phrase_families import PHRASE_FAMILIES
from communique.cleaning.phrases import phrases_sha256
from communique.cleaning.rule import Rule, policy_name
from communique.cleaning.scoring import Scored, scored
from communique.cleaning.structure import Kept, captioned, classify
from communique.cleaning.trust import trusted
from communique.cleaning.verdict import Verdicts
from communique.text import Block, Dateline, Piece, Removed
from communique.util.gc_pause import without_search

NAME: Final = "communique-lines"
VERSION: Final = "2"
_SPARED: Final = frozenset({"byline", "caption", "reference"})
_NO_TITLE: Final = -1.0


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


class Decided(NamedTuple):
    """A text, its groups, why groups go, and the kept groups with their types."""

    text: str
    groups: Sequence[LineGroup]
    verdicts: Verdicts
    items: Sequence[Kept]


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


def decide_many(
    texts: Sequence[str],
    policy: str = "extracted",
    rules: Sequence[Rule] = (),
    by_hand: Sequence[ByHand] = (),
    model: Model | None = None,
    codes: Sequence[Ranges] | None = None,
) -> list[Decided]:
    """Decide about all lines of several texts; the arguments are those of `clean_many`.

    With a `model`, the compiled core is not used.
    """
    policy = policy_name(policy)
    used = _rules(policy, tuple(rules))
    compiled = model is None
    all_groups = grouped(texts, codes or [()] * len(texts), compiled=compiled)
    pages = [score_input(groups, compiled=compiled) for groups in all_groups]
    scores = line_scores(pages, policy, model)
    decided: list[Decided] = []
    for text, groups, page_scores in zip(texts, all_groups, scores, strict=True):
        verdicts = _verdicts(groups, used, page_scores, policy)
        verdicts = decide_by_hand(groups, verdicts, by_hand)
        decided.append(Decided(text, groups, verdicts, _classified(groups, verdicts)))
    return decided


def _verdicts(
    groups: Sequence[LineGroup], rules: Sequence[Rule], scores: Scores, policy: str
) -> Verdicts:
    """Combine the verdicts of the rules and of the line model. The reason of a rule comes first.

    On a whole page, rules are tried only where the model is not sure. In an extracted text,
    bylines, captions and references stay whatever their score, because the pages that the model
    was trained on have only bodies. A group in the place of a title stays unless the model is
    sure that it is not content.
    """
    scored_groups = scored(groups, scores, policy)
    low = {i: v for i, v in scored_groups.low().items() if not groups[i].is_code}
    content = frozenset(scored_groups.content())
    likely = frozenset(scored_groups.likely(groups))
    if policy == "page":
        return low | judge(groups, rules, scored_groups.sure(low), content, likely)
    verdicts = judge(groups, rules, content=content, likely=likely)
    low = trusted(groups, scored_groups, low, verdicts)
    if not low:
        return verdicts
    kept = _classified(groups, verdicts)
    spared = {item.index for item in kept if _is_spared(item, scored_groups)}
    return {i: v for i, v in low.items() if i not in spared} | verdicts


def _is_spared(item: Kept, scored_groups: Scored) -> bool:
    if item.type == "title":
        return scored_groups.scores[item.index] > _NO_TITLE
    return item.type in _SPARED


def _classified(groups: Sequence[LineGroup], verdicts: Verdicts) -> list[Kept]:
    kept = [i for i in range(len(groups)) if i not in verdicts]
    return classify(groups, kept, captioned(groups, verdicts))


def clean_text(decided: Decided) -> CleanText:
    """Put together the cleaned text."""
    text, groups, verdicts, items = decided
    body, blocks = build_blocks(text, items)
    bylines = [item.group for item in items if item.type == "byline"]
    return CleanText(
        text=body,
        title=next((item.group.text for item in items if item.type == "title"), None),
        byline=next((by_name(g.plain) for g in bylines if not is_date_line(g)), None),
        published=next((iso for g in bylines if (iso := first_date(g.plain))), None),
        dateline=_dateline(items, blocks),
        blocks=blocks,
        removed=removed_ranges(groups, verdicts),
    )


def kept_lines(text: str, cleaned: CleanText) -> str:
    """Return the kept lines of `text` unchanged, one per line, whatever their type."""
    pieces = (piece for block in cleaned.blocks for piece in block.pieces)
    return "\n".join(whole_line(text, p.raw_start, p.raw_start + p.length) for p in pieces)


def blocks_in_lines(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with `start`, `end` and pieces in what `kept_lines` returns.

    There every block has a place, whatever its type.
    """
    return lines_and_blocks(text, blocks)[1]


def lines_and_blocks(text: str, blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Return the kept lines and the blocks with their places there; see `blocks_in_lines`."""
    lines: list[str] = []
    moved: list[Block] = []
    offset = 0
    for block in blocks:
        pieces: list[Piece] = []
        for _, raw_start, length in block.pieces:
            first = text.rfind("\n", 0, raw_start) + 1
            last = text.find("\n", raw_start + length)
            lines.append(text[first : last if last >= 0 else len(text)])
            pieces.append(Piece(offset + raw_start - first, raw_start, length))
            offset += len(lines[-1]) + 1
        raw = block.raw_start, block.raw_end, block.raw_sha256
        places = pieces[0].start, pieces[-1].end
        moved.append(Block(block.block_id, block.type, *places, *raw, tuple(pieces)))
    return "\n".join(lines), tuple(moved)


def whole_line(raw: str, start: int, end: int) -> str:
    """Return the line of `raw` around a range, with white space at its edges, without its "\\n"."""
    return line_around(raw, start, end)[1]


def line_around(raw: str, start: int, end: int) -> tuple[int, str]:
    """Return where the line around a range starts, and the line (see `whole_line`)."""
    first, stop = raw.rfind("\n", 0, start) + 1, raw.find("\n", end)
    return first, raw[first : stop if stop >= 0 else len(raw)]


def config_sha256(
    policy: str = "extracted", rules: Sequence[Rule] = (), by_hand: Sequence[ByHand] = ()
) -> str:
    """Hash everything but the code that decides: version, policy, rules, phrases, model,
    decisions."""
    policy = policy_name(policy)
    used = [asdict(rule) for rule in (*_rules(policy, tuple(rules)), BARE_CREDIT)]
    content: dict[str, object] = {"name": NAME, "version": VERSION, "policy": policy}
    content |= {"rules": used, "model": model_sha256()}
    content |= {"phrases": phrases_sha256(), "families": [asdict(f) for f in PHRASE_FAMILIES]}
    if by_hand:
        content["by_hand"] = [asdict(decision) for decision in by_hand]
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=16)
def _rules(policy: str, extra: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in (*BOILERPLATE_RULES, *extra) if policy in rule.policies)


def _dateline(items: Sequence[Kept], blocks: Sequence[Block]) -> Dateline | None:
    """Return the dateline of the first paragraph; None if it has none."""
    for item, block in zip(items, blocks, strict=True):
        if item.type == "paragraph" and block.start is not None:
            length = 0 if item.group.is_code else dateline_length(item.group.text)
            return Dateline(block.start, block.start + length) if length else None
    return None
