"""Where content ends: the labels of the forest that says so, and the weights of its rows."""

import numpy as np

from communique.cleaning.learned.arrays import Flags, Floats
from training.batches import Batch, page_weight
from training.pages import Page

_POWER = 0.7


def ended(batch: Batch) -> Floats:
    """1 where a line and all below it on its page are not content, and some of them surely so."""
    return np.concatenate([_ended(page) for page in batch.pages])


def ended_weight(batch: Batch) -> Floats:
    """The same for all lines of a page with a sure label; of long pages less than their length."""
    return np.concatenate([_weight(page) for page in batch.pages])


def _ended(page: Page) -> Floats:
    more = _from_each(page.label == 1)
    some = _from_each((page.label == 0) & (page.scored == 1))
    return (~more & some).astype(np.float32)


def _from_each(chosen: Flags) -> Flags:
    """Whether any line from each on is chosen."""
    return np.logical_or.accumulate(chosen[::-1])[::-1]


def _weight(page: Page) -> Floats:
    is_sure = (page.scored == 1) | (page.label == 1)
    return (is_sure * (page_weight(page, "extracted") / len(page.lines) ** _POWER)).astype(
        np.float32
    )
