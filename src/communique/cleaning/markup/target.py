"""Receive the parser's events, and write the lines of a page, without a tree of the elements."""

from collections import Counter
from typing import Final

from communique.cleaning.markup.aside import Aside
from communique.cleaning.markup.code import code_paragraphs
from communique.cleaning.markup.dump import Counts, Dump
from communique.cleaning.markup.elements import (
    BLOCKS,
    MOST_DEPTH,
    SPACED,
    STYLES,
    names_of,
)

_INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\u00ad"


class Target:
    """The methods that the parser calls, and the dump so far."""

    def __init__(self) -> None:
        self.dump = Dump()
        self._aside = Aside(self.dump)
        self._open = [0]
        self._styles = Counter[str]()  # open elements of links, stressed and preformatted text
        self._used = 0  # the last element with text
        self._images, self._after_break = 0, False
        self._new_line()

    def _new_line(self) -> None:
        self._parts: list[str] = []
        self._element = -1
        self._links = 0
        self._styled = dict.fromkeys("abi", 0)

    @property
    def depth(self) -> int:
        """The number of open elements."""
        return len(self._open)

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        """An element begins."""
        if not self._aside.start(tag, attrib):
            self._border(tag)
            self._enter(tag, attrib)

    def _enter(self, tag: str, attrib: dict[str, str]) -> None:
        dump, element = self.dump, self._open[-1]
        if tag == "img":
            self._images += 1
        elif tag != "meta" and len(self._open) < MOST_DEPTH:
            dump.parent.append(element)
            dump.depth.append(dump.depth[element] + 1)
            element = len(dump.tag)
            dump.tag.append(tag)
            dump.names.append(names_of(attrib) if attrib else "")
        self._open.append(element)
        if tag in STYLES:
            self._styles[STYLES[tag]] += 1
            self._links += tag == "a"

    def end(self, tag: str) -> None:
        """An element ends."""
        if not self._aside.end(tag):
            self._border(tag, is_end=True)
            self._leave()
            if tag in STYLES:
                self._styles[STYLES[tag]] -= 1

    def _leave(self) -> None:
        """Close the innermost element, and forget it if it contains no text."""
        if len(self._open) == 1:
            return
        dump, element = self.dump, self._open.pop()
        is_last = element == len(dump.tag) - 1 and element != self._open[-1]
        if is_last and element > max(self._element, self._used):
            for values in (dump.parent, dump.depth, dump.tag, dump.names):
                values.pop()

    def _border(self, tag: str, *, is_end: bool = False) -> None:
        """A block begins or ends, which ends the line. In `<pre>`, it ends a line of that text."""
        if tag in SPACED:
            self._parts.append(" ")
        elif tag in BLOCKS or tag == "pre":
            depth = self._styles["pre"]
            if depth and not (tag == "pre" and depth == 1 and is_end):
                if tag == "br" or (self._parts and not self._parts[-1].endswith("\n")):
                    self._parts.append("\n")
                return
            self.flush(is_pre=depth > 0)
            self._after_break = tag == "br"

    def data(self, data: str) -> None:
        """Text."""
        if self._aside.data(data):
            return
        self._parts.append(data)
        size = len(data.strip())
        if not size:
            return
        element = self._open[-1]
        self._element = element if self._element < 0 else self._common(self._element, element)
        for style in self._styled:
            if self._styles[style]:
                self._styled[style] += size

    def _common(self, one: int, other: int) -> int:
        """Return the innermost element around both. Parents have lower numbers."""
        parent = self.dump.parent
        while one != other:
            if one > other:
                one = parent[one]
            else:
                other = parent[other]
        return one

    def flush(self, *, is_pre: bool = False) -> None:
        """End the line, if it has any text."""
        if self._element >= 0:
            self._write("".join(self._parts), is_pre=is_pre)
        self._new_line()

    def _write(self, content: str, *, is_pre: bool) -> None:
        dump = self.dump
        self._used = max(self._used, self._element)
        a, b, i = self._styled.values()
        counts = Counts(a, b, i, self._links, self._images, self._after_break)
        blocks = code_paragraphs(content) if is_pre else [(" ".join(content.split()), False)]
        for raw, is_code in blocks:
            text = " ".join(raw.split()) if is_pre else raw
            if text.strip(_INVISIBLE):
                dump.text.append(text)
                dump.raw.append(raw)
                dump.is_code.append(is_code)
                dump.element.append(self._element)
                dump.counts.append(counts)
        self._images = 0

    def comment(self, text: str) -> None:
        """A comment, which is not text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """A processing instruction, which is not text."""

    def close(self) -> None:
        """The page has ended."""
