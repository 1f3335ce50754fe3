"""Check that the guidelines that the schema names exist."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.schema import line_of, read_yaml
from communique.workspace.reading import CorpusReading

GUIDELINE_MISSING: Final = problem_kind(
    "guideline-missing",
    level="error",
    stage="schema",
    what="The schema names a guideline file that does not exist.",
    why="Annotators find the guideline on their page, and it is published with the data.",
    fix="Write the file in schema/guidelines, or correct its name in the schema.",
    example=(
        "schema/corpus.yaml · line 18: layers[0].guideline: schema/guidelines has no file "
        "'names.md'"
    ),
)


@check(GUIDELINE_MISSING)
def guidelines_exist(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that each layer's guideline is a file in schema/guidelines."""
    if corpus.schema is None:
        return
    file = corpus.folder.relative(corpus.folder.schema)
    for i, layer in enumerate(corpus.schema.layers):
        path = corpus.folder.guidelines / (layer.guideline or "")
        if layer.guideline and not (path.is_file() and corpus.folder.holds(path)):
            message = f"layers[{i}].guideline: schema/guidelines has no file {layer.guideline!r}"
            line = line_of(read_yaml(corpus.folder.schema)[1], "layers", i, "guideline")
            where = {"layer": layer.name, "file": file, "at": f"line {line}"}
            yield GUIDELINE_MISSING.problem(message, **where)
