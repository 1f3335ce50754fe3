"""Convert a guideline to the HTML that Label Studio shows before the first task."""

from typing import Final

import regex
from markdown_it import MarkdownIt

_REST: Final = r"(?:(?![.!?](?:\s|$)).)*"  # as far as a full stop that ends a sentence
_OFFSETS: Final = regex.compile(
    rf"(?<=^|[.!?]\s){_REST}\b(?:offsets?|code points?)\b{_REST}[.!?](?:[ \t]|$)", regex.IGNORECASE
)


def instruction(guideline: str) -> str:
    """The Markdown text as HTML. Raw HTML in it is shown as text.

    Sentences on offsets and code points are left out: the page takes care of them, and nobody who
    marks words needs them.
    """
    shown = "\n".join(map(_without_offsets, guideline.split("\n")))
    return MarkdownIt("commonmark", {"html": False}).enable("table").render(shown)


def _without_offsets(line: str) -> str:
    """A line of a table or a heading is kept whole."""
    return line if line.lstrip().startswith(("|", "#")) else _OFFSETS.sub("", line).rstrip()
