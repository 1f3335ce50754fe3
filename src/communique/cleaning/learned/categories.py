"""What a line is there for if it is not content: to sign readers up, to tell of the author, …

One multinomial regression over a line's tokens says how much likelier than content each category
is. It has learned from phrases that were written for it (`scripts/training/phrases`), in fifteen
languages, so it knows wordings of which the pages that the forests learn from have too few.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns, Floats
from communique.cleaning.learned.page import Pages
from communique.cleaning.learned.surroundings import means
from communique.cleaning.learned.words import Keyed, Tokens, find

CATEGORIES: Final[tuple[str, ...]] = (
    "about",
    "bio",
    "caption",
    "comment",
    "control",
    "label",
    "legal",
    "menu",
    "notes",
    "offer",
    "plug",
    "related",
    "shop",
    "signup",
    "teaser",
)
_LOOKED_AROUND: Final = ("comment", "label", "any")
_AROUND: Final = 5
_EMPTY: Final = -9.0


@dataclass(frozen=True)
class CategoryTable(Keyed):
    """Of each token the weights, shape (tokens, 15), and of each category the constant, (15,)."""

    weights: Floats
    constants: Floats


def categories(pages: Pages, found: Tokens, table: CategoryTable) -> Columns:
    """Columns of what the lines and those around them are there for.

    Beside the log odds of each category the highest of them, and those of any.
    """
    odds = category_odds(found, table)
    each: dict[str, Floats] = dict(zip(CATEGORIES, odds, strict=True))
    each["highest"] = odds.max(axis=0)
    each["any"] = np.logaddexp(0, np.logaddexp.reduce(odds, axis=0))
    out: Columns = {}
    for name, values in each.items():
        out |= _columns(pages, name, values)
    return out


def category_odds(found: Tokens, table: CategoryTable) -> Floats:
    """The log odds of each category against content, shape (15, n)."""
    place = find(table, found.key)
    known = place >= 0
    line, weights = found.line[known], table.weights[place[known]]
    root = np.sqrt(np.maximum(found.number, 1))
    sums = [np.bincount(line, weights[:, k], found.n) for k in range(len(CATEGORIES))]
    return (np.array(sums) / root + table.constants[:, None]).astype(np.float32)


def _columns(pages: Pages, name: str, values: Floats) -> Columns:
    around = pages.window(values, -_AROUND, _AROUND)
    out: Columns = {name: values, f"{name}_around": around}
    out |= {f"{name}{d:+}": pages.shifted(values, d, _EMPTY) for d in (-1, 1)}
    out |= {f"{name}_rest": pages.rest(values), f"{name}_so_far": pages.so_far(values)}
    return out | means(pages, name, values) if name in _LOOKED_AROUND else out
