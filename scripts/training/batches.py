"""Pages in groups as the model reads them, measured once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from communique.cleaning.learned.arrays import Columns, Flags, Floats
from communique.cleaning.learned.columns import WordEvidence, shape_columns, word_columns
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.scores import groups
from communique.cleaning.learned.words import Tokens, tokens
from training.pages import CORE, Page, fold_of

INNER = 4
SOURCE_WEIGHTS = {
    "page": {
        **{"aeb": 2.0, "wcxb": 1.3, "wcxb-draft": 0.8, "traf-snip": 0.4},
        **{"fundus": 1.3, "zhset": 1.0},
    },
    "extracted": {
        **{"aeb": 1.5, "wcxb": 1.2, "wcxb-draft": 0.6, "traf-snip": 0.5},
        **{"fundus": 0.7, "zhset": 0.7},
    },
}
_OTHER_WEIGHT = 0.5
_CORE_WEIGHT = 0.7
# Where a page is no article, what would be boilerplate in one is often what it is for.
_OTHER_KINDS = ("collection", "documentation", "forum", "listing", "product", "service")
_OTHER_KIND_WEIGHT = 0.3


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
    def shape(self) -> Columns:
        return shape_columns(self.measured)

    @cached_property
    def label(self) -> Floats:
        return np.concatenate([page.label for page in self.pages])

    @cached_property
    def scored(self) -> Flags:
        """Whether the line's label is sure."""
        return np.concatenate([page.scored for page in self.pages]) == 1

    def features(self, evidence: WordEvidence) -> Floats:
        """As the model's own `features`."""
        return _stacked(word_columns(self.measured, self.tokens, evidence, self.shape))

    def weight(self, kind: str, power: float) -> Floats:
        """Longer lines count more, long pages less than their length."""
        return np.concatenate([_weight(page, kind, power) for page in self.pages])


def _stacked(columns: Columns) -> Floats:
    """Columns beside one another, shape (n, columns)."""
    out = np.empty((next(iter(columns.values())).size, len(columns)), np.float32)
    for k, column in enumerate(columns.values()):
        out[:, k] = column
    return out


def _weight(page: Page, kind: str, power: float) -> Floats:
    share = page_weight(page, kind) / max(1.0, page.scored.sum()) ** power
    return ((0.5 + np.sqrt(page.tokens) / 4) * page.scored * share).astype(np.float32)


def page_weight(page: Page, kind: str) -> float:
    """Better gold counts more, a page that was put together less."""
    weight = SOURCE_WEIGHTS[kind].get(page.source, _OTHER_WEIGHT)
    if page.variant == CORE:
        weight *= _CORE_WEIGHT
    if kind == "extracted" and page.kind in _OTHER_KINDS:
        weight *= _OTHER_KIND_WEIGHT
    return weight


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
