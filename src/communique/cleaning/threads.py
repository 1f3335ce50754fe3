"""Readers' comments below an article, known by their structure.

Every comment has a head with a time and a name, such as "kettle, 3 May 2021, 14:05". Such heads
alone show nothing: letters, minutes and live blogs have them too. So two more things are needed:
the article's body is above the first head, and the thread has words of its own that no article
has ("Reply", "2 comments", in many languages).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import Line, LineGroup
from communique.cleaning.phrase_match import likely_phrases, match_phrase
from communique.cleaning.stamps import Stamp
from communique.cleaning.verdict import Verdict, Verdicts

RULE: Final = "comment-thread"
_WIDGET: Final = "comment_widget"
_OF_THREAD: Final = "comment-word"
_FEWEST: Final = 2
_ABOVE: Final = 4
_NAME_WIDTH: Final = 40
_NAME_WORDS: Final = 4
_HEAD_WORDS: Final = 10
_LEAD_WIDTH: Final = 120
_LEAST_LINES: Final = 3
_LONGEST: Final = 12
_REST_WIDTH: Final = 60
_PARTS: Final = re.compile(r"\s*[·|•/()\[\]–—]+\s*|\s{2,}")
_INITIAL: Final = re.compile(r" [^\W\d_]\.$")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Head:
    """The group that heads a comment, and its author as far as it can be seen."""

    place: int
    stamp: Stamp
    author: str


def comment_thread(
    groups: Sequence[LineGroup], verdicts: Verdicts, stamps: Mapping[int, Stamp]
) -> Verdicts:
    """Return verdicts for all groups of a comment thread below the body that have none."""
    body = next((i for i, g in enumerate(groups) if g.is_prose and i not in verdicts), None)
    if body is None:
        return {}
    heads = _heads(groups, stamps)
    for shape in {head.stamp.shape for head in heads}:
        alike = [head for head in heads if head.stamp.shape == shape]
        if alike[0].place > body:
            for run in _runs(alike):
                if thread := _thread(groups, verdicts, run):
                    return thread
    return {}


def _runs(heads: Sequence[_Head]) -> list[list[_Head]]:
    """Divide heads where a comment would be too long."""
    runs = [[heads[0]]]
    for above, head in pairwise(heads):
        if head.place - above.place > _LONGEST:
            runs.append([])
        runs[-1].append(head)
    return runs


def _thread(groups: Sequence[LineGroup], verdicts: Verdicts, heads: Sequence[_Head]) -> Verdicts:
    """Return the verdicts of the thread with these heads; none if it is no thread."""
    if len(heads) < _FEWEST or not _differ(heads) or not _has_text(heads):
        return {}
    start = _start(groups, heads[0])
    if not _has_widgets(groups, start, heads):
        return {}
    verdict = Verdict(_WIDGET, RULE)
    places = range(start, _end(groups, verdicts, heads))
    return {i: verdict for i in places if i not in verdicts}


def _heads(groups: Sequence[LineGroup], stamps: Mapping[int, Stamp]) -> list[_Head]:
    """Return the lines with a time, few words and a name in the line or beside it."""
    heads: list[_Head] = []
    for i, stamp in stamps.items():
        if not (stamp.date or stamp.age) or _is_sentence(groups[i]):
            continue
        if len(stamp.rest.split()) > _HEAD_WORDS or len(stamp.rest) > _REST_WIDTH:
            continue
        beside = [groups[j].text for j in (i - 1, i + 1) if 0 <= j < len(groups)]
        names = [text for text in beside if _is_name(text)]
        if _WORD.search(stamp.rest) or names:
            heads.append(_Head(i, stamp, " ".join((stamp.rest, *names))))
    return heads


def _is_sentence(group: LineGroup) -> bool:
    """Whether a line ends like a sentence; "2:05 p.m." does not count."""
    return group.ends_sentence and not group.text.lower().endswith("m.")


def _is_name(text: str) -> bool:
    if len(text) > _NAME_WIDTH or len(text.split()) > _NAME_WORDS:
        return False
    return text[-1] not in ".!?…。！？" or bool(_INITIAL.search(text))


def _differ(heads: Sequence[_Head]) -> bool:
    """Whether the comments have several authors."""
    return len({head.author for head in heads}) >= _FEWEST


def _start(groups: Sequence[LineGroup], first: _Head) -> int:
    """Return the first group of the thread: the head, or the name or the title above it."""
    above = groups[first.place - 1]
    if above.is_prose or above.width > _LEAD_WIDTH or above.ends_sentence:
        return first.place
    is_copy = any(group.text == above.text for group in groups[: first.place - 1])
    return first.place - (is_copy or _is_name(above.text))


def _end(groups: Sequence[LineGroup], verdicts: Verdicts, heads: Sequence[_Head]) -> int:
    """Return the group after the last comment, which is about as long as the others at most."""
    places = [head.place for head in heads]
    longest = max(b - a for a, b in pairwise(places))
    end = min(len(groups), places[-1] + max(_LEAST_LINES, longest))
    for i in range(places[-1] + 2, end):
        if i in verdicts and not _widget(groups[i]):
            return i
    return end


def _has_text(heads: Sequence[_Head]) -> bool:
    """Whether text is between most heads, so that they are no list of dates."""
    places = [head.place for head in heads]
    gaps = [b - a for a, b in pairwise(places)]
    return sum(gap > 1 for gap in gaps) * 2 > len(gaps)


def _has_widgets(groups: Sequence[LineGroup], start: int, heads: Sequence[_Head]) -> bool:
    """Whether the words of a thread are just above the first head or between the heads.

    If the heads have only a date, half of the comments need such words. Only words of a thread,
    such as "Reply", count several times: a list of articles has lines such as "12 comments".
    """
    around = list(range(max(0, start - _ABOVE), heads[-1].place))
    may_be = frozenset(likely_phrases(groups, around))
    widgets = (_widget(groups[i], may_be_phrase=i in may_be) for i in around)
    families = [family for family in widgets if family is not None]
    words = families.count(_OF_THREAD)
    number = words + (len(families) - words == 1)
    stamp = heads[0].stamp
    is_sure = stamp.age or (stamp.date and stamp.clock)
    return number * 2 >= (1 if is_sure else len(heads))


def _widget(group: LineGroup, *, may_be_phrase: bool = True) -> str | None:
    """Return the family of phrases about comments that a line belongs to; None if to none."""
    if group.width > _LEAD_WIDTH or group.ends_sentence:
        return None
    match = match_phrase(group) if may_be_phrase else None
    if match is not None:
        return match.family.id if match.family.reason == _WIDGET else None
    parts = [part for part in _PARTS.split(group.text) if part]
    families = [_widget(_line(part)) for part in parts] if len(parts) > 1 else []
    return next((family for family in families if family), None)


def _line(text: str) -> LineGroup:
    return LineGroup((Line(0, len(text), text, 0, after_blank=False),))
