"""Check that rendered files match the schema."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.rendering.files import rendered_files
from communique.workspace.reading import CorpusReading

RENDERED_STALE: Final = problem_kind(
    "rendered-stale",
    level="error",
    stage="schema",
    what="A rendered file does not match the schema.",
    why="Annotators would work on a page whose labels differ from the labels that are checked.",
    fix="Run `communique render`.",
    example="schema/rendered/checks.md: the file is missing",
)


@check(RENDERED_STALE)
def rendered_current(corpus: CorpusReading) -> Iterator[Problem]:
    """Check that every rendered file exists and matches, and that there is no other file.

    Reports nothing if schema/rendered does not exist.
    """
    from communique.checks.catalogue import KINDS  # it lists this check, too

    folder = corpus.folder.rendered
    if corpus.schema is None or not folder.is_dir():
        return
    wanted = rendered_files(corpus.schema, KINDS.values())
    present = {p.name for p in folder.iterdir() if p.is_file()}
    for name in sorted(present | set(wanted)):
        path = folder / name
        if name not in wanted:
            message = "the schema has no layer for this file"
        elif name not in present:
            message = "the file is missing"
        elif path.read_bytes() != wanted[name].encode("utf-8"):
            message = "the file does not match the schema"
        else:
            continue
        yield RENDERED_STALE.problem(message, file=corpus.folder.relative(path))
