"""Match a group against the catalogue of phrases."""

import re
from typing import Final, NamedTuple

from communique.cleaning.lines import LineGroup
from communique.cleaning.phrase_families import PhraseFamily
from communique.cleaning.phrases import (
    LONGEST_PHRASE,
    OPENING_KEY,
    WIDE,
    PhraseTable,
    phrase_key,
    phrase_table,
)

_LONGEST_LINE: Final = 220
_LONGEST_REST: Final = 120
_FEW_WORDS: Final = 3
_LONG: Final = 8
_NARROW: Final = 24
_HEAD: Final = re.compile(r"\s*[:：|»›→]\s*")
_BRACKETS: Final = "()[]{}（）【】"
_SPLIT: Final = re.compile(r"\s*[|•·»›/:]\s*|\s+[-–—]\s+")
_SENTENCES: Final = re.compile(r"\s*[|•·.,;©。，]\s*")
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


def match_phrase(group: LineGroup) -> PhraseMatch | None:
    """Return the family of a group in the catalogue of phrases; None if it is in none."""
    core = group.core
    if not 0 < len(core) <= _LONGEST_LINE:
        return None
    table = phrase_table()
    if len(core) <= LONGEST_PHRASE and (whole := _whole(group, core, table)):
        return whole
    return None if group.ends_sentence else _beginning(core, table)


def _whole(group: LineGroup, core: str, table: PhraseTable) -> PhraseMatch | None:
    key = phrase_key(core)
    family = table.lines.get(key) or table.lines.get(key.strip(_BRACKETS))
    if family is not None:
        is_short = group.words <= _FEW_WORDS and group.width <= _NARROW
        is_short = is_short and group.text[-1] in ".。।"
        return PhraseMatch(family, key, is_weak=is_short)
    return _bar(core, table) or _rights(core, table, is_sentence=group.ends_sentence)


def _bar(core: str, table: PhraseTable) -> PhraseMatch | None:
    """Match several phrases of a menu or of share buttons in one line."""
    parts = [part for part in _SPLIT.split(core) if part]
    if len(parts) < 2:
        parts = core.split()
        if not _FEWEST_WORDS <= len(parts) <= _MOST_WORDS:
            return None
    families = [table.lines.get(phrase_key(part)) for part in parts]
    known = [f for f in families if f is not None and f.reason in _SITE_REASONS]
    return PhraseMatch(known[0], core) if len(known) == len(parts) else None


def _rights(core: str, table: PhraseTable, *, is_sentence: bool) -> PhraseMatch | None:
    """Match "all rights reserved" with a name or a year. In a sentence it must be the last part."""
    parts = [part for part in _SENTENCES.split(core) if part]
    for part in parts[-1:] if is_sentence else parts:
        family = table.lines.get(phrase_key(part))
        if family is not None and family.id == "copyright":
            return PhraseMatch(family, core)
    return None


def _beginning(core: str, table: PhraseTable) -> PhraseMatch | None:
    head, *rest = _HEAD.split(core.lstrip(_BRACKETS), maxsplit=1)
    if rest and 0 < len(rest[0]) <= _LONGEST_REST:
        key = phrase_key(head)
        if (family := table.heads.get(key)) is not None:
            return PhraseMatch(family, key, is_whole=False)
    key = phrase_key(core)
    for phrase, family in table.openings.get(key[:OPENING_KEY], ()):
        rest = key[len(phrase) :]
        if key.startswith(phrase) and not rest[:1].isalnum() and len(rest) <= _LONGEST_REST:
            return PhraseMatch(family, phrase, is_whole=False)
    return None


_SITE_REASONS: Final = frozenset(
    {"navigation", "share", "comment_widget", "subscription", "newsletter", "cookie", "copyright"}
)
