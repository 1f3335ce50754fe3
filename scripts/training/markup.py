"""Train the model of markup: first the tables of words and names, then a forest."""

import sys
from collections.abc import Sequence

import numpy as np

from communique.cleaning.learned.words import WordTable
from communique.cleaning.markup.model import MarkupModel
from training.batches import INNER, make_batches
from training.fit import emptied
from training.forests import fit_forest
from training.html import HtmlBatch, HtmlPage, html_batches
from training.names import fit_names
from training.pages import VARIANTS, Page
from training.tables import fit_table

_POWER = 0.85
_EVERY = 2
_UNKNOWN_WEIGHT = np.float32(0.5)


def train_markup(pages: Sequence[HtmlPage], texts: Sequence[Page]) -> MarkupModel:
    """The model of these pages. The table of words is made from the whole pages of `texts`.

    The forest learns from a page what tables say that have not seen its domain. Every second batch
    is used once more with all words unknown, as in other languages.
    """
    batches = html_batches(pages)
    *words, all_words = _word_tables(texts)
    names = [fit_names(_left(batches, fold)) for fold in range(INNER)]
    again = batches[::_EVERY]
    x = [one.features(words[one.batch.fold], names[one.batch.fold]) for one in batches]
    x += [one.features(emptied(words[one.batch.fold]), names[one.batch.fold]) for one in again]
    y = [one.batch.label for one in (*batches, *again)]
    weight = [one.batch.weight("page", _POWER) for one in batches]
    weight += [one.batch.weight("page", _POWER) * _UNKNOWN_WEIGHT for one in again]
    forest = fit_forest(np.concatenate(x), np.concatenate(y), np.concatenate(weight), "html")
    print("trained: html", file=sys.stderr, flush=True)
    return MarkupModel(all_words, fit_names(batches), forest)


def _word_tables(texts: Sequence[Page]) -> list[WordTable]:
    """A table without each inner fold, and one of all."""
    batches = make_batches([page for page in texts if VARIANTS[page.variant] == "page"])
    left = [[batch for batch in batches if batch.fold != fold] for fold in range(INNER)]
    return [fit_table(own, "page") for own in (*left, batches)]


def _left(batches: Sequence[HtmlBatch], fold: int) -> list[HtmlBatch]:
    """All but an inner fold."""
    return [one for one in batches if one.batch.fold != fold]
