"""The report as Markdown or as LaTeX."""

import re
from collections.abc import Iterable, Sequence

from communique.util import latex
from communique.util.markdown import one_line, table
from communique.workflow.report import Report

_SPECIAL = re.compile(r"[\\`*_\[\]<>|&#~$]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def as_markdown(report: Report) -> str:
    """The report as Markdown; the characters of names and titles mean nothing in it."""
    parts = [
        f"**{heading}.** {' '.join(map(plain, sentences))}" for heading, sentences in report.parts
    ]
    if report.table:
        parts += [plain(report.table.caption), plain_table(report.table.head, report.table.rows)]
    parts.append(f"```bibtex\n{_fenced(report.citation)}\n```")
    return "\n\n".join(parts) + "\n"


def as_latex(report: Report) -> str:
    r"""The report as LaTeX for `\input`. It needs no package. The BibTeX entry is a comment."""
    key = report.citation.partition("{")[2].partition(",")[0]
    lines = [
        "% Put this into your paper with \\input. It needs no package. If a name is not in Latin",
        "% letters, use XeLaTeX or LuaLaTeX, and a font that has its letters.",
        "% The entry for your .bib file:",
        *(f"% {line}" for line in _UNSEEN.sub(" ", report.citation).splitlines()),
    ]
    for number, (heading, sentences) in enumerate(report.parts):
        text = "\n".join(map(latex.escape, sentences))
        cite = f"\nCite it as~\\cite{{{key}}}." if number == 0 else ""
        lines += ["", rf"\paragraph{{{latex.escape(heading)}}}", f"{text}{cite}"]
    if report.table:
        lines += ["", latex.table(report.table.caption, report.table.head, report.table.rows)]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """The text on one line, as Markdown in which its characters mean nothing."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], one_line(_UNSEEN.sub(" ", text)))


def _fenced(text: str) -> str:
    """The text without a line that would end the fence."""
    return _UNSEEN.sub(" ", text).replace("```", "'''")


def plain_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in which the characters of the cells mean nothing."""
    # `table` escapes the bars itself
    return table(head, ([plain(cell).replace(r"\|", "|") for cell in row] for row in rows))
