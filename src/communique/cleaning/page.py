"""The groups of one text, and which of them each step has to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.cleaning.bare_credits import CREDIT_ENDS
from communique.cleaning.copies import NEAR_COPY_WIDTH
from communique.cleaning.learned.arrays import Flags
from communique.cleaning.lines import DECORATION, LineGroup
from communique.cleaning.shapes import Shapes


@dataclass(frozen=True, slots=True)
class Page:
    """The groups of a text, and lists of groups, by index.

    `content` and `likely` have a byte for each group: 1 if the line model takes it for content.
    The lists are: what the model surely removes, what has no visible character, what rules are
    tried on, what may be a phrase, paragraphs, lines wide enough for a copy, and lines below a
    sentence that may be a credit.
    """

    groups: Sequence[LineGroup]
    content: bytes
    likely: bytes
    settled: Sequence[int]
    invisible: Sequence[int]
    tried: Sequence[int]
    open: Sequence[int]
    prose: Sequence[int]
    wide: Sequence[int]
    below_sentence: Sequence[int]


def pages_of(shapes: Shapes, content: Flags, likely: Flags, settled: Flags) -> Iterator[Page]:
    """Yield the page of each text. Rules are not tried on groups in `content` or `settled`."""
    is_open = shapes.is_visible & ~settled
    below_sentence = is_open & ~shapes.is_first & ~shapes.after_blank
    below_sentence[1:] &= shapes.ends_sentence[:-1]
    below_sentence &= shapes.may_end(CREDIT_ENDS + DECORATION)
    chosen = (
        *(settled & shapes.is_visible, ~shapes.is_visible, is_open & ~content, is_open),
        *(shapes.is_prose, shapes.width >= NEAR_COPY_WIDTH, below_sentence),
    )
    content_bytes, likely_bytes = content.tobytes(), likely.tobytes()
    lists = zip(*map(shapes.split, chosen), strict=True)
    for groups, (start, end), some in zip(shapes.texts, shapes.bounds, lists, strict=True):
        yield Page(groups, content_bytes[start:end], likely_bytes[start:end], *some)
