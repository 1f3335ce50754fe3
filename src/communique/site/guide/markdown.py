"""Markdown as HTML that cannot do anything: no HTML of its own, no scripts, no requests."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from jinja2.filters import do_mark_safe as as_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

Linked = Callable[[str], str | None]
_SCHEMES: Final = ("http", "https", "mailto")


def to_html(text: str, linked: Linked = lambda _: None) -> str:
    """The HTML of CommonMark with tables.

    `linked` gives the address of a relative link, or None, and then only its words stay. HTML in
    the text is shown as text, and a picture as its description.
    """
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        _harmless(token, linked)
    return as_html(parser.renderer.render(tokens, parser.options, {}))


def headings(text: str) -> list[tuple[str, str]]:
    """The level (`h1`) and the words of each heading."""
    tokens = _parser().parse(text)
    return [
        (token.tag, _words(after))
        for token, after in pairwise(tokens)
        if token.type == "heading_open"
    ]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _words(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def _harmless(token: Token, linked: Linked) -> None:
    """Aligned cells get a class, because a style of their own is forbidden; links are checked."""
    style = token.attrs.pop("style", None)
    if style is not None and str(style).endswith("right"):
        token.attrs["class"] = "n"
    if token.children:
        token.children = [*_children(token.children, linked)]


def _children(children: Sequence[Token], linked: Linked) -> Iterator[Token]:
    dropped: list[bool] = []
    for child in children:
        if child.type == "image":
            yield _text(f"[{child.content or 'picture'}]")
        elif child.type == "link_open":
            address = _address(str(child.attrs.get("href", "")), linked)
            dropped.append(address is None)
            if address is not None:
                child.attrs = {"href": address}
                yield child
        elif child.type == "link_close":
            if not (dropped and dropped.pop()):
                yield child
        else:
            yield child


def _address(href: str, linked: Linked) -> str | None:
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return href if parts.scheme in _SCHEMES else None
    return linked(href)


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token
