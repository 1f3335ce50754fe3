"""The words of the text that a problem is about, for people who read a list of problems."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.corpus import CorpusFolder, Document, read_document
from communique.corpus.documents import MalformedDocumentError
from communique.problems import Problem
from communique.util.json_values import Object, as_object, as_string, objects

_REGION: Final = re.compile(r"annotation (?P<annotation>\S+), (?:region|block) (?P<region>.+)")
_BLOCK: Final = re.compile(r"block (?P<block>\S+)")
_RANGE: Final = re.compile(r"(?P<start>\d+)-(?P<end>\d+)")  # of a region without an id


class ProblemWords:
    """Quotes the words of regions and blocks. Each file is read once, and only if it is named."""

    def __init__(self, root: Path) -> None:
        self._folder = CorpusFolder(root)
        self._exports: dict[str, list[Object]] = {}
        self._documents: dict[str, Document | None] = {}

    def of(self, problem: Problem) -> str:
        """Return the words; empty if the problem is about no region, or the words are unknown."""
        at = problem.at or ""
        if found := _REGION.fullmatch(at):
            rows = self._rows(problem, found["annotation"], found["region"])
            block = self._block(problem, found["region"])
            return next(filter(None, (self._text(problem, row) for row in rows)), block)
        if found := _BLOCK.fullmatch(at):
            return self._block(problem, found["block"])
        return ""

    def _rows(self, problem: Problem, annotation: str, region: str) -> Iterator[Object]:
        for task in self._tasks(problem.file or ""):
            for one in objects(task.get("annotations")):
                if str(one.get("id")) == annotation:
                    rows = objects(one.get("result"))
                    yield from (row for row in rows if _is_region(row, region))

    def _tasks(self, file: str) -> list[Object]:
        if file not in self._exports:
            self._exports[file] = _tasks_of(self._folder.root / file)
        return self._exports[file]

    def _text(self, problem: Problem, row: Object) -> str:
        value = as_object(row.get("value")) or {}
        text, start, end = as_string(value.get("text")), value.get("start"), value.get("end")
        if text:
            return text
        document = self._document(problem.document)
        if document is None or not isinstance(start, int) or not isinstance(end, int):
            return ""
        return document.text[start:end] if 0 <= start < end else ""

    def _block(self, problem: Problem, block_id: str) -> str:
        document = self._document(problem.document)
        blocks = document.body if document else []
        found = (
            document.text[slice(*b.range)] for b in blocks if b.block_id == block_id and document
        )
        return next(found, "")

    def _document(self, doc_id: str | None) -> Document | None:
        if doc_id is None:
            return None
        if doc_id not in self._documents:
            self._documents[doc_id] = _document_of(self._folder.clean / f"{doc_id}.json")
        return self._documents[doc_id]


def _is_region(row: Object, region: str) -> bool:
    if row.get("id") is not None:
        return row["id"] == region
    value, found = as_object(row.get("value")) or {}, _RANGE.fullmatch(region)
    ends = value.get("start"), value.get("end")
    return found is not None and ends == (int(found["start"]), int(found["end"]))


def _tasks_of(path: Path) -> list[Object]:
    """The tasks of an export; none if it cannot be read, which is a problem of its own."""
    try:
        return objects(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return []


def _document_of(path: Path) -> Document | None:
    try:
        return read_document(path)
    except (OSError, MalformedDocumentError):
        return None
