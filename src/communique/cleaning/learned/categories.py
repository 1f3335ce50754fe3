"""Categories of boilerplate: the purpose of a line that is not content, such as a sign-up form.

A multinomial regression over a line's tokens estimates how much likelier than content each category
is. It was trained on phrases in fifteen languages that were written for it
(`scripts/training/phrases`), because the training pages have too few examples of many wordings.
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
    """The weights of each token, shape (tokens, 15), and the constant of each category, (15,)."""

    weights: Floats
    constants: Floats


def categories(pages: Pages, line_tokens: Tokens, table: CategoryTable) -> Columns:
    """Return columns with the categories of each line and of the lines around it.

    They include the log odds of each category, the highest of these, and the log odds of any.
    """
    odds = category_odds(line_tokens, table)
    each: dict[str, Floats] = dict(zip(CATEGORIES, odds, strict=True))
    each["highest"] = odds.max(axis=0)
    each["any"] = np.logaddexp(0, np.logaddexp.reduce(odds, axis=0))
    out: Columns = {}
    for name, values in each.items():
        out |= _columns(pages, name, values)
    return out


def category_odds(line_tokens: Tokens, table: CategoryTable) -> Floats:
    """Return the log odds of each category against content, shape (15, n)."""
    place = find(table, line_tokens.key)
    known = place >= 0
    line, weights = line_tokens.line[known], table.weights[place[known]]
    root = np.sqrt(np.maximum(line_tokens.number, 1))
    sums = [np.bincount(line, weights[:, k], line_tokens.n) for k in range(len(CATEGORIES))]
    return (np.array(sums) / root + table.constants[:, None]).astype(np.float32)


def _columns(pages: Pages, name: str, values: Floats) -> Columns:
    around = pages.window(values, -_AROUND, _AROUND)
    out: Columns = {name: values, f"{name}_around": around}
    out |= {f"{name}{d:+}": pages.shifted(values, d, _EMPTY) for d in (-1, 1)}
    out |= {f"{name}_rest": pages.rest(values), f"{name}_so_far": pages.so_far(values)}
    return out | means(pages, name, values) if name in _LOOKED_AROUND else out
