"""What comes before a line on its page beside what comes from it on.

A page's end that reads otherwise than all above, such as readers' comments, is not of the article.
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
    """Of ten columns the mean over the line and all below, over all above, and how they differ."""
    out: Columns = {}
    for name in _COMPARED:
        rest, so_far = pages.rest(columns[name]), pages.so_far(columns[name])
        out |= {f"{name}_rest": rest, f"{name}_so_far": so_far, f"{name}_turn": rest - so_far}
    return out
