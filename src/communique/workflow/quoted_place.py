"""The words of a range and where they stand, as a reader of the text counts."""

from dataclasses import dataclass
from typing import Final

from communique.corpus import Document

_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Words of a document. `paragraph` counts its paragraphs from 1; None in a title or heading."""

    words: str
    where: str
    paragraph: int | None = None

    def __str__(self) -> str:
        """For example `'Ann Lee' in paragraph 2`; long words are cut."""
        return f"{shortened(self.words)!r} in {self.where}"


def shortened(words: str) -> str:
    """The words, or the beginning of long ones, for a line on a terminal."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def quoted_place(document: Document, start: int, end: int) -> QuotedPlace | None:
    """The place of a range of the document's text; None if it is not in the text."""
    if not 0 <= start < end <= len(document.text):
        return None
    words, paragraphs = document.text[start:end], 0
    for block in document.body:
        paragraphs += block.type == "paragraph"
        if start < block.range[1]:
            is_paragraph = block.type == "paragraph"
            where = f"paragraph {paragraphs}" if is_paragraph else f"the {block.type}"
            return QuotedPlace(words, where, paragraphs if is_paragraph else None)
    return None
