"""The fenced blocks of README.md and docs/: how they are found, and what a page may say about them.

A comment in the lines above a fence says what differs from the rule (`BLOCK_NOTES`), and one near
the top what differs for the whole page (`PAGE_NOTES`). CONTRIBUTING.md explains each of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from paths import ROOT

LANGUAGES: Final = frozenset({"console", "python", "pycon", "yaml", "json", "toml", "text"})
BLOCK_NOTES: Final = frozenset(
    {"not run", "file", "edit", "check", "exit", "type", "output", "continues"}
)
PAGE_NOTES: Final = frozenset({"mark", "start"})
SETUP: Final = "setup"
MARKS: Final = frozenset({"long", "server", "browser"})
STARTS: Final = frozenset({"empty", "repository"})
# Why a block is not run, and whether a test must be named that runs the same: `REASON; tests/…py`.
REASONS: Final = {
    "needs a network": False,
    "needs a hub account": False,
    "needs a cluster": False,
    "has a place to fill in": False,
    "CI runs it by itself": False,
    "needs minutes": True,
    "needs Label Studio": True,
    "needs a person": True,
    "needs another environment": True,
    "another test runs it": True,
}
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)


class PageError(AssertionError):
    """A page breaks a rule, or a block of it does not do what the page says."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block (or, with the language `setup`, the commands of a comment)."""

    page: str
    line: int  # of the first line of the content, from 1
    language: str
    content: str
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"

    def __str__(self) -> str:
        return f"{self.place} ({self.language})"


@dataclass(frozen=True, slots=True)
class Page:
    name: str  # relative to the repository
    start: str  # `empty`, `repository`, or the page after which the reader goes on
    marks: frozenset[str]
    blocks: tuple[Block, ...]


def pages(root: Path = ROOT) -> list[Path]:
    """README.md and every page below docs/, sorted. What Sphinx has built is left out."""
    docs = (p for p in (root / "docs").rglob("*.md") if "_build" not in p.parts)
    return [root / "README.md", *sorted(docs)]


def read_page(path: Path, root: Path = ROOT) -> Page:
    """A page with its blocks in order. Raises PageError where it breaks a rule."""
    name = path.relative_to(root).as_posix()
    text = path.read_text(encoding="utf-8")
    notes: dict[str, str] = {}
    blocks: list[Block] = []
    marks: set[str] = set()
    start = "empty"
    for token in MarkdownIt("commonmark").parse(text):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            for key, value in _notes(token):
                if key == SETUP:
                    blocks.append(Block(name, line + 1, SETUP, value + "\n"))
                elif key == "mark":
                    marks.add(_one_of(value, MARKS, f"{name}:{line}: mark"))
                elif key == "start":
                    others = frozenset(p.relative_to(root).as_posix() for p in pages(root))
                    start = _one_of(value, STARTS | others - {name}, f"{name}:{line}: start")
                else:
                    notes[key] = value
            continue
        if token.type == "code_block":
            raise PageError(f"{name}:{line}: an indented block: use a fence with a language")
        if token.type == "fence":
            blocks.append(_block(name, token, notes))
        if token.nesting != 1:  # the notes before a list belong to nothing in the list
            notes = {}
    return Page(name, start, frozenset(marks), tuple(blocks))


def _notes(token: Token) -> Iterator[tuple[str, str]]:
    for comment in _COMMENT.findall(token.content):
        key, _, value = comment.partition(":")
        yield key.strip(), value.strip()


def _one_of(value: str, allowed: frozenset[str], what: str) -> str:
    if value not in allowed:
        raise PageError(f"{what} {value!r}: expected one of {', '.join(sorted(allowed))}")
    return value


def _block(page: str, token: Token, notes: dict[str, str]) -> Block:
    assert token.map is not None
    language = token.info.strip()
    block = Block(page, token.map[0] + 2, language, token.content, notes)
    if not language.startswith("{"):  # a directive of MyST
        _one_of(language, LANGUAGES, f"{block.place}: the language of a block is")
    for key in notes:
        _one_of(key, BLOCK_NOTES, f"{block.place}: the comment above a block is")
    if "not run" in notes:
        _check_reason(block)
    return block


def _check_reason(block: Block) -> None:
    reason, _, test = block.notes["not run"].partition("; ")
    _one_of(reason, frozenset(REASONS), f"{block.place}: not run")
    if REASONS[reason] and not test:
        raise PageError(f"{block.place}: not run: {reason}; name the test that runs it")
    if test and not (ROOT / test).is_file():
        raise PageError(f"{block.place}: not run: there is no {test}")
