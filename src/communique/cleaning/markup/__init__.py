"""Pages of HTML: dumped into lines, whose words and markup decide. This needs the extra `html`."""

from communique.cleaning.markup.dump import Dump, MissingParserError, dump_page, require_parser
from communique.cleaning.markup.model import NAME, markup_version
from communique.cleaning.markup.pages import (
    MOST_CHARACTERS,
    CleanPage,
    clean_pages,
    decide_pages,
    likely_text,
)

__all__ = [
    "MOST_CHARACTERS",
    "NAME",
    "CleanPage",
    "Dump",
    "MissingParserError",
    "clean_pages",
    "decide_pages",
    "dump_page",
    "likely_text",
    "markup_version",
    "require_parser",
]
