"""Elements of HTML: which end a line, which are not text, and the names in their attributes."""

import re
from typing import Final

BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend"
    " li main menu nav ol optgroup p section select summary table tbody tfoot thead tr ul video"
    " audio".split()
)
SKIPPED: Final = frozenset("iframe math noscript script style svg template textarea title".split())
SPACED: Final = frozenset("button option td th input label".split())
HEAVY: Final = frozenset({"b", "strong"})
EMPHASIS: Final = frozenset({"i", "em", "cite"})
MOST_DEPTH: Final = 400
_LONGEST_NAMES: Final = 300
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def names_of(attributes: dict[str, str]) -> str:
    """Return the names that an element's attributes state, separated by blanks.

    They are its classes and id, role, itemprop and label, and "(hidden)" if it is not shown.
    """
    names = [
        attributes[key]
        for key in ("class", "id", "role", "itemprop", "aria-label", "data-testid", "data-component")
        if attributes.get(key)
    ]
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        names.append("(hidden)")
    elif "style" in attributes and _HIDDEN.search(attributes["style"]):
        names.append("(hidden)")
    return " ".join(names)[:_LONGEST_NAMES]
