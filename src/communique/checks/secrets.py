"""Nothing private is committed: neither access tokens nor e-mail addresses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.checks.paths import files_below
from communique.problems import Problem
from communique.problems.catalogue import problem
from communique.util.private_data import EMAIL, PrivateData
from communique.workspace.reading import CorpusReading

_CHUNK: Final = 1 << 20  # bytes


def nothing_private(corpus: CorpusReading) -> Iterator[Problem]:
    """`secret-found personal-data`. What the articles themselves say is not looked at; documents at
    the root may say whom to write to.

    Addresses that stand in a cleaned text may stand in its exports, too.
    """
    public = {m[0] for d in corpus.documents.values() for m in EMAIL.finditer(d.text.encode())}
    known = {e.file: e.private for e in (*corpus.exports, *corpus.adjudications)}
    root = corpus.folder.root
    for path in files_below(corpus):
        if path.is_relative_to(root / "corpus") and path != corpus.folder.sources:
            continue
        if path.is_file() and corpus.folder.holds(path):
            file = corpus.folder.relative(path)
            found = _problems(known.get(file) or _scanned(path), file, public)
            yield from (p for p in found if p.id == "secret-found" or path.parent != root)


def _scanned(path: Path) -> PrivateData:
    found = PrivateData()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.feed(chunk)
    found.close()
    return found


def _problems(found: PrivateData, file: str, public: set[bytes]) -> Iterator[Problem]:
    if found.secrets:
        yield problem(
            "secret-found", f"tokens: {len(found.secrets)} (not repeated here)", file=file
        )
    if private := found.emails - public:
        message = f"e-mail addresses: {len(private)} (not repeated here)"
        yield problem("personal-data", message, file=file)
