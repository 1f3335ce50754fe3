"""The filters of a list that has several pages: a script with the values of all its rows."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from communique.site.page import Page

AT_ONCE: Final = 200  # rows on a page
Values = Mapping[str, Sequence[tuple[str, str]]]  # filter to the values of a row and their words


class Listing:
    """The rows of a list, in order, with what they can be filtered by.

    `filters` are the names of the filters and their words. The pages are `stem.html`,
    `stem-2.html` and so on, each with `size` rows.
    """

    def __init__(self, stem: str, filters: Mapping[str, str], size: int) -> None:
        self.size = size
        self.stem = stem
        self.filters = filters
        self._words: dict[str, dict[str, str]] = {name: {} for name in filters}
        self._rows: list[list[tuple[str, ...]]] = []

    def path(self, number: int) -> str:
        """The path of a page; numbers start at 1."""
        return f"{self.stem}.html" if number == 1 else f"{self.stem}-{number}.html"

    def add(self, values: Values) -> None:
        """Add a row."""
        for name in self.filters:
            self._words[name] |= dict(values[name])
        self._rows.append([tuple(value for value, _ in values[name]) for name in self.filters])

    def script(self) -> Page:
        """`stem-rows.js`: the page size, the filters with their values, and the rows as numbers."""
        known = {name: sorted(words) for name, words in self._words.items()}
        at = [{value: n for n, value in enumerate(known[name])} for name in self.filters]
        filters = [
            [name, words, [[value, self._words[name][value]] for value in known[name]]]
            for name, words in self.filters.items()
        ]
        rows = [
            [[numbers[v] for v in values] for numbers, values in zip(at, row, strict=True)]
            for row in self._rows
        ]
        data = {"stem": self.stem, "size": self.size, "filters": filters, "rows": rows}
        plain = json.dumps(data, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")
        return Page(f"{self.stem}-rows.js", f"const communiqueList = {plain};\n".encode())
