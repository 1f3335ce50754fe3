"""The catalogue of phrases: whole lines of boilerplate in twenty-four languages.

`phrases.tsv` has a row for each phrase: family, language, phrase, and the catalogue that it comes
from with its licence ("own" for the project's own words). `{n}` stands for a number. It is read
when the first text is cleaned. A look-up is that of one key in a table; no language is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

from communique.cleaning.phrase_families import PHRASE_FAMILIES, PLACES, PhraseFamily

CATALOGUE: Final = Path(__file__).with_name("phrases.tsv")
LONGEST_PHRASE: Final = 120
OPENING_KEY: Final = 4
_READ: Final = 9
_LONG_ENOUGH: Final = 12
_WIDE_ENOUGH: Final = 5
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_MARKS: Final = " .,:;!?*…•·|>»›→-–—✕×。！？：；，、،؛؟।॥"
WIDE: Final = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")
_SAME: Final = str.maketrans(
    dict(zip("’أإآىё（）", "'اااي" + "е()", strict=True))
    | dict.fromkeys((*range(0x64B, 0x653), 0x93C, 0x200C, 0x200D, 0x640))
)  # letters that writers exchange; points, joiners and stretches that they leave out


class Entry(NamedTuple):
    """A row of the catalogue."""

    family: str
    language: str
    phrase: str
    source: str


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The families of whole lines and of heads ("PHRASE: WORDS") by their key, and phrases that
    open a line, by its first four characters; `starts` are the first
    four characters of all keys, and `rights` the first words of phrases of copyright.
    """

    lines: dict[str, PhraseFamily]
    heads: dict[str, PhraseFamily]
    openings: dict[str, tuple[tuple[str, PhraseFamily], ...]]
    starts: frozenset[str]
    rights: frozenset[str]


def phrase_key(core: str) -> str:
    """Return what a line and a phrase share: without case, numbers, and marks at the edges."""
    key = core.casefold()
    if not key.isascii():
        key = normalize("NFC", key).translate(_SAME)
    return _NUMBER.sub("0", key).strip(_MARKS)


def start_of(core: str) -> str:
    """Return the first four characters of the key of a line."""
    return phrase_key(core[:_READ])[:OPENING_KEY]


def entries() -> Iterator[Entry]:
    """Yield the rows of the catalogue, in order."""
    rows = CATALOGUE.read_text("utf-8").splitlines()[1:]
    return (Entry(*row.split("\t")) for row in rows)


@cache
def phrase_table() -> PhraseTable:
    """Return the table of all phrases. A phrase of two families has that with the freest place."""
    families = {family.id: family for family in PHRASE_FAMILIES}
    lines: dict[str, PhraseFamily] = {}
    heads: dict[str, PhraseFamily] = {}
    openings: dict[str, list[tuple[str, PhraseFamily]]] = {}
    rows = [(phrase_key(row.phrase.replace("{n}", "0")), families[row.family]) for row in entries()]
    for key, family in sorted(rows, key=lambda row: PLACES.index(row[1].place)):
        if family.place == "never":
            heads.setdefault(key, family)
            continue
        if lines.setdefault(key, family) is family and family.opens and _can_open(key):
            openings.setdefault(key[:OPENING_KEY], []).append((key, family))
        if family.heads:
            heads.setdefault(key, family)
    first = frozenset(key.split()[0] for key, f in lines.items() if f.id == "copyright")
    starts = frozenset(key[:OPENING_KEY] for key in (*lines, *heads))
    opened = {start: tuple(some) for start, some in openings.items()}
    return PhraseTable(lines, heads, opened, starts, first)


def _can_open(key: str) -> bool:
    return len(key) >= (_WIDE_ENOUGH if WIDE.search(key) else _LONG_ENOUGH)


@cache
def phrases_sha256() -> str:
    """Return the hash of the catalogue."""
    return sha256(CATALOGUE.read_bytes()).hexdigest()
