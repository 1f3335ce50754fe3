"""Clean a raw text: take out boilerplate, say what the rest is, keep the map to the raw text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from communique.cleaning.assemble import build_blocks, removed_ranges
from communique.cleaning.boilerplate_rules import BOILERPLATE_RULES
from communique.cleaning.by_hand import ByHand, decide_by_hand
from communique.cleaning.byline import by_name, first_date, is_date_line
from communique.cleaning.dateline import dateline_length
from communique.cleaning.learned import Model, Scores, line_scores, model_sha256
from communique.cleaning.lines import Unit, split_lines
from communique.cleaning.matching import BARE_CREDIT, Verdicts, judge
from communique.cleaning.rule import Rule, policy_name
from communique.cleaning.scoring import Scored, scored
from communique.cleaning.structure import Kept, captioned, classify
from communique.cleaning.wrapping import group
from communique.text import Block, Dateline, Removed
from communique.util.gc_pause import without_search

NAME: Final = "communique-lines"
VERSION: Final = "2"
_SPARED: Final = frozenset({"byline", "caption", "reference"})
_NO_TITLE: Final = -1.0


@dataclass(frozen=True, slots=True)
class CleanText:
    """A cleaned text. Offsets are code points; `blocks` and `removed` are in raw order.

    `title` is the title block's surface; `byline` the name that the byline gives, `published`
    its date, ISO 8601 as precise as stated; `dateline` counts in `text`.
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
) -> CleanText:
    """Clean `text` (lines end in "\\n") by a policy, after its rules by `rules`, then `by_hand`.

    Never fails on a text; ValueError for an unknown policy, and for a decision by hand about a
    line that the text does not have.
    """
    return clean_many([text], policy, rules, by_hand)[0]


def clean_many(
    texts: Sequence[str],
    policy: str = "extracted",
    rules: Sequence[Rule] = (),
    by_hand: Sequence[ByHand] = (),
    model: Model | None = None,
) -> list[CleanText]:
    """As `clean`, for several texts at once, which is faster; none has a say in another.

    `model` takes the place of the shipped one.
    """
    policy = policy_name(policy)
    used = _rules(policy, tuple(rules))
    with without_search():
        texts_units = [group(split_lines(text)) for text in texts]
        pages = [[unit.text for unit in units] for units in texts_units]
        scores = line_scores(pages, policy, model)
        made: list[CleanText] = []
        for text, units, own in zip(texts, texts_units, scores, strict=True):
            verdicts = _verdicts(units, used, own, policy)
            made.append(_made(text, units, decide_by_hand(units, verdicts, by_hand)))
        return made


def _verdicts(
    units: Sequence[Unit], rules: Sequence[Rule], scores: Scores, policy: str
) -> Verdicts:
    """Rules say why where they can; on a whole page they are asked where the model is not sure.

    In an extracted text its bylines, captions and references stay whatever their score: the gold
    that the model has learned from has bodies alone. What stands where a title would stays unless
    the model is sure that it is none.
    """
    found = scored(units, scores, policy)
    low = found.low()
    if policy == "page":
        return low | judge(units, rules, found.sure(low), frozenset(found.content()))
    verdicts = judge(units, rules)
    deferring = {rule.id for rule in rules if rule.defer_to_model}
    content = frozenset(found.content())
    verdicts = {i: v for i, v in verdicts.items() if i not in content or v.rule not in deferring}
    if not low:
        return verdicts
    spared = {item.index for item in _classified(units, verdicts) if _is_spared(item, found)}
    return {i: v for i, v in low.items() if i not in spared} | verdicts


def _is_spared(item: Kept, found: Scored) -> bool:
    if item.type == "title":
        return found.scores[item.index] > _NO_TITLE
    return item.type in _SPARED


def _classified(units: Sequence[Unit], verdicts: Verdicts) -> list[Kept]:
    kept = [i for i in range(len(units)) if i not in verdicts]
    return classify(units, kept, captioned(units, verdicts))


def _made(text: str, units: Sequence[Unit], verdicts: Verdicts) -> CleanText:
    items = _classified(units, verdicts)
    body, blocks = build_blocks(text, items)
    bylines = [item.unit for item in items if item.type == "byline"]
    return CleanText(
        text=body,
        title=next((item.unit.text for item in items if item.type == "title"), None),
        byline=next((by_name(u.plain) for u in bylines if not is_date_line(u)), None),
        published=next((iso for u in bylines if (iso := first_date(u.plain))), None),
        dateline=_dateline(items, blocks),
        blocks=blocks,
        removed=removed_ranges(units, verdicts),
    )


def kept_lines(text: str, made: CleanText) -> str:
    """The lines of `text` that stay, as they were and one a line, whatever they are."""
    pieces = (piece for block in made.blocks for piece in block.pieces)
    return "\n".join(whole_line(text, p.raw_start, p.raw_start + p.length) for p in pieces)


def whole_line(raw: str, start: int, end: int) -> str:
    """The line of `raw` around a range, blanks at its edges included, without its "\\n"."""
    stop = raw.find("\n", end)
    return raw[raw.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(raw)]


def config_sha256(
    policy: str = "extracted", rules: Sequence[Rule] = (), by_hand: Sequence[ByHand] = ()
) -> str:
    """Hash of all that decides beside the code: version, policy, rules, model, decisions."""
    policy = policy_name(policy)
    used = [asdict(rule) for rule in (*_rules(policy, tuple(rules)), BARE_CREDIT)]
    content: dict[str, object] = {"name": NAME, "version": VERSION, "policy": policy}
    content |= {"rules": used, "model": model_sha256()}
    if by_hand:
        content["by_hand"] = [asdict(decision) for decision in by_hand]
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=16)
def _rules(policy: str, extra: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in (*BOILERPLATE_RULES, *extra) if policy in rule.policies)


def _dateline(items: Sequence[Kept], blocks: Sequence[Block]) -> Dateline | None:
    """The dateline of the first paragraph."""
    for item, block in zip(items, blocks, strict=True):
        if item.type == "paragraph" and block.start is not None:
            length = dateline_length(item.unit.text)
            return Dateline(block.start, block.start + length) if length else None
    return None
