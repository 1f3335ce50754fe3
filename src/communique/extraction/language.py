"""Find the language that a page states: `<html lang>`, `og:locale` or Content-Language."""

import re
from html.parser import HTMLParser
from typing import Final

from communique.schema.names import LANGUAGE

_HEAD: Final = 100_000  # characters
_NO_LANGUAGE: Final = re.compile("(?:und|mul|zxx|mis|x)(?:-.*)?", re.IGNORECASE)


def stated_language(html: str, server: str | None = None) -> str | None:
    """Return the language tag (BCP 47) of a page, None if it states none.

    `server` is the header Content-Language. A list of several languages states none.
    """
    head = _Head()
    head.feed(html[:_HEAD])
    stated = (*head.stated, server)
    return next((tag for value in stated if (tag := language_tag(value or ""))), None)


def language_tag(value: str) -> str | None:
    """Return the value as a language tag (`ru_RU` is `ru-RU`); None if it is not one."""
    tag = value.strip().partition(".")[0].replace("_", "-")
    is_tag = re.fullmatch(LANGUAGE, tag, re.ASCII | re.IGNORECASE)
    return tag if is_tag and not _NO_LANGUAGE.fullmatch(tag) else None


class _Head(HTMLParser):
    """The values of `<html lang>`, `og:locale` and the meta element content-language."""

    def __init__(self) -> None:
        super().__init__()
        self.stated: list[str | None] = [None, None, None]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the first value of each."""
        values = dict(reversed(attrs))
        if tag == "html":
            self._note(0, values.get("lang") or values.get("xml:lang"))
        if tag == "meta":
            name = (values.get("property") or values.get("name") or "").lower()
            if name == "og:locale":
                self._note(1, values.get("content"))
            if (values.get("http-equiv") or "").lower() == "content-language":
                self._note(2, values.get("content"))

    def _note(self, place: int, value: str | None) -> None:
        self.stated[place] = self.stated[place] or value
