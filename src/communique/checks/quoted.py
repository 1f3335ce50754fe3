"""Check that splits match the documents, and that quoted numbers and versions are right."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.corpus.citation import (
    CITATION,
    ZENODO,
    CitingFileError,
    same_authors,
    statements,
)
from communique.dataset.decisions import NeedsAdjudicationError
from communique.dataset.quoted_numbers import quoting_files
from communique.dataset.splits import SplitError, split_documents
from communique.problems import Problem, problem_kind
from communique.workspace import Corpus, CorpusReading, UnsoundCorpusError

SPLITS_INVALID: Final = problem_kind(
    "splits-invalid",
    level="error",
    stage="release",
    what="The split policy does not fit the documents.",
    why="All scores are wrong if a document is in no split or in two, or if a group is divided.",
    fix="Fix `splits` in the schema or split_group in sources.yaml.",
    example=(
        "schema/corpus.yaml: document 'one' is in no split; splits name no document or "
        "group of the corpus: nobody"
    ),
)
NUMBERS_STALE: Final = problem_kind(
    "numbers-stale",
    level="error",
    stage="release",
    what="A document quotes numbers that differ from the data.",
    why="Readers rely on the numbers in README and DATASHEET.",
    fix="Run `communique render`.",
    example="README.md: A document quotes numbers that differ from the data.",
)
VERSION_MISMATCH: Final = problem_kind(
    "version-mismatch",
    level="warning",
    stage="release",
    what="A file names another version or date than the schema, or another title or authors.",
    why="People who cite or compare a version must find the same one everywhere.",
    fix="Change the file: version and date are those of the schema, title and authors those of"
    " CITATION.cff.",
    example="CITATION.cff · line 1: version is 0.2.0, but 0.1.0 in the schema",
)


@check(SPLITS_INVALID)
def splits_fit(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that every document is in one split. Reports nothing without sources."""
    if corpus.schema is None or corpus.sources is None:
        return
    try:
        split_documents(corpus.schema, corpus.sources, corpus.inactive)
    except SplitError as error:
        file = corpus.folder.relative(corpus.folder.schema)
        yield SPLITS_INVALID.problem(str(error), file=file)


@check(NUMBERS_STALE)
def numbers_current(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that quoted numbers match the data.

    Reports nothing if the numbers cannot be computed: other checks report the reason.
    """
    if corpus.schema is None or corpus.sources is None or not corpus.folder.raw.is_dir():
        return
    try:
        quoting = quoting_files(Corpus.of(corpus))
    except (OSError, SplitError, NeedsAdjudicationError, UnsoundCorpusError):
        return
    for name, (text, wanted) in quoting.items():
        if text != wanted:
            yield NUMBERS_STALE.problem(file=name)


@check(VERSION_MISMATCH)
def versions_agree(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that CITATION.cff and .zenodo.json, if they exist, have the version and date of the
    schema, and one title and list of authors.
    """
    if corpus.schema is None:
        return
    wanted = {"version": corpus.schema.version, "date": corpus.schema.released}
    source = dict.fromkeys(wanted, "the schema")
    for name in (CITATION, ZENODO):
        try:
            stated = list(statements(corpus.folder.root, name))
        except CitingFileError as error:
            yield VERSION_MISMATCH.problem(str(error), file=name)
            continue
        for one in stated:
            if one.fact in ("title", "authors") and wanted.get(one.fact) is None:
                wanted[one.fact], source[one.fact] = one.value, name
            value = wanted.get(one.fact)
            same = same_authors if one.fact == "authors" else str
            if value is not None and same(one.value) != same(value):
                message = f"{one.key} is {one.value}, but {value} in {source[one.fact]}"
                at = f"line {one.line}" if one.line else None
                yield VERSION_MISMATCH.problem(message, file=name, at=at)
