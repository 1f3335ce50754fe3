"""Every Python block of README.md and docs/ can be typed into `python`, line by line."""

import codeop
from pathlib import Path

import pytest

from page_blocks import PageError, pages, read_page
from paths import ROOT


def refused_line(content: str) -> int | None:
    """The first line (from 1) that an interactive session refuses; None if it takes all of them.

    An empty line ends a compound statement there. So one must follow, and none may be inside.
    """
    waiting: list[str] = []
    for number, line in enumerate([*content.splitlines(), ""], start=1):
        waiting.append(line)
        try:
            code = codeop.compile_command("\n".join(waiting), symbol="single")
        except SyntaxError:
            return number
        if code is not None:
            waiting = []
    return number if any(waiting) else None


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("for a in b:\n    c(a)\n\nd()\n", None),
        ("for a in b:\n    c(a)\nd()\n", 3),
        ("with a:\n    b()\nassert c\n", 3),
        ("def a():\n    b()\n\n    c()\n", 4),
        ("if a:\n    b()\nelse:\n    c()\n", None),
        ("a = [\n\n    1,\n]\nb = '''\n\n'''\n", None),
        ("a = (\n", 2),
    ],
)
def test_a_line_that_a_session_refuses_has_a_number(content: str, line: int | None):
    assert refused_line(content) == line


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_reader_can_type_the_python_blocks_of_a_page(path: Path):
    python = [b for b in read_page(path).blocks if b.language == "python"]
    blocks = [b for b in python if not b.content.startswith(">>>")]
    refused = [(b, line) for b in blocks if (line := refused_line(b.content)) is not None]
    if refused:
        block, line = refused[0]
        words = "put an empty line after each top-level `for`, `with`, `if` and `def`"
        raise PageError(f"{block.page}:{block.line + line - 1}: {words}, and none inside")
