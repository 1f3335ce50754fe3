"""Check that the guidelines that the schema names exist, and that their examples are invented."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.schema import Layer, line_of, read_yaml
from communique.schema.guideline_versions import is_between
from communique.text.overlap import runs, words
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

GUIDELINE_QUOTES: Final = problem_kind(
    "guideline-quotes-text",
    level="warning",
    stage="corpus",
    what="A guideline of version 2.0 or later has a run of six words of a document.",
    why=(
        "Agreement is then measured on texts that the guideline was fitted to, and guidelines are "
        "published without the texts. A release is refused."
    ),
    fix="Invent the example, or take it from a text that is not in the corpus.",
    example="schema/guidelines/names.md · one · line 1: “ann lee met the team in” and 1 more",
)
OWN_WORDS_SINCE: Final = "2.0"
RUN: Final = 6  # words


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


@check(GUIDELINE_QUOTES)
def guidelines_in_own_words(corpus: CorpusReading) -> Iterator[Problem]:
    """Check each line of each guideline, and every run across lines. One problem a document."""
    layers = corpus.schema.layers if corpus.schema else ()
    for layer in layers:
        path = corpus.folder.guidelines / (layer.guideline or "")
        if not _is_checked(layer) or not path.is_file() or not corpus.folder.holds(path):
            continue
        lines = _runs(path)
        for doc_id, document in corpus.documents.items():
            known = set(runs(words(document.text), RUN))
            quoted = [(line, run) for run, line in lines.items() if run in known]
            if quoted:
                line, run = min(quoted)
                message = f"\N{LEFT DOUBLE QUOTATION MARK}{' '.join(run)}"
                message += "\N{RIGHT DOUBLE QUOTATION MARK}"
                more = len(quoted) - 1
                message += f" and {more} more" if more else ""
                where = {"layer": layer.name, "document": doc_id, "at": f"line {line}"}
                yield GUIDELINE_QUOTES.problem(message, file=corpus.folder.relative(path), **where)


def _is_checked(layer: Layer) -> bool:
    named = layer.guideline and "guideline_version" in layer.model_fields_set
    return bool(named) and is_between(layer.guideline_version, OWN_WORDS_SINCE, None)


def _runs(path: Path) -> dict[tuple[str, ...], int]:
    """Each run of words, and the line in which it begins."""
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    placed = [(word, n) for n, line in enumerate(text, start=1) for word in words(line)]
    every = runs([word for word, _ in placed], RUN)
    first: dict[tuple[str, ...], int] = {}
    for run, (_, line) in zip(every, placed, strict=False):
        first.setdefault(run, line)
    return first
