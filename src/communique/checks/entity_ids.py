"""Check that the entries of a list state which entry of the registry they are."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.schema import line_of, read_yaml
from communique.schema.yaml_file import Key
from communique.workspace.reading import CorpusReading

ENTITY_UNSTATED: Final = problem_kind(
    "entity-unstated",
    level="warning",
    stage="schema",
    what="An entry does not say which entry of the registry it is, and others of its list do.",
    why="Nobody can see whether the registry has no such entry, or whether it was forgotten.",
    fix="Give it an `entity_id`, or `entity_id: null` if the registry has no such entry.",
    example="schema/corpus.yaml · line 12: actors: AUTHOR, ann",
)


@check(ENTITY_UNSTATED)
def entities_stated(corpus: CorpusReading) -> Iterator[Problem]:
    """One problem for each list. Reports nothing where no entry has an `entity_id`."""
    if corpus.schema is None:
        return
    for name, entries in corpus.schema.all_vocabularies.items():
        unstated = [e.id for e in entries if "entity_id" not in e.model_fields_set]
        if unstated and any(entry.entity_id for entry in entries):
            keys: tuple[Key, ...] = (name,)
            if name in corpus.schema.vocabularies:
                keys = ("vocabularies", name)
            line = line_of(read_yaml(corpus.folder.schema)[1], *keys)
            file = corpus.folder.relative(corpus.folder.schema)
            message = f"{name}: {', '.join(unstated)}"
            yield ENTITY_UNSTATED.problem(message, file=file, at=f"line {line}")
