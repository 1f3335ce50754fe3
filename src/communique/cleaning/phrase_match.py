"""Match a group against the catalogue of phrases."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, NamedTuple

from communique.cleaning.core_functions import core_of, core_with_functions
from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_families import PhraseFamily
from communique.cleaning.phrases import (
    LONGEST_PHRASE,
    OPENING_KEY,
    WIDE,
    PhraseTable,
    phrase_key,
    phrase_table,
    start_of,
)

LONGEST_LINE: Final = 160
_LONGEST_REST: Final = 120
_FEW_WORDS: Final = 3
_LONG: Final = 8
_NARROW: Final = 24
_HEAD: Final = re.compile(r" ?[:：|»›→] ?")
_BRACKETS: Final = "()[]{}（）【】"
_SPLIT: Final = re.compile(r" ?[|•·»›/:] ?| [-–—] ")
_SENTENCES: Final = re.compile(r" ?[|•·.,;©。，] ?")
_FEWEST_WORDS: Final = 3
_MOST_WORDS: Final = 12


class PhraseMatch(NamedTuple):
    """The family of a group. `is_whole` is false if the phrase is only the beginning of the line.

    A line of few words that ends like a sentence `is_weak`: somebody may have said it.
    """

    family: PhraseFamily
    key: str  # the phrase itself
    is_whole: bool = True
    is_weak: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether an article hardly has the phrase at the beginning of a line."""
        return len(self.key) >= _LONG or self.family.place != "edge"

    @property
    def is_label(self) -> bool:
        """Whether the phrase is a label in a script that the line model hardly knows."""
        return self.family.heads and self.is_sure and bool(WIDE.search(self.key))

    @property
    def place(self) -> str:
        """Where the group goes: "anywhere", "edge" or "near"."""
        if self.is_weak:
            return "near"
        return "anywhere" if self.family.place == "never" else self.family.place

    @property
    def rule(self) -> str:
        """The name that is written into documents."""
        return f"{self.family.id}-{'phrase' if self.is_whole else 'opening'}"


@cache
def _key() -> Callable[[str], str]:
    """Return the function `phrase_key` of the compiled core, or that of Python."""
    module = core_with_functions()
    return phrase_key if module is None else module.phrase_key


def likely_phrases(groups: Sequence[LineGroup], places: Sequence[int]) -> Sequence[int]:
    """Return the places of groups that may be phrases; all places without the compiled core.

    The core looks up the keys that `match_phrase` looks up.
    """
    if (module := core_of(groups)) is None:
        return places
    return module.may_be_phrases(groups, places)


def match_phrase(group: LineGroup) -> PhraseMatch | None:
    """Return the family of a group in the catalogue of phrases; None if it is in none."""
    core = group.core
    if not 0 < len(core) <= LONGEST_LINE:
        return None
    table = phrase_table()
    if not _can_start(core.lstrip(_BRACKETS), table):
        return _rights(group, core, table) if _SENTENCES.search(core) else None
    key = _key()(core)
    if len(core) <= LONGEST_PHRASE and (whole := _whole(group, core, key, table)):
        return whole
    return None if group.ends_sentence else _beginning(core, key, table)


def _can_start(core: str, table: PhraseTable) -> bool:
    """Whether a phrase begins with these characters, or is shorter and a mark follows it."""
    start = core[:OPENING_KEY]
    if len(start) == OPENING_KEY and start.isascii() and start.isalpha():
        return start.lower() in table.starts  # what follows would find, faster
    start = start_of(core)
    if start in table.starts:
        return True
    return any(start[:k] in table.starts and not start[k].isalnum() for k in range(1, len(start)))


def _whole(group: LineGroup, core: str, key: str, table: PhraseTable) -> PhraseMatch | None:
    family = table.lines.get(key)
    if family is None and key and (key[0] in _BRACKETS or key[-1] in _BRACKETS):
        family = table.lines.get(key.strip(_BRACKETS))
    if family is not None:
        is_short = group.words <= _FEW_WORDS and group.width <= _NARROW
        is_short = is_short and group.text[-1] in ".。।"
        return PhraseMatch(family, key, is_weak=is_short)
    return _bar(core, key, table) or _rights(group, core, table)


def _bar(core: str, key: str, table: PhraseTable) -> PhraseMatch | None:
    """Match several phrases of a menu or of share buttons in one line."""
    parts = [part for part in _SPLIT.split(core) if part] if _SPLIT.search(core) else [core]
    if len(parts) < 2:
        parts = key.split()
        if not _FEWEST_WORDS <= len(parts) <= _MOST_WORDS or parts[0] not in table.lines:
            return None
    known: list[PhraseFamily] = []
    for part in parts:
        family = table.lines.get(_key()(part))
        if family is None or family.reason not in _SITE_REASONS:
            return None
        known.append(family)
    return PhraseMatch(known[0], key)


def _rights(group: LineGroup, core: str, table: PhraseTable) -> PhraseMatch | None:
    """Match "all rights reserved" with a name or a year. In a sentence it must be the last part."""
    words = core.casefold().split()
    if table.rights.isdisjoint(words) and (core.isascii() or not WIDE.search(core)):
        return None
    parts = [part for part in _SENTENCES.split(core) if part]
    for part in parts[-1:] if group.ends_sentence else parts:
        family = table.lines.get(_key()(part))
        if family is not None and family.id == "copyright":
            return PhraseMatch(family, core)
    return None


def _beginning(core: str, key: str, table: PhraseTable) -> PhraseMatch | None:
    if _HEAD.search(core):
        head, *rest = _HEAD.split(core.lstrip(_BRACKETS), maxsplit=1)
        family = table.heads.get(label := _key()(head))
        if family is not None and rest and 0 < len(rest[0]) <= _LONGEST_REST:
            return PhraseMatch(family, label, is_whole=False)
    for phrase, family in table.openings.get(key[:OPENING_KEY], ()):
        rest = key[len(phrase) :]
        if key.startswith(phrase) and not rest[:1].isalnum() and len(rest) <= _LONGEST_REST:
            return PhraseMatch(family, phrase, is_whole=False)
    return None


_SITE_REASONS: Final = frozenset(
    {"navigation", "share", "comment_widget", "subscription", "newsletter", "cookie", "copyright"}
)
