"""Titles of other articles, directly below a heading such as "Related articles"."""

from typing import Final

from communique.cleaning.lines import LineGroup
from communique.cleaning.page import Page
from communique.cleaning.verdict import Verdict, Verdicts

RULE: Final = "under-heading"
_HEADINGS: Final = frozenset(
    {"see-also-heading", "teaser-heading", "related-phrase", "related-word-phrase"}
)
_MOST: Final = 6
_MOST_IN_BODY: Final = 1
_NARROWEST: Final = 12
_WIDEST: Final = 120


def teasers(page: Page, verdicts: Verdicts) -> dict[int, Verdict]:
    """Return verdicts for the titles below such headings.

    A title is a short line that does not end like a statement. In the body, one title goes at most.
    """
    out: dict[int, Verdict] = {}
    headings = [i for i, verdict in verdicts.items() if verdict.rule in _HEADINGS]
    last = max((i for i in page.prose if headings and i not in verdicts), default=-1)
    groups = page.groups
    for heading in headings:
        most = _MOST_IN_BODY if heading < last else _MOST
        for i in range(heading + 1, min(heading + 1 + most, len(groups))):
            if i in verdicts or page.content[i] or page.likely[i] or not _is_title(groups[i]):
                break
            out[i] = Verdict("teaser", RULE)
    return out


def _is_title(group: LineGroup) -> bool:
    if not _NARROWEST <= group.width <= _WIDEST or group.is_code:
        return False
    return not group.ends_sentence or group.text[-1] in "?？"
