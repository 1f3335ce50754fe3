"""Keep the lines of code on a page: their indentation, and where they are in the text.

Extractors treat the blanks in `<pre>` in different ways. So each of its lines gets a mark before
the extraction, with its indentation in visible characters, and the marks are removed afterwards.
"""

import re
from typing import Final

Ranges = tuple[tuple[int, int], ...]

_PRE: Final = re.compile(r"(<pre\b[^>]*>)(.*?)(</pre\s*>)", re.DOTALL | re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_LINE_END: Final = re.compile(r"<br\b[^>]*>|</(?:div|li|p|tr)\s*>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NBSP: Final = re.compile("&nbsp;|&#160;|&#xa0;|\xa0", re.IGNORECASE)
_RUNES: Final = [chr(n) for n in range(0x16A0, 0x16EB)]  # an extractor drops what is unprintable


def mark_code(html: str) -> tuple[str, str]:
    """Return the page with marks before each line of `<pre>`, and the marks.

    The marks are characters that the page does not have: for a line, a blank and a tab. There are
    none if the page has no `<pre>`.
    """
    if not _PRE.search(html):
        return html, ""
    marks = "".join([rune for rune in _RUNES if rune not in html][:3])
    if len(marks) < 3:
        return html, ""
    return _PRE.sub(lambda match: match[1] + _marked(match[2], marks) + match[3], html), marks


def _marked(inner: str, marks: str) -> str:
    """The text inside `<pre>` without its tags; a line break or the end of a row ends a line."""
    plain = _TAG.sub("", _LINE_END.sub("\n", _COMMENT.sub("", inner)))
    lines = re.split(r"\r\n?|\n", _NBSP.sub(" ", plain))
    visible = {ord(" "): marks[1], ord("\t"): marks[2]}
    out: list[str] = []
    for line in lines:
        text = line.strip()
        indent = line[: len(line) - len(line.lstrip())].translate(visible)
        out.append(f"{marks[0]}{indent}{text}" if text else "")
    return "\n".join(out)


def unmark_code(text: str, marks: str) -> tuple[str, Ranges]:
    """Return the extracted text without marks, and the ranges of code in it.

    A range covers whole lines. A run of lines counts as code if one of them is indented.
    """
    if not marks or marks[0] not in text:
        return text, ()
    blanks = str.maketrans(marks[1:], " \t")
    lines = re.sub(rf"(?<=[^\n]) *{marks[0]}", f"\n{marks[0]}", text).split("\n")
    plain = [line.removeprefix(marks[0]).translate(blanks) for line in lines]
    runs: list[tuple[int, int]] = []
    offset, in_run = 0, False
    for line, clear in zip(lines, plain, strict=True):
        end, is_code = offset + len(clear), line.startswith(marks[0])
        if is_code:
            runs.append((runs.pop()[0] if in_run else offset, end))
        offset, in_run = end + 1, is_code
    joined = "\n".join(plain)
    return joined, tuple((a, b) for a, b in runs if _is_indented(joined[a:b]))


def _is_indented(lines: str) -> bool:
    return any(line[:1].isspace() for line in lines.split("\n"))
