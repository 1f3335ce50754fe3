"""The groups before the first paragraph: the title, and the bylines and dates around it."""

import re
from collections.abc import Sequence
from typing import Final

from communique.cleaning.byline import is_by_line, is_date_line, is_name_line
from communique.cleaning.kept import BYLINE, PARAGRAPH, TITLE
from communique.cleaning.lines import LIST_MARK, LineGroup
from communique.cleaning.phrase_match import match_phrase

HEAD_REACH: Final = 8
_TITLE_WIDTH: Final = 220
_TITLE_WORDS: Final = 35
_KICKER: Final = re.compile(
    r"\W*(?:opinions?|analysis|world|news|politics|editorial|commentary|op-?ed|business|economy|"
    r"perspective|interview|feature|column|breaking(?: news)?|exclusive|live|explainer|"
    r"(?:world|local|national|international|us|u\.s\.) news)\W*",
    re.IGNORECASE,
)


def head_types(groups: Sequence[LineGroup], types: Sequence[int]) -> Sequence[int]:
    """Return the types of the first kept groups of a text; `types` are those that are known."""
    items = list(zip(groups, types, strict=True))
    end = next((i for i, item in enumerate(items) if _is_body(*item)), None)
    if not end or end > HEAD_REACH:
        return types
    title = _title_place(groups, types, end)
    head = [
        _head_type(group, i, title) if kind == PARAGRAPH else kind
        for i, (group, kind) in enumerate(items[:end])
    ]
    return [*head, *types[end:]]


def _is_body(group: LineGroup, kind: int) -> bool:
    if kind != PARAGRAPH:
        return False
    is_sentence = group.width >= 50 and group.ends_sentence and not group.text.endswith("?")
    return (group.is_prose or is_sentence) and not is_date_line(group) and not is_by_line(group)


def _title_place(groups: Sequence[LineGroup], types: Sequence[int], end: int) -> int | None:
    """Return the index of the title among the groups before the first paragraph."""
    for i, group in enumerate(groups[:end]):
        if types[i] != PARAGRAPH or _KICKER.fullmatch(group.plain):
            continue
        if is_date_line(group) or is_by_line(group) or _is_phrase(group):
            continue
        return i if _is_title(group, groups[i + 1]) else None
    return None


def _is_phrase(group: LineGroup) -> bool:
    """Whether a line is an entry of a menu or the like, which is no title even if it stays."""
    match = match_phrase(group)
    return match is not None and match.is_whole


def _is_title(group: LineGroup, below: LineGroup) -> bool:
    text = group.text
    if group.width > _TITLE_WIDTH or group.words > _TITLE_WORDS or "://" in text:
        return False
    if text[0].islower() or LIST_MARK.match(text) or text[-1] in ":：,;，、；":
        return False
    if below.text[0].islower() and not below.after_blank:
        return False
    return not group.ends_sentence or (text[-1] in "?!？！" and group.width >= 16)


def _head_type(group: LineGroup, at: int, title: int | None) -> int:
    if at == title:
        return TITLE
    if is_date_line(group) or is_by_line(group):
        return BYLINE
    return BYLINE if title == at - 1 and is_name_line(group) else PARAGRAPH
