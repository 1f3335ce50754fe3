"""The place of a text of another tool in a document, where only white space differs.

The visible characters must be those of the cleaned or of the raw text, or of a part of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from communique.corpus import Document
from communique.label_studio.intake.known_texts import KnownTexts
from communique.label_studio.intake.placement import (
    AmbiguousPlaceError,
    NoPlaceError,
    Placement,
    Range,
    shown,
)

_BOM: Final = "\ufeff"


@dataclass(frozen=True)
class Alignment(Placement):
    """A text placed by its visible characters.

    `places` are the offsets, in the cleaned or the raw text, of the visible characters.
    """

    places: tuple[int, ...] = ()

    @cached_property
    def points(self) -> tuple[int | None, ...]:
        """For each code point of their text, its offset in the cleaned text, or None."""
        places = iter(self.places)
        point = self.document.offsets.point_from_raw if self.is_raw else int
        return tuple(None if is_blank(c) else point(next(places)) for c in self.text)

    def move(self, start: int, end: int) -> Range | str:
        """The range in the cleaned text without white space at the ends; else why there is none."""
        while start < end and is_blank(self.text[start]):
            start += 1
        while start < end and is_blank(self.text[end - 1]):
            end -= 1
        return "it has no visible character" if start == end else super().move(start, end)


def is_blank(character: str) -> bool:
    """Whether a character says nothing: white space, or a byte order mark."""
    return character.isspace() or character == _BOM


@dataclass(frozen=True)
class _Visible:
    """The visible characters of a text, and the offset of each."""

    text: str

    @cached_property
    def characters(self) -> str:
        return "".join(self.text.split()).replace(_BOM, "")

    @cached_property
    def places(self) -> tuple[int, ...]:
        return tuple(n for n, c in enumerate(self.text) if not is_blank(c))


@dataclass(frozen=True)
class TextAligner:
    """Finds the documents of texts."""

    texts: KnownTexts

    def align(self, text: str, name: str | None) -> Alignment:
        """The place of a text: in the document that is named, else in the only one that has it.

        A number names a document only if its text fits. Raises NoPlaceError.
        """
        visible = _Visible(text)
        if not visible.characters:
            raise NoPlaceError("its text is empty")
        named = self.texts.by_id(name) if name is not None else None
        if named is not None and named in self.texts.documents:
            try:
                return self._in_document(text, visible, named)
            except NoPlaceError as error:
                others = self._others(visible.characters, named)
                if len(others) == 1 and name != named and (name or "").isdecimal():
                    return self._in_document(text, visible, others[0])
                hint = f"; it is the text of document {' and '.join(others)}" if others else ""
                raise type(error)(f"document {named}: {error}{hint}") from None
        return self._anywhere(text, visible)

    def _others(self, characters: str, named: str) -> list[str]:
        return [d for d in self._by_whole.get(characters, ()) if d != named]

    def _anywhere(self, text: str, visible: _Visible) -> Alignment:
        whole = self._by_whole.get(visible.characters, [])
        listed = whole or [
            doc_id
            for doc_id, bases in self._bases.items()
            if any(visible.characters in basis.characters for basis, _ in bases)
        ]
        if len(listed) > 1:
            names = " and ".join(listed[:5])
            raise AmbiguousPlaceError(f"its text is that of documents {names}, and it names none")
        if not listed:
            raise NoPlaceError(f"its text is that of no document: {shown(text.strip())}")
        return self._in_document(text, visible, listed[0])

    def _in_document(self, text: str, visible: _Visible, doc_id: str) -> Alignment:
        document, bases = self.texts.documents[doc_id], self._bases[doc_id]
        text = text.replace(_BOM, " ")  # as long as before, and as blank
        for basis, is_raw in bases:
            if basis.characters == visible.characters:
                return Alignment(document, text, is_raw, places=basis.places)
        for basis, is_raw in bases:
            at = basis.characters.find(visible.characters)
            if at < 0:
                continue
            if basis.characters.find(visible.characters, at + 1) >= 0:
                raise AmbiguousPlaceError(f"its text occurs more than once: {shown(text.strip())}")
            places = basis.places[at : at + len(visible.characters)]
            return Alignment(document, text, is_raw, places=places)
        raise NoPlaceError(_difference(text, visible, document, bases))

    def consecutive(self, text: str) -> list[Range]:
        """The ranges of a text that are whole texts of documents, one behind the other.

        Returns [] if the text is anything else. Raises NoPlaceError if a document comes twice.
        """
        visible = _Visible(text)
        at, ranges, seen = 0, list[Range](), set[str]()
        while at < len(visible.characters):
            fitting = [t for t in self._by_whole if t and visible.characters.startswith(t, at)]
            if not fitting:
                return []
            longest = max(fitting, key=len)
            doc_id = self._by_whole[longest][0]
            if doc_id in seen:
                raise NoPlaceError(
                    f"document {doc_id} comes twice: the file has the work of several annotators"
                    " and does not say whose"
                )
            seen.add(doc_id)
            last = visible.places[at + len(longest) - 1]
            ranges.append((visible.places[at], last + 1))
            at += len(longest)
        return ranges

    def _whole_texts(self) -> Iterator[tuple[str, str]]:
        """The visible characters of each cleaned and raw text, with its document."""
        for doc_id, bases in self._bases.items():
            for basis, _ in bases:
                yield basis.characters, doc_id

    @cached_property
    def _bases(self) -> Mapping[str, list[tuple[_Visible, bool]]]:
        """By document, its cleaned text, and its raw text if the cleaned one is a copy of it."""
        found: dict[str, list[tuple[_Visible, bool]]] = {}
        for doc_id, document in self.texts.documents.items():
            raw = self.texts.raw(document)
            found[doc_id] = [(_Visible(document.text), False)]
            if raw is not None:
                found[doc_id].append((_Visible(raw), True))
        return found

    @cached_property
    def _by_whole(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for characters, doc_id in self._whole_texts():
            listed = found.setdefault(characters, [])
            if doc_id not in listed:
                listed.append(doc_id)
        return found


def _difference(
    text: str, visible: _Visible, document: Document, bases: list[tuple[_Visible, bool]]
) -> str:
    def common(basis: _Visible) -> int:
        pairs = enumerate(zip(visible.characters, basis.characters, strict=False))
        size = min(len(visible.characters), len(basis.characters))
        return next((n for n, (a, b) in pairs if a != b), size)

    basis, is_raw = max(bases, key=lambda b: common(b[0]))
    at = common(basis)
    theirs = visible.places[at] if at < len(visible.places) else len(text)
    ours = basis.places[at] if at < len(basis.places) else len(basis.text)
    where = "raw" if is_raw else "cleaned"
    return (
        f"its text is another one; first difference at character {theirs}: "
        f"{shown(text[theirs:])} in the file, {shown(basis.text[ours:])} in the {where} text"
    )
