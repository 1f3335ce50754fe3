"""The relative links of a page, and the anchors that a page has."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from myst_parser.mdit_to_docutils.base import default_slugify

PARSER = MarkdownIt("commonmark").enable("table")
ATTRIBUTE = re.compile(r"""\b(?:href|src)=["']([^"']*)["']""")
HTML_ID = re.compile(r"""\b(?:id|name)=["']([^"']+)["']""")


def _source(page: Path) -> str:
    """The Markdown of a page, or of the text cells of a notebook."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def _tokens(source: str) -> Iterator[Token]:
    for token in PARSER.parse(source):
        yield token
        yield from token.children or ()


def links(source: str) -> Iterator[str]:
    """The targets of all links and pictures that have no scheme."""
    for token in _tokens(source):
        if token.type in ("html_block", "html_inline"):
            targets = ATTRIBUTE.findall(token.content)
        else:
            targets = [token.attrGet("href"), token.attrGet("src")]
        yield from (unquote(str(t)) for t in targets if t and not re.match(r"[a-z][a-z+.-]*:", t))


def anchors(source: str) -> set[str]:
    """The anchors of a page: those that a forge gives its headings, and the ids in its HTML."""
    tokens = list(PARSER.parse(source))
    titles = [inline for head, inline in pairwise(tokens) if head.type == "heading_open"]
    slugs: list[str] = []
    for title in titles:
        texts = (t for t in title.children or () if t.type in ("text", "code_inline"))
        slug = default_slugify("".join(t.content for t in texts))
        again = sum(re.fullmatch(rf"{re.escape(slug)}(-\d+)?", s) is not None for s in slugs)
        slugs.append(f"{slug}-{again}" if again else slug)
    html = (t.content for t in _tokens(source) if t.type in ("html_block", "html_inline"))
    return {*slugs, *(name for text in html for name in HTML_ID.findall(text))}


def broken(page: Path) -> Iterator[str]:
    """The links of a page to a file or an anchor that is not there."""
    source = _source(page)
    for link in links(source):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        paged = anchor and target.suffix in (".md", ".ipynb")
        if not target.exists() or (paged and anchor not in _anchors_of(target.resolve())):
            yield link


@cache
def _anchors_of(page: Path) -> set[str]:
    return anchors(_source(page))
