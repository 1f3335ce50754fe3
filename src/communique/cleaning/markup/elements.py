"""Elements of HTML: which end a line, which are not text, and the names in their attributes."""

import re
from typing import Final

BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "audio", "blockquote", "body", "br", "caption", "center"),
        *("dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *(
            "footer",
            "form",
            "frameset",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
        ),
        *(
            "html",
            "legend",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
            "p",
            "section",
            "select",
        ),
        *("summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "video"),
    }
)
SKIPPED: Final = frozenset(
    {"iframe", "math", "noscript", "script", "style", "svg", "template", "textarea", "title"}
)
SPACED: Final = frozenset({"button", "input", "label", "option", "td", "th"})
STYLES: Final = {
    **{"a": "a", "pre": "pre"},
    **dict.fromkeys(("b", "strong"), "b"),
    **dict.fromkeys(("i", "em", "cite"), "i"),
}
MOST_DEPTH: Final = 400
_LONGEST_NAMES: Final = 300
_STATED: Final = (
    *("class", "id", "role", "itemprop"),
    *("aria-label", "data-testid", "data-component"),
)
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def names_of(attributes: dict[str, str]) -> str:
    """Return the names that an element's attributes state, separated by blanks.

    They are its classes and id, role, itemprop and label, and "(hidden)" if it is not shown.
    """
    names = [attributes[key] for key in _STATED if attributes.get(key)]
    style = attributes.get("style", "")
    is_marked = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    if is_marked or (style and _HIDDEN.search(style)):
        names.append("(hidden)")
    return " ".join(names)[:_LONGEST_NAMES]
