"""Plain text as LaTeX."""

from collections.abc import Iterable, Sequence
from typing import Final

import regex

_SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",
    "`": r"\char96{}",
}
_UNSEEN: Final = regex.compile(r"[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]")


def escape(text: str) -> str:
    r"""The text on one line, each character as itself.

    Control characters and those that only turn the direction of writing are left out.

    >>> escape("50 % of A_B\nand {C}")
    '50 \\% of A\\_B and \\{C\\}'
    """
    seen = " ".join(_UNSEEN.sub(" ", text).split())
    escaped = "".join(_SPECIAL.get(character, character) for character in seen)
    return escaped.replace("--", "-{}-").replace("''", "'{}'")


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that needs no package. Its columns share the width of the text."""
    share = f"{0.9 / max(len(head), 1):.3f}"
    columns = f"p{{{share}\\linewidth}}" * len(head)
    line = r" \\ \hline"
    body = [" & ".join(map(_cell, row)) + r" \\" for row in rows]
    return "\n".join(
        [
            r"\begin{table}",
            r"\scriptsize",
            r"\setlength{\tabcolsep}{2pt}",
            rf"\caption{{{escape(caption)}}}",
            rf"\begin{{tabular}}{{{columns}}}",
            r"\hline",
            " & ".join(map(_cell, head)) + line,
            *body,
            r"\hline",
            r"\end{tabular}",
            r"\end{table}",
        ]
    )


def _cell(text: str) -> str:
    """A cell; a bracket after the end of a row would be taken for a length."""
    return f"{{}}{escape(text)}" if text.startswith(("[", "*")) else escape(text)
