"""Preformatted text: its paragraphs, and whether it is code."""

import re
from typing import Final

_EMPTY_LINES: Final = re.compile("\n{2,}")


def code_paragraphs(content: str) -> list[tuple[str, bool]]:
    """Return the parts of `<pre>` between empty lines, and whether each is code.

    It is code if any line is indented. Code keeps its indentation, other text does not.
    """
    plain = content.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    lines = [line.rstrip() for line in plain.split("\n")]
    is_code = any(line[:1].isspace() for line in lines if line)
    if not is_code:
        lines = [line.strip() for line in lines]
    parts = _EMPTY_LINES.split("\n".join(lines).strip("\n"))
    return [(part.strip("\n"), is_code) for part in parts if part.strip()]
