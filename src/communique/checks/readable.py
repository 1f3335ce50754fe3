"""Check that schema and sources can be read."""

from collections.abc import Iterator

from communique.checks.check import check
from communique.problems import Problem
from communique.workspace.problem_kinds import (
    CLEANING_INVALID,
    OUTDATED_KEY,
    SCHEMA_INVALID,
    SOURCES_INVALID,
)
from communique.workspace.reading import CorpusReading


@check(SCHEMA_INVALID, OUTDATED_KEY, SOURCES_INVALID, CLEANING_INVALID)
def schema_and_sources_valid(corpus: CorpusReading) -> Iterator[Problem]:
    """Report the problems of reading the schema, the sources and the cleaning rules."""
    yield from corpus.problems_of("schema")
    yield from corpus.problems_of("sources")
    yield from corpus.problems_of("cleaning")
