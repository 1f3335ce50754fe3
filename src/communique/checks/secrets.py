"""Check that no file contains an access token, an e-mail address or the name of an annotator."""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from communique.checks.check import check
from communique.checks.paths import files_below
from communique.problems import Problem, problem_kind
from communique.util.plural import counted
from communique.util.private_data import PrivateData, addresses
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
    what="A file contains an e-mail address or the name of a person.",
    why="Annotators take part under pseudonyms, and committed files may be published.",
    fix=(
        "Take the export in with `communique import`, which replaces names by "
        "pseudonyms. Remove the address or name from any other file."
    ),
    example="annotations/names/ann-1.json: 1 e-mail address (not shown here)",
)

_LEFT: Final = (
    "`communique import` has replaced the accounts, and this is in the work itself: remove it in"
    " Label Studio (a note, or the data of a task), export again and import the export."
)
_RENAME: Final = "Give the file a name without an address: annotators have pseudonyms."
_CHUNK: Final = 1 << 20  # bytes
_STRANGER: Final = re.compile(r"other-\d+")


@check(SECRET_FOUND, PERSONAL_DATA)
def nothing_private(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that no file contains an access token, an e-mail address or an annotator's name.

    The articles themselves are not searched. Files at the root, such as the README, may contain
    e-mail addresses. Exports may contain the addresses that are in the articles. Names are found
    below annotations/ by the keys under which Label Studio gives them.
    """
    known = {e.file: e.private for e in (*corpus.exports, *corpus.adjudications)}
    allowed = _Allowed(corpus)
    root = corpus.folder.root
    for path in files_below(corpus):
        if path.is_relative_to(root / "corpus") and path != corpus.folder.sources:
            continue
        file = corpus.folder.relative(path)
        if any(addresses(file)):
            message = "the name of the file contains an e-mail address"
            yield PERSONAL_DATA.problem(message, file=file, fix=_RENAME)
        if path.is_file() and corpus.folder.holds(path):
            private = known.get(file) or _scanned(path)
            yield from _secrets(private, file)
            if path.parent != root:
                is_export = path.is_relative_to(corpus.folder.annotations)
                names = allowed.unknown_names(private) if is_export else []
                fix = _LEFT if file in corpus.logged else ""
                yield from _people(allowed.unknown_addresses(private), names, file, fix)


class _Allowed:
    """The addresses and names that exports may contain."""

    def __init__(self, corpus: CorpusReading) -> None:
        self.corpus = corpus

    @cached_property
    def _public(self) -> str:
        """The addresses in the articles, one in a line."""
        documents = (d.text for d in self.corpus.documents.values())
        texts = (*documents, *self.corpus.raws.values())
        return "\n".join(sorted({address for text in texts for address in addresses(text)}))

    @cached_property
    def _pseudonyms(self) -> frozenset[str]:
        schema = self.corpus.schema
        return frozenset(a.id for a in schema.annotators) if schema else frozenset()

    @cached_property
    def _attributes(self) -> frozenset[str]:
        layers = self.corpus.schema.layers if self.corpus.schema else ()
        return frozenset(a.name for layer in layers for a in layer.attributes)

    def unknown_addresses(self, private: PrivateData) -> list[str]:
        """The addresses that are not in an article. A region may cut an address off."""
        return sorted(a for a in private.emails if a not in self._public)

    def unknown_names(self, private: PrivateData) -> list[str]:
        """The keys of names that are not pseudonyms, one for each name."""
        return sorted(
            key
            for key, name in private.names
            if key not in self._attributes
            and not any(addresses(name))  # counted as an address
            and name not in self._pseudonyms
            and not _STRANGER.fullmatch(name)
        )


def _scanned(path: Path) -> PrivateData:
    private = PrivateData()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            private.feed(chunk)
    private.close()
    return private


def _secrets(found: PrivateData, file: str) -> Iterator[Problem]:
    if found.secrets:
        message = f"{counted(len(found.secrets), 'access token')} (not shown here)"
        yield SECRET_FOUND.problem(message, file=file)


def _people(private: list[str], names: list[str], file: str, fix: str) -> Iterator[Problem]:
    if private:
        shown = f"{len(private)} e-mail address{'es' * (len(private) != 1)}"
        yield PERSONAL_DATA.problem(f"{shown} (not shown here)", file=file, fix=fix)
    if names:
        keys = ", ".join(f"`{key}`" for key in sorted(set(names)))
        message = f"{counted(len(names), 'name')} of people under {keys} (not shown here)"
        yield PERSONAL_DATA.problem(message, file=file, fix=fix)
