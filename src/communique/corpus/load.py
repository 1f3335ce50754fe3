"""Read all cleaned texts of a corpus, with their known former texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from communique.corpus.documents import (
    Document,
    Former,
    MalformedDocumentError,
    read_document,
    read_history,
)
from communique.corpus.folder import CorpusFolder
from communique.corpus.sources import Source
from communique.corpus.stored_documents import StoredDocuments
from communique.problems import Problem, problem_kind

CLEAN_MISSING: Final = problem_kind(
    "clean-missing",
    level="error",
    stage="text",
    drops=True,
    what="An active document has no cleaned file.",
    why="Annotators work on the cleaned text, so the document would be left out silently.",
    fix="Run `communique clean`.",
    example="corpus/clean/two.json · two: An active document has no cleaned file.",
)
CLEAN_MALFORMED: Final = problem_kind(
    "clean-malformed",
    level="error",
    stage="text",
    drops=True,
    what="A cleaned file does not have the required structure.",
    why="Only its blocks and pieces link the text to its source.",
    fix="Run `communique clean`.",
    example="corpus/clean/one.json · one: key is missing: 'blocks'",
)


ORPHAN_CLEAN: Final = problem_kind(
    "orphan-clean",
    level="warning",
    stage="text",
    what="A cleaned file is there, but its document is withdrawn or not in the list of sources.",
    why="No command uses the file. A text that was withdrawn must not stay in the corpus.",
    fix="Run `communique withdraw DOC`, or delete the file.",
    example="corpus/clean/two.json · two: the document is not listed in sources.yaml",
)


@dataclass(frozen=True, slots=True)
class CleanTexts:
    """The cleaned documents by id, and the former texts of each.

    `inactive` documents are withdrawn, or have a cleaned file but no source. Their annotations
    and decisions stay in the files as history, and are never read.
    """

    documents: Mapping[str, Document]
    former: Mapping[str, tuple[Former, ...]]
    inactive: frozenset[str] = frozenset()


def load_texts(
    folder: CorpusFolder, sources: Sequence[Source] | None = None
) -> tuple[CleanTexts, list[Problem]]:
    """Return the active documents that can be read, and a problem for each other file.

    Without `sources` every document is active. Raises OSError.
    """
    documents = StoredDocuments()
    former: dict[str, tuple[Former, ...]] = {}
    problems: list[Problem] = []
    listed = {s.doc_id: s.status for s in sources or ()}
    inactive = {doc_id for doc_id, status in listed.items() if status == "withdrawn"}
    for path in folder.clean_files():
        if sources is not None and listed.get(path.stem) != "active":
            inactive.add(path.stem)
            problems.append(_orphan(folder, path, is_withdrawn=path.stem in listed))
            continue
        try:
            document, history = read_clean_file(folder, path)
        except MalformedDocumentError as error:
            where = {"document": path.stem, "file": folder.relative(path)}
            problems.append(CLEAN_MALFORMED.problem(str(error), **where))
            continue
        documents.add(document)
        if history:
            former[document.doc_id] = history
    return CleanTexts(documents, former, frozenset(inactive)), problems


def _orphan(folder: CorpusFolder, path: Path, *, is_withdrawn: bool) -> Problem:
    message = "is withdrawn" if is_withdrawn else "is not listed in sources.yaml"
    where = {"document": path.stem, "file": folder.relative(path)}
    return ORPHAN_CLEAN.problem(f"the document {message}", **where)


def read_clean_file(folder: CorpusFolder, path: Path) -> tuple[Document, tuple[Former, ...]]:
    """Read a document and its former texts. Raises MalformedDocumentError, OSError."""
    document = read_document(path)
    if document.doc_id != path.stem:
        raise MalformedDocumentError(
            f"it contains document {document.doc_id!r}, but its name is that of {path.stem!r}"
        )
    return document, read_history(folder.history(document.doc_id))


def missing_texts(folder: CorpusFolder, sources: Iterable[Source]) -> Iterator[Problem]:
    """Yield a problem for each source without a clean file; none before the first cleaning."""
    if not folder.clean.is_dir():
        return
    for source in sources:
        path = folder.document(source.doc_id)
        if not path.is_file():
            yield CLEAN_MISSING.problem(document=source.doc_id, file=folder.relative(path))
