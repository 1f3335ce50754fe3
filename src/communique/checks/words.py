"""Check the word lists of computed attributes."""

from collections.abc import Iterator

from communique.checks.check import check
from communique.problems import Problem
from communique.workspace.reading import CorpusReading
from communique.workspace.word_lists import (
    WORDS_EMPTY,
    WORDS_REPEATED,
    WORDS_UNREADABLE,
    read_word_lists,
)


@check(WORDS_UNREADABLE, WORDS_EMPTY, WORDS_REPEATED)
def word_lists_sound(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that each list can be read and has words, each once. Without a schema: silent."""
    if corpus.schema is not None:
        yield from read_word_lists(corpus.folder, corpus.schema)[1]
