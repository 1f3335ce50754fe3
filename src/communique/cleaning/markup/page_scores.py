"""Scores of pages by two models: by words and markup, and by the text of the lines alone.

The line model learned from more pages than the model of markup, nearly all of them English.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from communique.cleaning.learned import Model, line_scores
from communique.cleaning.learned.arrays import Floats
from communique.cleaning.markup.dump import Dump
from communique.cleaning.markup.model import MarkupModel
from communique.cleaning.markup.scores import markup_scores

_MARKUP_SHARE: Final = np.float32(0.8)
_TEXT_SHARE: Final = np.float32(0.2)


class PageModels(NamedTuple):
    """The models that score a page of HTML; None stands for the shipped model."""

    markup: MarkupModel | None = None
    lines: Model | None = None


class PageScores(NamedTuple):
    """The log odds that each line of a page is content: by markup alone, and by both models."""

    markup: Floats
    both: Floats


def page_scores(dumps: Sequence[Dump], models: PageModels | None = None) -> list[PageScores]:
    """Return the scores of the lines of each page; those by both models are weighted means."""
    models = models or PageModels()
    by_markup = markup_scores(dumps, models.markup)
    by_text = line_scores([dump.text for dump in dumps], "page", models.lines)
    pairs = zip(by_markup, by_text, strict=True)
    return [PageScores(markup, _mean(markup, text.content)) for markup, text in pairs]


def _mean(by_markup: Floats, by_text: Floats) -> Floats:
    mean = _MARKUP_SHARE * by_markup + _TEXT_SHARE * by_text
    return mean.astype(np.float32, copy=False)
