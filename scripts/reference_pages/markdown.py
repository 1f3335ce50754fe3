"""Parts of a page in Markdown."""

import re
from typing import Final

NOTE: Final = "<!-- Made from the code by `scripts/docs --reference`. Do not edit it here. -->"


def code(text: str) -> str:
    """A text as code, also one that has backticks in it."""
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{text}{space}{fence}"


def first_sentence(text: str) -> str:
    """The first sentence of a text."""
    return re.split(r"(?<=\.)\s", text.strip(), maxsplit=1)[0]
