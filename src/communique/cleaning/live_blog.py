"""Live blogs: short entries, each below or after a time. Their short lines are content.

The line model learned that times and short lines are often lists of other articles. In such a
list, headlines follow the times. In a live blog, sentences follow them, and the times run one way.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_match import match_phrase
from communique.cleaning.stamps import Stamp
from communique.cleaning.verdict import BY_MODEL, Verdict, Verdicts

_FEWEST: Final = 3
_STAMP_WIDTH: Final = 40
_STAMP_WORDS: Final = 4
_SENTENCE_WORDS: Final = 3
_MOST_ENTRIES: Final = 0.7
_SURE: Final = -2.5
_HEAD_REACH: Final = 6
_LAST_REACH: Final = 6
_LONGEST: Final = 15


def live_blog(
    groups: Sequence[LineGroup],
    verdicts: Verdicts,
    scores: Sequence[float],
    stamps: Mapping[int, Stamp],
) -> Verdicts:
    """Return the verdicts after a live blog's own lines stay and its repeated buttons go.

    A line stays if only the line model removes it, and not surely, and if it is not repeated.
    """
    times = _times(groups, verdicts, stamps)
    places = sorted(times)
    if len(places) < _FEWEST or not _run_one_way([times[i] for i in places]):
        return verdicts
    if not _have_sentences(groups, verdicts, places):
        return verdicts
    unsure = {i for i, v in verdicts.items() if v in BY_MODEL and scores[i] > _SURE}
    inside = _inside(groups, verdicts, unsure, places)
    texts = [group.text for group in groups]
    number = Counter(texts)
    own = {i for i in inside if i in times or number[texts[i]] == 1}
    by_text = {texts[i]: verdict for i, verdict in verdicts.items() if not _by_model(i, verdicts)}
    repeated = {i: _button(groups[i]) or by_text.get(texts[i]) for i in inside if i not in own}
    stay = unsure & {*own, *_head(groups, verdicts, unsure, places[0])}
    buttons = {i: verdict for i, verdict in repeated.items() if verdict}
    return buttons | {i: v for i, v in verdicts.items() if i not in stay}


def _button(group: LineGroup) -> Verdict | None:
    match = match_phrase(group)
    return Verdict(match.family.reason, match.rule) if match and match.is_whole else None


def _head(
    groups: Sequence[LineGroup], verdicts: Verdicts, unsure: Collection[int], first: int
) -> list[int]:
    """Return the lines above the first time, up to one that surely goes."""
    head: list[int] = []
    for i in range(first - 1, max(-1, first - 1 - _HEAD_REACH), -1):
        if i in verdicts and (i not in unsure or match_phrase(groups[i])):
            break
        head.append(i)
    return head


def _inside(
    groups: Sequence[LineGroup], verdicts: Verdicts, unsure: Collection[int], places: Sequence[int]
) -> list[int]:
    """Return the lines of all entries; the last one ends with a line that surely goes."""
    inside = list(range(places[0], places[-1] + 1))
    for i in range(places[-1] + 1, min(len(groups), places[-1] + _LAST_REACH)):
        if i in verdicts and i not in unsure:
            break
        inside.append(i)
    return inside


def _times(
    groups: Sequence[LineGroup], verdicts: Verdicts, stamps: Mapping[int, Stamp]
) -> dict[int, int]:
    """Return the minutes of the day of the lines that are only a time, or that begin with one."""
    times: dict[int, int] = {}
    for i, stamp in stamps.items():
        if stamp.minutes is None or stamp.date or not _by_model(i, verdicts):
            continue
        group = groups[i]
        is_alone = group.width <= _STAMP_WIDTH and len(stamp.rest.split()) <= _STAMP_WORDS
        if is_alone or group.text[0].isdigit():
            times[i] = stamp.minutes
    return times


def _by_model(i: int, verdicts: Verdicts) -> bool:
    return i not in verdicts or verdicts[i] in BY_MODEL


def _run_one_way(minutes: Sequence[int]) -> bool:
    """Whether the times rise or fall, with one break at most, as at midnight."""
    steps = [b - a for a, b in pairwise(minutes)]
    most = len(steps) - (1 if len(steps) > _FEWEST else 0)
    return max(sum(step <= 0 for step in steps), sum(step >= 0 for step in steps)) >= most


def _have_sentences(groups: Sequence[LineGroup], verdicts: Verdicts, places: Sequence[int]) -> bool:
    """Whether most entries have a sentence that stays, and are most of the text."""
    ends = [*places[1:], min(len(groups), places[-1] + _LAST_REACH)]
    entries = [range(a, b) for a, b in zip(places, ends, strict=True)]
    with_sentence = [any(_is_sentence(groups[i], i, verdicts) for i in entry) for entry in entries]
    if sum(with_sentence) < _MOST_ENTRIES * len(entries) or max(map(len, entries)) > _LONGEST:
        return False
    kept = [i for i, group in enumerate(groups) if i not in verdicts and group.ends_sentence]
    inside = [i for i in kept if places[0] <= i < ends[-1]]
    return len(inside) * 2 >= len(kept)


def _is_sentence(group: LineGroup, i: int, verdicts: Verdicts) -> bool:
    is_wide = group.words >= _SENTENCE_WORDS or group.width > _STAMP_WIDTH // 2
    return group.ends_sentence and is_wide and _by_model(i, verdicts)
