"""What a line of predictions can name: documents, blocks, sentences, and spans with a uid."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class BlockText(NamedTuple):
    """The type of a block and its text; the text is None where it is not known (standoff)."""

    type: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Places:
    """Look up the units of a corpus or of a dataset.

    `blocks` gives the blocks of a document that are part of its text, by id, and None for an
    unknown document. `sentences` does the same for the ids of sentences, and `uids` are the spans
    that the dataset has. Sentences and uids are not checked where these are None.
    """

    blocks: Callable[[str], Mapping[str, BlockText] | None]
    sentences: Callable[[str], Collection[str] | None] | None = None
    uids: Collection[str] | None = None
