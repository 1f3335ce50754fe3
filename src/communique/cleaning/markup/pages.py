"""Clean pages of HTML, and take the likely content from a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np

from communique.cleaning.clean import CleanText, clean_text
from communique.cleaning.decided import Decided
from communique.cleaning.decision import ScoredText, decide_scored
from communique.cleaning.described import shapes_of
from communique.cleaning.language import is_english
from communique.cleaning.learned.arrays import Floats
from communique.cleaning.lines import Ranges, single_groups, split_lines
from communique.cleaning.markup.dump import Dump, dump_page
from communique.cleaning.markup.page_scores import PageModels, PageScores, page_scores
from communique.cleaning.markup.scores import markup_scores
from communique.cleaning.page_scoring import below
from communique.cleaning.scoring import Scored
from communique.util.gc_pause import without_search

MOST_CHARACTERS: Final = 20_000_000
THRESHOLD: Final = 0.0
_NOT_ENGLISH: Final = -0.15
RECALL_THRESHOLD: Final = -1.0
_UNSURE: Final = 0.3
_SURE: Final = 1.0
_LEAST_SHARE: Final = 0.05
_STEP: Final = 1.0
_STEPS: Final = 5


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A cleaned page; `raw` is the dump of all its text, to which the raw offsets refer."""

    raw: str
    clean: CleanText


def clean_pages(pages: Sequence[str]) -> list[CleanPage]:
    """Clean pages of HTML by their words and markup. Raises MissingParserError."""
    return clean_dumps([dump_page(html) for html in pages])


def decide_pages(pages: Sequence[str]) -> list[Decided]:
    """Decide about all lines of the dumps of pages. Raises MissingParserError."""
    return _decided([dump_page(html) for html in pages])


def clean_dumps(dumps: Sequence[Dump], models: PageModels | None = None) -> list[CleanPage]:
    """Clean dumped pages. `models` replace the shipped models."""
    return [CleanPage(one.text, clean_text(one)) for one in _decided(dumps, models)]


def _decided(dumps: Sequence[Dump], models: PageModels | None = None) -> list[Decided]:
    with without_search():
        scores = page_scores(dumps, models)
        pairs = zip(dumps, scores, strict=True)
        return decide_scored([_scored(dump, own) for dump, own in pairs])


def _scored(dump: Dump, scores: PageScores) -> ScoredText:
    """Decide which lines are removed. What is not English, the model of markup decides alone."""
    raw, code = text_of(dump, range(len(dump.raw)))
    shapes = shapes_of([single_groups(split_lines(raw, code))])
    english = is_english(shapes.texts[0])
    own = of_code(dump, scores.both if english else scores.markup)
    lines = [part.count("\n") + 1 for part in dump.raw]
    each = np.repeat(own, lines).astype(np.float64)
    threshold = page_threshold(dump, own, THRESHOLD if english else _NOT_ENGLISH)
    low = below(shapes, each, np.array([threshold]), _UNSURE)
    low |= shapes.is_code & (each < threshold)  # code stays or goes as one
    return raw, shapes, Scored(each, low, low & (each < threshold - _SURE), [None])


def likely_text(html: str) -> tuple[str, Ranges]:
    """Return the likely content of a page and its ranges of code, in doubt more than less.

    There is one block a line, and a final newline. The text is empty if the page has none. Raises
    MissingParserError.
    """
    dump = dump_page(html)
    (scores,) = markup_scores([dump])
    scores = of_code(dump, scores)
    threshold = page_threshold(dump, scores, RECALL_THRESHOLD)
    return text_of(dump, np.flatnonzero(scores >= threshold).tolist())


def of_code(dump: Dump, scores: Floats) -> Floats:
    """Return the scores, with their mean for the parts of one code, which stays or goes as one."""
    out = scores.copy()
    keys = enumerate(zip(dump.element, dump.is_code, strict=True))
    for (_, is_code), run in groupby(keys, key=lambda pair: pair[1]):
        if is_code:
            at = [place for place, _ in run]
            out[at] = scores[at].mean()
    return out


def page_threshold(dump: Dump, scores: Floats, threshold: float) -> float:
    """Return the score below which blocks are removed; minus infinity for none.

    It is lower if nearly nothing of the text outside links would stay.
    """
    free = np.array([len(text) - row[0] for text, row in zip(dump.text, dump.counts, strict=True)])
    least = _LEAST_SHARE * np.maximum(free, 0).sum()
    for step in range(_STEPS + 1):
        kept = scores >= threshold - step * _STEP
        if kept.any() and np.maximum(free, 0)[kept].sum() >= least:
            return threshold - step * _STEP
    return float("-inf")


def text_of(dump: Dump, chosen: Sequence[int]) -> tuple[str, Ranges]:
    """Return the raw text of these blocks, and the ranges of code in it."""
    code: list[tuple[int, int]] = []
    offset = 0
    for k in chosen:
        end = offset + len(dump.raw[k])
        if dump.is_code[k]:
            code.append((offset, end))
        offset = end + 1
    text = "\n".join(dump.raw[k] for k in chosen)
    return text + "\n" if text else "", tuple(code)
