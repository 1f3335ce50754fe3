"""A list of words, and whether one of them stands in a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import regex

_ENTRY: Final = regex.compile(r"[\p{L}\p{N}_'’-]+(?: [\p{L}\p{N}_'’-]+)*\*?")
_WORD: Final = r"[\p{L}\p{N}_]"  # the same under every Python, unlike `\w`


@dataclass(frozen=True)
class WordList:
    """Words by the line that they stand in (1-based). `faults` are lines that are no entry.

    An entry is a word or several words with one blank between them, and matches that form alone.
    `*` at the end matches every word that begins so: `condemn*` matches `condemned`. Case does not
    count, and words end at hyphens. Lines from `#` on are comments.

    >>> words = WordList.parse("condemn*  # and its forms\\ncall for\\n")
    >>> words.stands_in("It condemned the toll."), words.stands_in("It recalls for them.")
    (True, False)
    """

    entries: tuple[tuple[int, str], ...]
    faults: tuple[int, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "WordList":
        """Read a list, one entry a line."""
        lines = enumerate(text.splitlines(), start=1)
        given = [(n, line.partition("#")[0].strip().casefold()) for n, line in lines]
        written = [(n, entry) for n, entry in given if entry]
        sound = tuple((n, e) for n, e in written if _ENTRY.fullmatch(e))
        return cls(sound, tuple(n for n, e in written if not _ENTRY.fullmatch(e)))

    @property
    def repeated(self) -> Iterator[tuple[int, str, int]]:
        """Line and entry that an earlier or a shorter entry already has, and the line of that."""
        first: dict[str, int] = {}
        for line, entry in self.entries:
            first.setdefault(entry, line)
        stems = {e[:-1]: n for e, n in first.items() if e.endswith("*")}
        for line, entry in self.entries:
            if first[entry] != line:
                yield line, entry, first[entry]
                continue
            word = entry.removesuffix("*")
            ends = range(1, len(word) + (not entry.endswith("*")))
            covering = next((stems[word[:n]] for n in ends if word[:n] in stems), None)
            if covering is not None and " " not in word:
                yield line, entry, covering

    def stands_in(self, text: str) -> bool:
        """Whether an entry stands in a text, as whole words."""
        return self._pattern.search(text.casefold()) is not None

    @cached_property
    def _pattern(self) -> "regex.Pattern[str]":
        listed = "|".join(_form(entry) for _, entry in self.entries) or r"(?!)"
        return regex.compile(rf"(?<!{_WORD})(?:{listed})(?!{_WORD})")


def _form(entry: str) -> str:
    form = r"\s+".join(map(regex.escape, entry.removesuffix("*").split(" ")))
    return f"{form}{_WORD}*" if entry.endswith("*") else form
