"""Compare the part of a page before a line with the part from this line on.

If the end of a page differs from everything above, as readers' comments do, it is not article text.
"""

from typing import Final

from communique.cleaning.learned.arrays import Columns
from communique.cleaning.learned.page import Pages

_COMPARED: Final = (
    "width",
    "prose",
    "ends_sentence",
    "capitalised_share",
    "digit_share",
    "short_word_share",
    "shared_share",
    "upper_share",
    "extracted",
    "extracted_known",
)


def before_after(pages: Pages, columns: Columns) -> Columns:
    """Return for ten columns the mean from the line on, the mean above it, and their difference."""
    out: Columns = {}
    for name in _COMPARED:
        rest, so_far = pages.rest(columns[name]), pages.so_far(columns[name])
        out |= {f"{name}_rest": rest, f"{name}_so_far": so_far, f"{name}_turn": rest - so_far}
    return out
