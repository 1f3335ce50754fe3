"""Check that the figures of the baselines belong to the current labels and texts."""

from collections.abc import Iterator
from typing import Final

from communique.checks.check import check
from communique.dataset.baseline_table import BASELINES, inputs_sha256, read_baselines
from communique.problems import Problem, problem_kind
from communique.workspace.reading import CorpusReading

BASELINES_STALE: Final = problem_kind(
    "baselines-stale",
    level="warning",
    stage="release",
    what="The baselines were computed for other labels or other texts.",
    why="The dataset card shows these figures only if they belong to the data.",
    fix="Compute the baselines again, or remove the file.",
    example="evaluation/baselines.json: the labels or the texts have changed since",
)


@check(BASELINES_STALE)
def baselines_current(corpus: CorpusReading) -> Iterator[Problem]:
    """Compare the hash in the file with the decisions and texts. Reports nothing without it."""
    path = corpus.folder.root / BASELINES
    if corpus.schema is None or not path.is_file():
        return
    data = read_baselines(path)
    if data is None:
        message = "this is not a file of baselines"
    elif data.get("inputs_sha256") != inputs_sha256(corpus.folder, corpus.documents):
        message = "the labels or the texts have changed since"
    else:
        return
    yield BASELINES_STALE.problem(message, file=BASELINES)
