"""Check that no file contains an access token or an e-mail address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.checks.check import check
from communique.checks.paths import files_below
from communique.problems import Problem, problem_kind
from communique.util.plural import counted
from communique.util.private_data import EMAIL, PrivateData
from communique.workspace.reading import CorpusReading

SECRET_FOUND: Final = problem_kind(
    "secret-found",
    level="error",
    stage="schema",
    what="A file seems to contain an access token.",
    why=(
        "Anyone who can read the repository could use a server in someone else's name. "
        "A token stays in the history after it is deleted."
    ),
    fix="Revoke the token on the server. Then remove it from the file and from the history.",
    example="annotations/pull.json: 1 access token (not shown here)",
)
PERSONAL_DATA: Final = problem_kind(
    "personal-data",
    level="warning",
    stage="schema",
    what="A file contains an e-mail address.",
    why="Annotators take part under pseudonyms, and committed files may be published.",
    fix=(
        "Take the export in with `communique import`, which replaces names by "
        "pseudonyms. Remove the address from any other file."
    ),
    example="annotations/names/ann-1.json: 1 e-mail address (not shown here)",
)

_LEFT: Final = (
    "`communique import` has replaced the accounts, and this address is in the work itself: remove"
    " it in Label Studio (a note, or the data of a task), export again and import the export."
)
_CHUNK: Final = 1 << 20  # bytes


@check(SECRET_FOUND, PERSONAL_DATA)
def nothing_private(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that no file contains an access token or an e-mail address.

    The articles themselves are not searched. Files at the root, such as the README, may contain
    e-mail addresses. Exports may contain the addresses that are in the cleaned texts.
    """
    public = {m[0] for d in corpus.documents.values() for m in EMAIL.finditer(d.text.encode())}
    known = {e.file: e.private for e in (*corpus.exports, *corpus.adjudications)}
    root = corpus.folder.root
    for path in files_below(corpus):
        if path.is_relative_to(root / "corpus") and path != corpus.folder.sources:
            continue
        if path.is_file() and corpus.folder.holds(path):
            file = corpus.folder.relative(path)
            private = known.get(file) or _scanned(path)
            problems = _problems(private, file, public, is_imported=file in corpus.logged)
            yield from (p for p in problems if p.id == SECRET_FOUND.id or path.parent != root)


def _scanned(path: Path) -> PrivateData:
    private = PrivateData()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            private.feed(chunk)
    private.close()
    return private


def _problems(
    found: PrivateData, file: str, public: set[bytes], *, is_imported: bool
) -> Iterator[Problem]:
    if found.secrets:
        message = f"{counted(len(found.secrets), 'access token')} (not shown here)"
        yield SECRET_FOUND.problem(message, file=file)
    if private := found.emails - public:
        shown = f"{len(private)} e-mail address{'es' * (len(private) != 1)}"
        message = f"{shown} (not shown here)"
        yield PERSONAL_DATA.problem(message, file=file, fix=_LEFT if is_imported else "")
