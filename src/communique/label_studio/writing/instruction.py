"""Convert a guideline to the HTML that Label Studio shows before the first task."""

from typing import Final

import regex
from markdown_it import MarkdownIt

_BETWEEN_SENTENCES: Final = regex.compile(r"(?<=[.!?])[ \t]+(?=[\p{Lu}\"“‘'(`*])")
_OFFSETS: Final = regex.compile(r"\b(?:offsets?|code points?)\b", regex.IGNORECASE)


def instruction(guideline: str) -> str:
    """The Markdown text as HTML. Raw HTML in it is shown as text.

    Sentences on offsets and code points are left out: the page takes care of them, and nobody who
    marks words needs them.
    """
    shown = "\n".join(map(_without_offsets, guideline.split("\n")))
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(shown)


def _without_offsets(line: str) -> str:
    """A line of a table or a heading is kept whole."""
    if line.lstrip().startswith(("|", "#")) or not _OFFSETS.search(line):
        return line
    sentences = _BETWEEN_SENTENCES.split(line)
    return " ".join(s for s in sentences if not _OFFSETS.search(s))
