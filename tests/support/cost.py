"""What a piece of work costs at the page: keys pressed, clicks, drags, by a driver that works as a
person does.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from person import Person

HEAD = f"{'unit':<44}{'keys':>5}{'clicks':>8}{'drags':>7}{'goal':>8}"


@dataclass
class Cost:
    """The cost of one unit. A chord, such as shift with a letter, is one key."""

    keys: int = 0
    clicks: int = 0
    drags: int = 0


@dataclass
class Costs:
    """The costs of several units, by their names."""

    of: dict[str, Cost] = field(default_factory=dict[str, Cost])

    def table(self, goals: Mapping[str, Cost]) -> str:
        """One line a unit: what it costs, and the most keys that it may cost."""
        rows = [
            f"{name:<44}{c.keys:>5}{c.clicks:>8}{c.drags:>7}{f'<= {goals[name].keys}':>8}"
            for name, c in self.of.items()
        ]
        return "\n".join([HEAD, *rows])

    def over(self, goals: Mapping[str, Cost]) -> list[str]:
        """The units that cost more than their goal in anything."""
        return [
            name
            for name, c in self.of.items()
            if (g := goals[name]) and (c.keys > g.keys or c.clicks > g.clicks or c.drags > g.drags)
        ]


class Counting:
    """A person whose keys, clicks and drags are counted."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.costs = Costs()
        self.now = Cost()

    @contextmanager
    def unit(self, name: str) -> Iterator[None]:
        """What is done inside is the cost of this unit."""
        self.now = self.costs.of[name] = Cost()
        yield
        self.now = Cost()

    def press(self, *keys: str) -> None:
        self.now.keys += len(keys)
        self.person.press(*keys)

    def type(self, text: str) -> None:
        self.now.keys += len(text)
        self.person.page.keyboard.type(text)

    def mark(self, phrase: str, key: str) -> None:
        """A label's key, and a drag over the words."""
        self.now.keys += 1
        self.now.drags += 1
        self.person.mark(phrase, key)

    def click_words(self, phrase: str) -> None:
        self.now.clicks += 1
        self.person.click_words(phrase)

    def key_of(self, shown: str) -> str:
        """The key that the page shows beside a choice of the form."""
        hint: Any = self.person.page.locator(
            f".form .lsf-choice__checkbox:visible:has-text('{shown}') sup"
        )
        return hint.first.inner_text().strip("[]").replace("shift+", "Shift+")
