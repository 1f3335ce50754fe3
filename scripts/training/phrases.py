"""The phrases of the folder beside this file, and what each is there for."""

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from communique.cleaning.learned.categories import CATEGORIES

FOLDER = Path(__file__).with_name("phrases")
CONTENT = "content"
BLANK = re.compile(r"\{(name|site|place|topic|number|date|url|handle)\}")
_NUMBERS = ("3", "12", "140", "2500")
_DATES = ("May 3, 2024", "3 June 2021", "12/04/2023", "2022-11-05", "Oct 9, 2019", "1. März 2025")


def read_phrases(folder: Path = FOLDER) -> tuple[list[str], list[str]]:
    """The phrases with their blanks filled in, and the category of each; always the same."""
    rng = random.Random(0)  # noqa: S311 - nothing secret
    found = [pair for path in sorted(folder.glob("*.txt")) for pair in _in_file(path)]
    lines = [BLANK.sub(lambda blank: _filled(blank[1], rng), line) for line, _ in found]
    return lines, [category for _, category in found]


def _in_file(path: Path) -> Iterator[tuple[str, str]]:
    category = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and line[2:] in (*CATEGORIES, CONTENT):
            category = line[2:]
        elif not category:
            raise ValueError(
                f"{path.name} must begin with a category heading, such as '# {CATEGORIES[0]}'"
            )
        else:
            yield line, category


def _filled(blank: str, rng: random.Random) -> str:
    """A made-up word that no page has, so that nothing is learned of it; or a number or date."""
    ways: dict[str, Callable[[], str]] = {
        "name": lambda: f"{_word(rng).capitalize()} {_word(rng).capitalize()}",
        "topic": lambda: _word(rng),
        "number": lambda: rng.choice(_NUMBERS),
        "date": lambda: rng.choice(_DATES),
        "url": lambda: f"https://www.{_word(rng)}.com/{_word(rng)}",
        "handle": lambda: f"@{_word(rng)}",
    }
    return ways.get(blank, lambda: _word(rng).capitalize())()


def _word(rng: random.Random) -> str:
    syllables = range(rng.randint(2, 4))
    return "".join(rng.choice("bcdfgklmnprstvz") + rng.choice("aeiou") for _ in syllables)
