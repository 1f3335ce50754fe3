"""Pages in groups as the model reads them, measured once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from communique.cleaning.learned.measure import Floats, measure
from communique.cleaning.learned.model import Said, groups, shape_columns, stacked, word_columns
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.words import Tokens, tokens
from training.pages import CORE, Page, fold_of

INNER = 4
SOURCE_WEIGHTS = {
    "page": {"aeb": 2.0, "wcxb": 1.3, "wcxb-draft": 0.8, "traf-snip": 0.4},
    "extracted": {"aeb": 1.5, "wcxb": 1.2, "wcxb-draft": 0.6, "traf-snip": 0.5},
}
_OTHER_WEIGHT = 0.5
_CORE_WEIGHT = 0.7


@dataclass(frozen=True)
class Batch:
    """Pages of one inner fold, a few thousand lines."""

    pages: tuple[Page, ...]
    fold: int

    @cached_property
    def measured(self) -> Pages:
        return Pages(measure([page.lines for page in self.pages]))

    @cached_property
    def tokens(self) -> Tokens:
        return tokens(self.measured.lines)

    @cached_property
    def shape(self) -> Floats:
        return stacked(list(shape_columns(self.measured).values()))

    @cached_property
    def label(self) -> Floats:
        return np.concatenate([page.label for page in self.pages])

    def features(self, said: Said) -> Floats:
        """As the model's own `features`."""
        found = word_columns(self.measured, self.tokens, said)
        return np.concatenate([self.shape, stacked(list(found.values()))], axis=1)

    def weight(self, kind: str, power: float) -> Floats:
        """Longer lines count more, long pages less than their length, better gold more."""
        return np.concatenate([_weight(page, kind, power) for page in self.pages])


def _weight(page: Page, kind: str, power: float) -> Floats:
    source = SOURCE_WEIGHTS[kind].get(page.source, _OTHER_WEIGHT)
    source *= _CORE_WEIGHT if page.variant == CORE else 1.0
    share = source / max(1.0, page.scored.sum()) ** power
    return ((0.5 + np.sqrt(page.tokens) / 4) * page.scored * share).astype(np.float32)


def make_batches(pages: Sequence[Page]) -> list[Batch]:
    """Batches of pages, each of one inner fold of domains."""
    out: list[Batch] = []
    for fold in range(INNER):
        own = iter([page for page in pages if inner_fold(page.domain) == fold])
        parts = [page.lines for page in pages if inner_fold(page.domain) == fold]
        out.extend(Batch(tuple(next(own) for _ in group), fold) for group in groups(parts))
    return out


def inner_fold(domain: str) -> int:
    """The fold within the training pages; independent of the folds of cross-validation."""
    return fold_of(f"inner {domain}", INNER)
