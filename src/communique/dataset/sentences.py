"""The sentences of a document, block by block."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.corpus import Document
from communique.text import Block
from communique.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence. Offsets are code points of the document's text, half-open."""

    sentence_id: str
    block: Block
    start: int
    end: int


def sentences_of(document: Document, language: str | None) -> Iterator[Sentence]:
    """The sentences of title, headings and paragraphs, in order.

    The id is the block's id and a number that counts from 1 inside the block.
    """
    for block in document.body:
        begin, end = block.range
        ranges = sentences(document.text[begin:end], language)
        for n, (first, last) in enumerate(ranges, 1):
            yield Sentence(f"{block.block_id}.{n}", block, begin + first, begin + last)
