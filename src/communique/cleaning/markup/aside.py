"""What stands in a page but is not in its lines: scripts, styles, title, description, JSON-LD."""

from typing import Final

from communique.cleaning.markup.dump import Dump
from communique.cleaning.markup.elements import SKIPPED

_MOST_DATA: Final = 1_000_000


class Aside:
    """Whether the parser is in an element that is left out, and what is kept from it."""

    def __init__(self, dump: Dump) -> None:
        self._dump = dump
        self._tag, self._depth = "", 0
        self._kept: list[str] | None = None
        self._size = 0

    def start(self, tag: str, attrib: dict[str, str]) -> bool:
        """An element begins. Returns whether it is left out."""
        if self._tag:
            self._depth += tag == self._tag
            return True
        if tag == "meta":
            self._describe(attrib)
        if tag not in SKIPPED:
            return False
        self._tag, self._depth = tag, 1
        is_data = tag == "script" and "ld+json" in attrib.get("type", "").lower()
        if tag == "title" or (is_data and self._size < _MOST_DATA):
            self._kept = []
        return True

    def _describe(self, attrib: dict[str, str]) -> None:
        name = attrib.get("property") or attrib.get("name") or ""
        if name.lower() in ("og:description", "description"):
            content = attrib.get("content", "")[:_MOST_DATA]
            self._dump.description = self._dump.description or content

    def data(self, data: str) -> bool:
        """Text. Returns whether it is left out."""
        if self._kept is not None:
            self._size += len(data)
            self._kept.append(data)
        return bool(self._tag)

    def end(self, tag: str) -> bool:
        """An element ends. Returns whether it was left out."""
        if not self._tag:
            return False
        if tag == self._tag:
            self._depth -= 1
            if not self._depth:
                self._close()
        return True

    def _close(self) -> None:
        if self._kept is not None and self._tag == "title":
            self._dump.title = self._dump.title or " ".join("".join(self._kept).split())
        elif self._kept is not None:
            self._dump.data.append("".join(self._kept))
        self._tag, self._kept = "", None
