"""Check that every file names the same licence for the annotations."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.corpus.citation import (
    CITATION,
    LICENCE,
    ZENODO,
    CitingFileError,
    Statement,
    same_licence,
    statements,
)
from communique.problems import Problem, problem_kind
from communique.workspace import CorpusReading

LICENCE_MISMATCH: Final = problem_kind(
    "licence-mismatch",
    level="error",
    stage="release",
    what="Two files name different licences for the annotations.",
    why="People may use the data under the licence that they read. It must be the same everywhere.",
    fix="Name the same licence in the schema (`licenses`), CITATION.cff, .zenodo.json and"
    " LICENSE-DATA.md. The dataset card takes it from the schema.",
    example="CITATION.cff · line 2: license is CC0-1.0, but CC-BY-4.0 in schema/corpus.yaml",
)


@check(LICENCE_MISMATCH)
def licences_agree(corpus: CorpusReading) -> Iterator[Problem]:
    """Check CITATION.cff, .zenodo.json and LICENSE-DATA.md, if they exist.

    The licence is the one of the annotations in the schema, else the first that a file states.
    """
    if corpus.schema is None:
        return
    stated = [s for name in (CITATION, ZENODO) for s in _licences(corpus, name)]
    wanted, where = corpus.schema.licenses.get("annotations"), "schema/corpus.yaml"
    if wanted is None and stated:
        wanted, where = stated[0].value, stated[0].file
    if wanted is None:
        return
    for one in stated:
        if same_licence(one.value) != same_licence(str(wanted)):
            message = f"{one.key} is {one.value}, but {wanted} in {where}"
            at = f"line {one.line}" if one.line else None
            yield LICENCE_MISMATCH.problem(message, file=one.file, at=at)
    path = corpus.folder.root / LICENCE
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    if text and same_licence(str(wanted)) not in same_licence(text):
        yield LICENCE_MISMATCH.problem(f"it does not name {wanted}, as {where} does", file=LICENCE)


def _licences(corpus: CorpusReading, name: str) -> list[Statement]:
    try:
        return [s for s in statements(corpus.folder.root, name) if s.fact == "licence"]
    except CitingFileError:
        return []  # `version-mismatch` reports it
