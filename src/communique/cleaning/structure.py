"""Find the type of each kept group: title, byline, heading, paragraph, caption or reference.

Shape and place decide wherever a language could matter, not words. An unclear group is a paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.cleaning.byline import is_by_line, is_date_line, is_name_line
from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_match import match_phrase
from communique.cleaning.references import reference_start
from communique.cleaning.verdict import Verdicts

_HEADING_WIDTH: Final = 90
_HEADING_WORDS: Final = 14
_HEADING_LETTERS: Final = 3
_TITLE_WIDTH: Final = 220
_TITLE_WORDS: Final = 35
_HEAD_REACH: Final = 8
_PARTED: Final = 0.8
_LIST_MARK: Final = re.compile(r"[-–—•*·▪●◦‣>#]|\(?\d{1,3}[.)]|\(?[a-z]\)")
_QUOTES: Final = "\"'“”‘’«»„「『"
_KICKER: Final = re.compile(
    r"\W*(?:opinions?|analysis|world|news|politics|editorial|commentary|op-?ed|business|economy|"
    r"perspective|interview|feature|column|breaking(?: news)?|exclusive|live|explainer|"
    r"(?:world|local|national|international|us|u\.s\.) news)\W*",
    re.IGNORECASE,
)
_CAPTION_START: Final = re.compile(
    r"(?:FILE(?: PHOTO)? ?[-–—:]|(?:image |photo |picture )?caption ?:|bildunterschrift ?:) ?\S",
    re.IGNORECASE,
)
_CAPTION_END: Final = re.compile(
    r".*[.\"”\w] ?[(\[](?:AP|AFP|REUTERS|Reuters|EPA|Photo|PHOTO|Image|Picture|Getty)"
    r"(?: Photo| Images| File)?(?:[:/ ][^()\[\]]{1,60})?[)\]]\.?"
)
_CAPTION_ENDINGS: Final = (")", "]", ").", "].")


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept group: `index` in the list of all groups, and its block type."""

    index: int
    group: LineGroup
    type: str = "paragraph"


def classify(
    groups: Sequence[LineGroup], kept: Sequence[int], under_picture: frozenset[int]
) -> list[Kept]:
    """Give each kept group its type; `under_picture` are groups that are known to be captions."""
    items = [Kept(i, groups[i]) for i in kept]
    items = _captions(items, under_picture)
    items = _references(items)
    items = _head(items)
    if any(x.group.is_code for x in items):
        items = [replace(x, type="paragraph") if x.group.is_code else x for x in items]
    return _headings(items)


def captioned(groups: Sequence[LineGroup], verdicts: Verdicts) -> frozenset[int]:
    """Return the kept groups between an empty line and a picture credit directly below.

    If empty lines do not separate the paragraphs, closeness shows nothing and the set is empty.
    """
    captions = [
        i
        for i, group in enumerate(groups[:-1])
        if i not in verdicts
        and group.after_blank
        and not groups[i + 1].after_blank
        and i + 1 in verdicts
        and verdicts[i + 1].reason == "credit"
    ]
    prose = [group for group in groups if group.is_prose]
    parted = sum(group.after_blank for group in prose) >= _PARTED * len(prose)
    return frozenset(captions) if parted else frozenset()


def _captions(items: list[Kept], under_picture: frozenset[int]) -> list[Kept]:
    return [
        replace(item, type="caption")
        if item.index in under_picture or is_caption(item.group)
        else item
        for item in items
    ]


def is_caption(group: LineGroup) -> bool:
    """Whether a line is marked as a caption by its own words."""
    if group.width >= 600:
        return False
    text = group.plain
    may_end = text.endswith(_CAPTION_ENDINGS)
    return bool(_CAPTION_START.match(text) or (may_end and _CAPTION_END.fullmatch(text)))


def _references(items: list[Kept]) -> list[Kept]:
    start = reference_start([item.group for item in items])
    return items[:start] + [replace(item, type="reference") for item in items[start:]]


def _head(items: list[Kept]) -> list[Kept]:
    """Give types to the groups before the first paragraph: the title and the lines around it."""
    end = next((i for i, item in enumerate(items) if _is_body(item)), None)
    if end is None or end > _HEAD_REACH:
        return items
    title = _title_place(items, end)
    head = [
        replace(item, type=_head_type(item, i, title)) if item.type == "paragraph" else item
        for i, item in enumerate(items[:end])
    ]
    return head + items[end:]


def _is_body(item: Kept) -> bool:
    group = item.group
    if item.type != "paragraph" or is_date_line(group) or is_by_line(group):
        return False
    return group.is_prose or (
        group.width >= 50 and group.ends_sentence and not group.text.endswith("?")
    )


def _title_place(items: Sequence[Kept], end: int) -> int | None:
    """Return the index of the title among the groups before the first paragraph."""
    for i, item in enumerate(items[:end]):
        if item.type != "paragraph" or _KICKER.fullmatch(item.group.plain):
            continue
        if is_date_line(item.group) or is_by_line(item.group) or _is_phrase(item.group):
            continue
        return i if _is_title(item.group, items[i + 1].group) else None
    return None


def _is_phrase(group: LineGroup) -> bool:
    """Whether a line is an entry of a menu or the like, which is no title even if it stays."""
    match = match_phrase(group)
    return match is not None and match.is_whole


def _is_title(group: LineGroup, below: LineGroup) -> bool:
    text = group.text
    if group.width > _TITLE_WIDTH or group.words > _TITLE_WORDS or "://" in text:
        return False
    if text[0].islower() or _LIST_MARK.match(text) or text[-1] in ":：,;，、；":
        return False
    if below.text[0].islower() and not below.after_blank:
        return False
    return not group.ends_sentence or (text[-1] in "?!？！" and group.width >= 16)


def _head_type(item: Kept, at: int, title: int | None) -> str:
    if at == title:
        return "title"
    if is_date_line(item.group) or is_by_line(item.group):
        return "byline"
    return "byline" if title == at - 1 and is_name_line(item.group) else item.type


def _headings(items: list[Kept]) -> list[Kept]:
    """Find headings between paragraphs, and join a heading that was broken into two lines."""
    out: list[Kept] = []
    frames = [_frames(item) for item in items]
    at = 0
    while at < len(items):
        size = _heading_size(items, at) if at and frames[at - 1] and not frames[at] else 0
        out.append(_joined(items[at : at + size]) if size else items[at])
        at += size or 1
    return out


def _heading_size(items: Sequence[Kept], at: int) -> int:
    if not 0 < at < len(items) - 1 or not _frames(items[at - 1]):
        return 0
    above, below = items[at - 1], items[at + 1]
    if above.group.text[-1] in ":,;：，；" or not _can_be_heading(items[at]):
        return 0
    if _frames(below):
        return 1
    broken = at + 2 < len(items) and _is_rest(items[at], below) and _frames(items[at + 2])
    return 2 if broken else 0


def _can_be_heading(item: Kept) -> bool:
    text, group = item.group.text, item.group
    if item.type != "paragraph" or group.width > _HEADING_WIDTH or group.words > _HEADING_WORDS:
        return False
    if group.is_code:
        return False
    if group.ends_sentence or text[-1] in ":,;：，；、" + _QUOTES or text[0] in _QUOTES:
        return False
    if text[0].islower() or _LIST_MARK.match(text) or "://" in text or "@" in text:
        return False
    return sum(map(str.isalpha, text)) >= _HEADING_LETTERS


def _frames(item: Kept) -> bool:
    return item.type == "paragraph" and item.group.is_prose


def _is_rest(first: Kept, second: Kept) -> bool:
    group = second.group
    if second.type != "paragraph" or group.is_code or group.ends_sentence:
        return False
    if second.index != first.index + 1:
        return False
    short = first.group.width + group.width <= _HEADING_WIDTH
    return short and group.text[0].islower() and group.words <= 6


def _joined(items: Sequence[Kept]) -> Kept:
    if len(items) == 1:
        return replace(items[0], type="heading")
    lines = tuple(line for item in items for line in item.group.lines)
    return Kept(items[0].index, LineGroup(lines), "heading")
