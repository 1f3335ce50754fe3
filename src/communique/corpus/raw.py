"""Raw files: the bytes that `sources.yaml` names, and the text that offsets count in."""

from communique.corpus.folder import CorpusFolder
from communique.corpus.sources import Source
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.text import UndecodableError, decode


def read_raw(folder: CorpusFolder, source: Source) -> tuple[bytes, str] | Problem:
    """The bytes of a raw file and its text; `raw-missing` or `raw-unreadable` if it has none.

    Raises OSError.
    """
    path = folder.raw / source.file
    where = {"document": source.doc_id, "file": folder.relative(path)}
    if not path.is_file() or not folder.holds(path):
        return problem("raw-missing", **where)
    data = path.read_bytes()
    try:
        return data, decode(data)
    except UndecodableError as error:
        return problem("raw-unreadable", error.reason, at=f"byte {error.byte}", **where)
