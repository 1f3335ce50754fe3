"""Score the lines of dumped pages by their words and their markup."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Floats
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.scores import MOST_LINES, groups, sample
from communique.cleaning.learned.trees import predict
from communique.cleaning.markup.columns import page_columns
from communique.cleaning.markup.dump import Dump
from communique.cleaning.markup.model import MarkupModel, load_markup_model

_NONE: Final[Floats] = np.zeros(0, np.float32)


def markup_scores(dumps: Sequence[Dump], model: MarkupModel | None = None) -> list[Floats]:
    """Return the log odds that each line of each page is content.

    Pages of more than 20,000 lines are read in parts.
    """
    if not dumps:
        return []
    model = model or load_markup_model()
    parts = iter([part for dump in dumps for part in _parts(dump)])
    sizes = groups([part.text for dump in dumps for part in _parts(dump)])
    scored = [one for group in sizes for one in _score([next(parts) for _ in group], model)]
    each = iter(scored)
    return [np.concatenate([_NONE, *(next(each) for _ in _parts(dump))]) for dump in dumps]


def _parts(dump: Dump) -> list[Dump]:
    size = len(dump.text)
    if size <= MOST_LINES:
        return [dump] if size else []
    return [_part(dump, slice(k, k + MOST_LINES)) for k in range(0, size, MOST_LINES)]


def _part(dump: Dump, lines: slice) -> Dump:
    values = {k: getattr(dump, k)[lines] for k in ("text", "raw", "is_code", "element", "counts")}
    return replace(dump, **values)


def _score(dumps: Sequence[Dump], model: MarkupModel) -> list[Floats]:
    pages = Pages(measure([[sample(text) for text in dump.text] for dump in dumps]))
    columns = page_columns(pages, dumps, model.words, model.names)
    odds = predict(model.forest, list(columns.values()))
    return np.split(odds, pages.offsets[1:-1])
