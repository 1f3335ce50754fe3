"""The texts of the corpus, found by the id or by the text of a task that another tool made."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from communique.corpus import Document, Former, Source
from communique.label_studio.intake.placement import unix_text
from communique.text import sha256_text


@dataclass(frozen=True)
class KnownTexts:
    """The documents with their raw texts, former texts and source files.

    Tasks of `inactive` documents are not read.
    """

    documents: Mapping[str, Document]
    read_raws: Callable[[], Mapping[str, str]] = dict[str, str]  # called when it is needed
    former: Mapping[str, tuple[Former, ...]] = field(default_factory=dict[str, tuple[Former, ...]])
    sources: tuple[Source, ...] = ()
    inactive: Collection[str] = frozenset()

    def by_id(self, value: object) -> str | None:
        """The document that an id of any kind names; None if there is none, or several.

        An id is a document id, its number, or the name or address of a source file.
        """
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        name = str(value).strip()
        if name in self.documents or name in self.inactive:
            return name
        found = self._by_file.get(PurePosixPath(name.replace("\\", "/")).name, set[str]())
        if not found and name.isascii() and name.isdigit():
            found = {d for d in self.documents if d.isdigit() and d.lstrip("0") == name.lstrip("0")}
        return next(iter(found)) if len(found) == 1 else None

    def by_text(self, text: str) -> list[str]:
        """The documents whose cleaned or raw text this is. The kind of line ends and
        white space at the ends are ignored."""
        return sorted(self._by_text.get(_key(text), set[str]()))

    def raw(self, document: Document) -> str | None:
        """The raw text of a document; None if the cleaned text is not made from it."""
        raw = self._raws.get(document.doc_id)
        if raw is None:
            return None
        pieces = (piece for block in document.body for piece in block.pieces)
        copied = all(document.text[p.start : p.end] == raw[p.raw_start : p.raw_end] for p in pieces)
        return raw if copied else None

    def is_former(self, doc_id: str, text: str) -> bool:
        """Whether this is a known former text of the document."""
        former = self.former.get(doc_id, ())
        return bool(former) and sha256_text(text) in {f.text_sha256 for f in former}

    @cached_property
    def _raws(self) -> Mapping[str, str]:
        return self.read_raws()

    @cached_property
    def _by_file(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for source in self.sources:
            if source.doc_id in self.documents:
                file = PurePosixPath(source.file)
                for name in {file.name, file.stem}:
                    found.setdefault(name, set()).add(source.doc_id)
        return found

    @cached_property
    def _by_text(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for document in self.documents.values():
            for text in {document.text, self.raw(document) or document.text}:
                found.setdefault(_key(text), set()).add(document.doc_id)
        return found


def _key(text: str) -> str:
    return sha256_text(unix_text(text).strip())
