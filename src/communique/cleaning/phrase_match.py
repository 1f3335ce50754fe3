"""Match a group against the catalogue of phrases."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, NamedTuple

from communique.cleaning.core_functions import core_with_functions
from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_families import PhraseFamily
from communique.cleaning.phrases import (
    LONGEST_PHRASE,
    OPENING_KEY,
    PhraseTable,
    phrase_key,
    phrase_table,
)

_LONGEST_LINE: Final = 220
_LONGEST_REST: Final = 120
_FEW_WORDS: Final = 3
_LONG: Final = 8
_HEAD: Final = re.compile(r"\s*[:：|»›→]\s*")
_BRACKETS: Final = "()[]{}（）【】"
_SPLIT: Final = re.compile(r"\s*[|•·»›/]\s*|\s+[-–—]\s+")
_SENTENCES: Final = re.compile(r"\s*[|•·.,;©。，]\s*")
# Whether there is anything to split: a search for a single character is far faster than a split.
_MAY_SPLIT: Final = re.compile(r"[|•·»›/]|\s[-–—]").search
_MAY_HAVE_PARTS: Final = re.compile(r"[|•·.,;©。，]").search
_MAY_HAVE_HEAD: Final = re.compile(r"[:：|»›→]").search
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
        """Whether the phrase is so long that an article hardly has it."""
        return len(self.key) >= _LONG

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

    The core looks up the keys that `match_phrase` looks up in lines of ASCII.
    """
    module = core_with_functions()
    if module is None or not groups or type(groups[0]) is not module.Group:
        return places
    return module.may_be_phrases(groups, places)


def match_phrase(group: LineGroup) -> PhraseMatch | None:
    """Return the family of a group in the catalogue of phrases; None if it is in none."""
    core = group.core
    if not 0 < len(core) <= _LONGEST_LINE:
        return None
    table = phrase_table()
    key = _key()(core)
    if len(core) <= LONGEST_PHRASE and (whole := _whole(group, core, key, table)):
        return whole
    return None if group.ends_sentence else _beginning(core, key, table)


def _whole(group: LineGroup, core: str, key: str, table: PhraseTable) -> PhraseMatch | None:
    family = table.lines.get(key) or table.lines.get(key.strip(_BRACKETS))
    if family is not None and family.place != "never":
        is_short = group.words <= _FEW_WORDS and group.text[-1] in ".。।"
        return PhraseMatch(family, key, is_weak=is_short)
    return _bar(core, table) or _rights(core, table, is_sentence=group.ends_sentence)


def _bar(core: str, table: PhraseTable) -> PhraseMatch | None:
    """Match several phrases of a menu or of share buttons in one line."""
    parts: list[str] = []
    if _MAY_SPLIT(core):
        parts = [part for part in _SPLIT.split(core) if part]
    if len(parts) < 2:
        parts = core.split()
        if not _FEWEST_WORDS <= len(parts) <= _MOST_WORDS:
            return None
    first: PhraseFamily | None = None
    for part in parts:
        family = table.lines.get(_key()(part))
        if family is None or family.reason not in _SITE_REASONS:
            return None
        first = first or family
    return PhraseMatch(first, core) if first else None


def _rights(core: str, table: PhraseTable, *, is_sentence: bool) -> PhraseMatch | None:
    """Match "all rights reserved" with a name or a year. In a sentence it must be the last part."""
    if not _MAY_HAVE_PARTS(core):
        parts = [core]
    else:
        parts = [part for part in _SENTENCES.split(core) if part]
    for part in parts[-1:] if is_sentence else parts:
        family = table.lines.get(_key()(part))
        if family is not None and family.id == "copyright":
            return PhraseMatch(family, core)
    return None


def _beginning(core: str, key: str, table: PhraseTable) -> PhraseMatch | None:
    if _MAY_HAVE_HEAD(core):
        head, *rest = _HEAD.split(core.lstrip(_BRACKETS), maxsplit=1)
        if rest and 0 < len(rest[0]) <= _LONGEST_REST:
            head_key = _key()(head)
            family = table.lines.get(head_key)
            if family is not None and family.heads:
                return PhraseMatch(family, head_key, is_whole=False)
    for phrase, family in table.openings.get(key[:OPENING_KEY], ()):
        rest = key[len(phrase) :]
        if key.startswith(phrase) and not rest[:1].isalnum() and len(rest) <= _LONGEST_REST:
            return PhraseMatch(family, phrase, is_whole=False)
    return None


_SITE_REASONS: Final = frozenset(
    {"navigation", "share", "comment_widget", "subscription", "newsletter", "cookie", "copyright"}
)
