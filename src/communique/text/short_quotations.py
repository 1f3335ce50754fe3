"""Short pieces of texts, for pages that people without the texts may read."""

from collections.abc import Callable, Iterator
from typing import Final

from communique.text.overlap import WORD, Run

MOST_WORDS: Final = 5  # in a row
LONGEST: Final = 60  # characters of a piece
_CUT: Final = "\N{HORIZONTAL ELLIPSIS}"


def surface(text: str) -> str:
    """Return the words of a text on one line: at most five words and sixty characters.

    >>> surface("Ann Lee met the team in Paris")
    'Ann Lee met the team…'
    """
    line = " ".join(text.split())
    words = list(WORD.finditer(line))
    end = words[MOST_WORDS - 1].end() if len(words) > MOST_WORDS else len(line)
    return line if len(line) == min(end, LONGEST) else line[: min(end, LONGEST)].rstrip() + _CUT


def quoted(text: str) -> str:
    """Return the surface of a text in quotation marks; empty for an empty text."""
    shown = surface(text)
    return f"\N{LEFT DOUBLE QUOTATION MARK}{shown}\N{RIGHT DOUBLE QUOTATION MARK}" if shown else ""


class Quotations:
    """Cuts what a sentence quotes of a text: five words in a row stay, further words go."""

    def __init__(self, text_of: Callable[[str], str]) -> None:
        """`text_of` gives the text of a document by its id; empty if it is not known."""
        self._text_of = text_of
        self._known: dict[str, frozenset[Run]] = {}

    def cut(self, sentence: str, doc_id: str | None) -> str:
        """Return the sentence without long quotations of a document."""
        known = self._runs(doc_id)
        kept, at, was_cut = "", 0, False
        for start, end, run in _runs_of(sentence):
            is_cut = run in known
            if is_cut and not was_cut:
                kept += sentence[at:start].rstrip() + _CUT
            at, was_cut = (end if is_cut else at), is_cut
        return kept + sentence[at:]

    def _runs(self, doc_id: str | None) -> frozenset[Run]:
        if doc_id is None:
            return frozenset()
        if doc_id not in self._known:
            runs = _runs_of(self._text_of(doc_id))
            self._known[doc_id] = frozenset(run for *_, run in runs if len(run) > MOST_WORDS)
        return self._known[doc_id]


def _runs_of(text: str) -> Iterator[tuple[int, int, Run]]:
    """Yield each word's range, and the run of up to six words that ends with it."""
    run: Run = ()
    for word in WORD.finditer(text):
        run = (*run[-MOST_WORDS:], word[0].casefold())
        yield word.start(), word.end(), run
