"""The dump of an HTML page: all its text in lines, one block a line, and where each line stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Final, NamedTuple

_NOT_TEXT: Final = re.compile("[\0\ud800-\udfff\ufeff]")
_CHUNK: Final = 1 << 14
_DEEPEST: Final = 1000


class MissingParserError(ValueError):
    """The parser of HTML is not installed."""

    def __init__(self) -> None:
        super().__init__("HTML needs the extra communique[html]")


class Counts(NamedTuple):
    """Characters of a line in links, in bold and in italic text; its links; the images before it;
    and whether a line break, not a block, is before it.
    """

    linked: int
    heavy: int
    emphasised: int
    links: int
    images: int
    after_break: bool


@dataclass(slots=True)
class Dump:
    """The lines of a page and the elements around them.

    `raw` is the text of a line with its line breaks and indentation, which only preformatted text
    has. `element` is the innermost element around all of a line. `parent`, `depth`, `tag` and
    `names` have a value for each element, parents first; element 0 is around all. Elements without
    text are left out. `data` is the JSON-LD.
    """

    text: list[str] = field(default_factory=list[str])
    raw: list[str] = field(default_factory=list[str])
    is_code: list[bool] = field(default_factory=list[bool])
    element: list[int] = field(default_factory=list[int])
    counts: list[Counts] = field(default_factory=list[Counts])
    parent: list[int] = field(default_factory=lambda: [0])
    depth: list[int] = field(default_factory=lambda: [0])
    tag: list[str] = field(default_factory=lambda: [""])
    names: list[str] = field(default_factory=lambda: [""])
    data: list[str] = field(default_factory=list[str])
    title: str = ""
    description: str = ""


def require_parser() -> ModuleType:
    """Return the module of the parser. Raises MissingParserError if it is not installed."""
    try:
        return import_module("lxml.etree")
    except ModuleNotFoundError:
        raise MissingParserError from None


def dump_page(html: str) -> Dump:
    """Return the lines of a page. No page makes it fail. Raises MissingParserError."""
    from communique.cleaning.markup.target import Target

    etree, target = require_parser(), Target()
    parser = None
    try:
        for chunk in _chunks(_NOT_TEXT.sub("", html)):
            parser = parser or etree.HTMLParser(target=target, huge_tree=True, encoding="utf-8")
            parser.feed(chunk.encode())
            # The parser looks through all open elements for each end without a start.
            if target.depth > _DEEPEST:
                parser.close()
                parser = None
        if parser:
            parser.close()
    except etree.LxmlError:  # such as a page without any element
        pass
    target.flush()
    return target.dump


def _chunks(html: str) -> Iterator[str]:
    """Yield parts of a page that end with a tag, if they have any."""
    start = 0
    while start < len(html):
        end = start + _CHUNK
        end = html.rfind(">", start, end) + 1 or end
        yield html[start:end]
        start = end
