"""Find notes and sources at the end of a text."""

import re
from collections.abc import Sequence
from typing import Final

from communique.cleaning.lines import LineGroup

_NUMBERED: Final = re.compile(r"[\[(^]?(\d{1,3})[\])]?[.):]? ?\S")
_HEADING: Final = re.compile(
    r"(?:references?|end ?notes?|foot ?notes?|notes|bibliography|works cited|sources|"
    r"literatur|quellen|références|bibliographie|referencias|bibliografía|参考文献)\W*",
    re.IGNORECASE,
)
_YEAR_OR_LINK: Final = re.compile(r"\b(?:1[89]|20)\d\d\b|https?://|www\.|\bdoi\b")
_PARTS: Final = ("18", "19", "20", "http", "www.", "doi")
_SOURCE: Final = re.compile(
    r"https?://|www\.|\bdoi\b|\bibid\b|\bpp?\. ?\d|\bvol\. ?\d|\bno\. ?\d|\baccessed\b|"
    r"\bretrieved\b|[\"“«„].{5,300}[\"”»“]",
    re.IGNORECASE,
)
_LONGEST: Final = 1000
_FEWEST: Final = 2
_UNDER_HEADING: Final = 0.5
_BY_NUMBER: Final = 0.7


def reference_start(groups: Sequence[LineGroup]) -> int:
    """Return the index from which all groups are references; `len(groups)` if there are none."""
    start = len(groups)
    while start and could_be_reference(groups[start - 1]):
        start -= 1
    cited, numbered = 0, _Numbers()
    first_reference = len(groups)
    for at in range(len(groups) - 1, max(start, 1) - 1, -1):
        below = len(groups) - at - 1
        if below and _HEADING.fullmatch(groups[at].plain) and cited >= _UNDER_HEADING * below:
            first_reference = at
        cited += is_source(groups[at].plain)
        first = numbered.take(_NUMBERED.match(groups[at].plain))
        if first and cited >= _BY_NUMBER * (below + 1):
            first_reference = at
    return first_reference


class _Numbers:
    """Reads the numbers of lines from the last line upwards. They must fall until number one."""

    def __init__(self) -> None:
        self._lowest: int | None = None
        self._count = 0
        self._broken = False

    def take(self, match: re.Match[str] | None) -> bool:
        """Read the line above; True if it is number one of two or more numbers, all in order."""
        if match is None or (self._lowest is not None and int(match[1]) > self._lowest):
            self._broken = True
            return False
        self._lowest = int(match[1])
        self._count += 1
        return not self._broken and self._lowest == 1 and self._count >= _FEWEST


def could_be_reference(group: LineGroup) -> bool:
    """Whether a line may be one of the references, or the heading over them."""
    return len(group.text) <= _LONGEST and (
        bool(_HEADING.fullmatch(group.plain) or _NUMBERED.match(group.plain))
        or is_source(group.plain)
    )


def is_source(plain: str) -> bool:
    """Whether a line cites: it has a year or a link, and a quoted title, pages or an address."""
    if not any(part in plain for part in _PARTS):  # far faster than the expressions
        return False
    return bool(_YEAR_OR_LINK.search(plain) and _SOURCE.search(plain))
