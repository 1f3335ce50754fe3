"""Clean a raw text: take out boilerplate, say what the rest is, keep the map to the raw text."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from communique.cleaning.assemble import build_blocks, removed_ranges
from communique.cleaning.byline import by_name, first_date, is_date_line
from communique.cleaning.dateline import dateline_length
from communique.cleaning.families import CATALOGUE
from communique.cleaning.lines import Unit, split_lines
from communique.cleaning.matching import BARE_CREDIT, Verdicts, judge
from communique.cleaning.page import judge_page
from communique.cleaning.rule import POLICIES, Rule
from communique.cleaning.structure import Kept, captioned, classify
from communique.cleaning.wrapping import group
from communique.text import Block, Dateline, Removed

NAME: Final = "communique-lines"
VERSION: Final = "1"


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


def clean(text: str, policy: str = "conservative", rules: Sequence[Rule] = ()) -> CleanText:
    """Clean `text` (lines end in "\\n") by a policy and, after its rules, by `rules`.

    Never fails on a text; ValueError for an unknown policy.
    """
    units, verdicts = _judged(text, policy, tuple(rules))
    kept = [i for i in range(len(units)) if i not in verdicts]
    items = classify(units, kept, captioned(units, verdicts))
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


def kept_lines(text: str, policy: str = "conservative", rules: Sequence[Rule] = ()) -> str:
    """The lines that stay, as they were and one a line, whatever they are."""
    units, verdicts = _judged(text, policy, tuple(rules))
    lines = (line for i, u in enumerate(units) if i not in verdicts for line in u.lines)
    return "\n".join(whole_line(text, line.start, line.end) for line in lines)


def whole_line(raw: str, start: int, end: int) -> str:
    """The line of `raw` around a range, blanks at its edges included, without its "\\n"."""
    stop = raw.find("\n", end)
    return raw[raw.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(raw)]


def config_sha256(policy: str = "conservative", rules: Sequence[Rule] = ()) -> str:
    """Hash of all that decides beside the code: version, policy and the rules it uses."""
    used = [asdict(rule) for rule in (*_rules(policy, tuple(rules)), BARE_CREDIT)]
    content = {"name": NAME, "version": VERSION, "policy": policy, "rules": used}
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=16)
def _rules(policy: str, extra: tuple[Rule, ...]) -> tuple[Rule, ...]:
    if policy not in POLICIES:
        raise ValueError(f"unknown policy {policy!r}: choose from {', '.join(POLICIES)}")
    return tuple(rule for rule in (*CATALOGUE, *extra) if policy in rule.policies)


def _judged(text: str, policy: str, extra: tuple[Rule, ...]) -> tuple[list[Unit], Verdicts]:
    rules = _rules(policy, extra)
    units = group(split_lines(text))
    verdicts = judge(units, rules)
    return units, judge_page(units, verdicts) if policy == "page" else verdicts


def _dateline(items: Sequence[Kept], blocks: Sequence[Block]) -> Dateline | None:
    """The dateline of the first paragraph."""
    for item, block in zip(items, blocks, strict=True):
        if item.type == "paragraph" and block.start is not None:
            length = dateline_length(item.unit.text)
            return Dateline(block.start, block.start + length) if length else None
    return None
