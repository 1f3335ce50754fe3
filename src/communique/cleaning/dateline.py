"""Find the dateline at the start of a report: "LYON, France - ", "PARIS (AP) — "."""

import re
from typing import Final

_UPPER: Final = r"A-ZÀ-ÖØ-Þ"
_AGENCY: Final = r"\([A-Z][\w.&'’ /\-]{1,30}\)"
_DATE: Final = r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}))"
_DASH: Final = r"(?: ?(?:--|[–—]) ?| - )(?=[\"'“‘(]?[A-ZÀ-ÖØ-Þ0-9])"
_REGION: Final = r"(?:, [A-Z][A-Za-z.]*(?: [A-Z][A-Za-z.]*){0,3})?"
_IN_CAPITALS: Final = re.compile(
    rf"(?P<place>[{_UPPER}][{_UPPER}.'’/ \-]{{1,40}}[{_UPPER}.]{_REGION})"
    rf"{_DATE}?(?: {_AGENCY})?{_DASH}"
)
_WITH_AGENCY: Final = re.compile(
    rf"(?P<place>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}{_REGION}){_DATE}? {_AGENCY}{_DASH}"
)
_NO_PLACE_WORDS: Final = (
    "NATO USA USAF ASEAN COVID UNSC UNESCO UNICEF OPEC BREXIT AUKUS QUAD NOTE UPDATE UPDATED "
    "BREAKING EXCLUSIVE ANALYSIS OPINION EDITORIAL WATCH READ CORRECTION VIDEO PHOTOS FILE"
)
_NO_PLACES: Final = frozenset(_NO_PLACE_WORDS.split())
_SHORTEST: Final = 4


def dateline_length(paragraph: str) -> int:
    """Return the length of the place, without dash and agency, in code points; 0 for none."""
    match = _IN_CAPITALS.match(paragraph) or _WITH_AGENCY.match(paragraph)
    if not match:
        return 0
    place = match["place"]
    first = re.split(r"[\s,:/]", place, maxsplit=1)[0]
    if len(place) < _SHORTEST or first in _NO_PLACES:
        return 0
    return len(place)
