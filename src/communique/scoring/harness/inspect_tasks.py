"""Tasks for Inspect (the package `inspect-ai`, in the extra `[harness]`).

    inspect eval communique/labels -T layer=NAME --model MODEL
    inspect eval communique/spans -T layer=NAME --model MODEL

The dataset is read from its folder each time, and compared with its manifest; no cache is used.
"""

# inspect-ai is large, so it is not in the environment in which types are checked.
# pyright: reportMissingImports=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportUntypedFunctionDecorator=false

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import CORRECT, INCORRECT, Score, accuracy, metric, scorer, stderr
from inspect_ai.solver import generate

from communique.dataset.location import find_folder
from communique.scoring.dataset import GoldDataset
from communique.scoring.harness.figures import answered, figures
from communique.scoring.harness.questions import Question, label_questions, span_questions
from communique.scoring.harness.replay_model import ReplayModel
from communique.scoring.harness.rows import question_of, question_row

__all__ = ["ReplayModel", "labels", "spans"]  # what the entry point registers

BUILT: Final = "dist/communique"
TEST: Final = "test"


def _metric(name: str, pick: Callable[[dict[str, Any]], float | None]) -> Any:
    """A metric over all answers; NaN where there is nothing to compare."""

    @metric(name=name)
    def made() -> Any:
        return _over_all(pick)

    return made


def _f1(figure: str) -> Any:
    return _metric(f"{figure}_f1", lambda result: result["scores"].get(figure, {}).get("f1"))


LABEL_METRICS: Final = (_f1("micro"), _f1("macro"))
SPAN_METRICS: Final = (_f1("exact"), _f1("boundary"), _f1("overlap"))
TUPLE_METRIC: Final = _f1("tuple")
ANSWERED: Final = _metric("answered", lambda result: result["details"]["answered"])


@metric(name="macro_f1_of")
def macro_f1_of(chosen: Sequence[str]) -> Any:
    """The mean F1 of some labels (0 to 1)."""
    return _over_all(lambda result: result["details"]["macro_of"]["f1"], chosen)


@task
def labels(
    layer: str, dataset: str = BUILT, split: str = TEST, macro_of: str | Sequence[str] = ()
) -> Any:
    """The label of each given span, block or sentence. `macro_of`: labels, divided by commas."""
    opened = GoldDataset(find_folder(dataset, None))
    chosen = macro_of.split(",") if isinstance(macro_of, str) else list(macro_of)
    metrics = [accuracy(), stderr(cluster="doc_id"), *(made() for made in LABEL_METRICS)]
    if chosen:
        metrics.append(macro_f1_of(chosen))
    return _task(opened, label_questions(opened, layer, split), [*metrics, ANSWERED()])


@task
def spans(layer: str, dataset: str = BUILT, split: str = TEST) -> Any:
    """All spans of each block, with the attributes under `identity`."""
    opened = GoldDataset(find_folder(dataset, None))
    questions = list(span_questions(opened, layer, split))
    metrics = [made() for made in SPAN_METRICS]
    if any(question.attributes for question in questions):
        metrics.append(TUPLE_METRIC())
    return _task(opened, questions, [*metrics, ANSWERED()])


def _over_all(
    pick: Callable[[dict[str, Any]], float | None], chosen: Sequence[str] = ()
) -> Callable[[list[Any]], float]:
    # Inspect reads the annotation of `scores`, so this is no lambda.
    def compute(scores: list[Any]) -> float:
        pairs = [(question_of(s.score.metadata["row"]), s.score.answer or "") for s in scores]
        answers = [answered(question, answer) for question, answer in pairs]
        value = pick(figures(answers, chosen)) if answers else None
        return float("nan") if value is None else value

    return compute


def _task(dataset: GoldDataset, questions: Iterable[Question], metrics: list[Any]) -> Any:
    rows = [question_row(question) for question in questions]
    samples = [
        Sample(
            input=row["prompt"],
            target=row["target"],
            id=row["id"],
            metadata={"doc_id": row["doc_id"], "row": row},
        )
        for row in rows
    ]
    made = MemoryDataset(samples, name=str(dataset.manifest.get("name")))
    return Task(dataset=made, solver=generate(), scorer=_answers(metrics), version=dataset.version)


def _answers(metrics: list[Any]) -> Any:
    @scorer(metrics=metrics, name="communique")
    def made() -> Any:
        async def compare(state: Any, target: Any) -> Any:
            answer, row = state.output.completion, state.metadata["row"]
            read = answered(question_of(row), answer)
            right = answered(read.question, target.text)
            is_right = read.predicted is not None and read.predicted == right.predicted
            value = CORRECT if is_right else INCORRECT
            return Score(value=value, answer=answer, metadata={"row": row})

        return compare

    return made()
