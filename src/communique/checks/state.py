"""What the checks look at: the corpus read once, as far as it can be read."""

from collections.abc import Mapping
from dataclasses import dataclass

from communique.catalogue import problem
from communique.corpus import CorpusFolder, Document, Former, Source, load_sources
from communique.corpus.load import load_texts
from communique.problems import Problem
from communique.schema import Schema, YamlError, load_schema


@dataclass(frozen=True, slots=True)
class State:
    """A corpus in memory. `schema` and `sources` are None where the file is absent or broken."""

    folder: CorpusFolder
    schema: Schema | None
    sources: tuple[Source, ...] | None
    documents: Mapping[str, Document]
    former: Mapping[str, tuple[Former, ...]]


def read_state(folder: CorpusFolder) -> tuple[State, list[Problem]]:
    """Read a corpus and say what could not be read of schema and sources."""
    problems: list[Problem] = []
    schema = None
    try:
        schema = load_schema(folder.schema)
    except YamlError as error:
        problems += _yaml_problems("schema-invalid", error, folder)
    sources = None
    if folder.sources.is_file():
        try:
            sources = load_sources(folder.sources).documents
        except YamlError as error:
            problems += _yaml_problems("sources-invalid", error, folder)
    documents, former = load_texts(folder)
    return State(folder, schema, sources, documents, former), problems


def _yaml_problems(problem_id: str, error: YamlError, folder: CorpusFolder) -> list[Problem]:
    file = folder.relative(error.path)
    return [
        problem(
            problem_id,
            f"{f.key}: {f.message}" if f.key else f.message,
            file=file,
            at=f"line {f.line}",
        )
        for f in error.faults
    ]
