"""Scores of pages by two models: by words and markup, and by the text of the lines alone.

The model of markup learned from fewer pages, so the line model knows more of the words.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from communique.cleaning.learned import Model, line_scores
from communique.cleaning.learned.arrays import Floats
from communique.cleaning.markup.dump import Dump
from communique.cleaning.markup.model import MarkupModel
from communique.cleaning.markup.scores import markup_scores

_BY_MARKUP: Final = np.float32(0.7)
_BY_TEXT: Final = np.float32(0.3)


class PageModels(NamedTuple):
    """The models that score a page of HTML; None stands for the shipped model."""

    markup: MarkupModel | None = None
    lines: Model | None = None


def page_scores(dumps: Sequence[Dump], models: PageModels | None = None) -> list[Floats]:
    """Return the log odds that each line of each page is content, a weighted mean of two models."""
    models = models or PageModels()
    by_markup = markup_scores(dumps, models.markup)
    by_text = line_scores([dump.text for dump in dumps], "page", models.lines)
    pairs = zip(by_markup, by_text, strict=True)
    return [_BY_MARKUP * markup + _BY_TEXT * text.content for markup, text in pairs]
