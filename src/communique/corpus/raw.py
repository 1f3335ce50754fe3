"""Read raw files: their bytes, and the text in which raw offsets count."""

from typing import Final

from communique.corpus.folder import CorpusFolder
from communique.corpus.sources import Source
from communique.problems import Problem, problem_kind
from communique.text import UndecodableError, decode

RAW_MISSING: Final = problem_kind(
    "raw-missing",
    level="error",
    stage="text",
    drops=True,
    what="The raw file of a document is missing from corpus/raw.",
    why="Every offset is checked against the raw bytes. Without them nothing can be checked.",
    fix="Restore the file, or mark the document as withdrawn.",
    example="corpus/raw/one.txt · one: The raw file of a document is missing from corpus/raw.",
)
RAW_UNREADABLE: Final = problem_kind(
    "raw-unreadable",
    level="error",
    stage="text",
    drops=True,
    what="A raw file is not UTF-8 text, or it is empty.",
    why="Offsets count code points, and it is not clear which code points these bytes stand for.",
    fix="Convert the file to UTF-8 without NUL characters.",
    example="corpus/raw/one.txt · one · byte 3: not UTF-8",
)


def read_raw(folder: CorpusFolder, source: Source) -> tuple[bytes, str] | Problem:
    """Return the bytes and the text of a raw file, or the problem that prevents reading it.

    Raises OSError.
    """
    path = folder.raw / source.file
    where = {"document": source.doc_id, "file": folder.relative(path)}
    if not path.is_file() or not folder.holds(path):
        return RAW_MISSING.problem(**where)
    data = path.read_bytes()
    try:
        return data, decode(data)
    except UndecodableError as error:
        at = None if error.byte is None else f"byte {error.byte}"
        return RAW_UNREADABLE.problem(error.reason, at=at, fix=error.fix, **where)
