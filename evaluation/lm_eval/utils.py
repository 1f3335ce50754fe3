"""What the task files call. The figures come from the scorer of Communiqué."""

from typing import Any

from datasets import Dataset, DatasetDict

from communique.dataset.location import find_folder
from communique.scoring.dataset import GoldDataset
from communique.scoring.harness import (
    answered,
    figures,
    label_questions,
    question_of,
    question_row,
    span_questions,
)

LABELS = ("micro_f1", "macro_f1", "answered")
SPANS = ("exact_f1", "overlap_f1", "answered")


def label_dataset(*, dataset: str, layer: str, **_: Any) -> DatasetDict:
    """The questions about given units of a layer, by split."""
    return _by_split(dataset, layer, label_questions)


def span_dataset(*, dataset: str, layer: str, **_: Any) -> DatasetDict:
    """The questions about the blocks of a layer, by split."""
    return _by_split(dataset, layer, span_questions)


def label_results(doc: dict[str, Any], results: list[str]) -> dict[str, Any]:
    """Question and answer, under the name of each figure of the task."""
    return dict.fromkeys(LABELS, (doc, results[0]))


def stance_results(doc: dict[str, Any], results: list[str]) -> dict[str, Any]:
    return dict.fromkeys((*LABELS, "favor_against_f1"), (doc, results[0]))


def span_results(doc: dict[str, Any], results: list[str]) -> dict[str, Any]:
    return dict.fromkeys(SPANS, (doc, results[0]))


def tuple_results(doc: dict[str, Any], results: list[str]) -> dict[str, Any]:
    return dict.fromkeys((*SPANS, "tuple_f1"), (doc, results[0]))


def micro_f1(items: list[Any]) -> float:
    return _figures(items)["scores"]["micro"]["f1"]


def macro_f1(items: list[Any]) -> float:
    return _figures(items)["scores"]["macro"]["f1"]


def favor_against_f1(items: list[Any]) -> float:
    return _figures(items, ("favor", "against"))["details"]["macro_of"]["f1"]


def exact_f1(items: list[Any]) -> float:
    return _figures(items)["scores"]["exact"]["f1"]


def overlap_f1(items: list[Any]) -> float:
    return _figures(items)["scores"]["overlap"]["f1"]


def tuple_f1(items: list[Any]) -> float:
    return _figures(items)["scores"]["tuple"]["f1"]


def answered_share(items: list[Any]) -> float:
    return _figures(items)["details"]["answered"]


def _figures(items: list[Any], macro_of: tuple[str, ...] = ()) -> dict[str, Any]:
    return figures([answered(question_of(doc), answer) for doc, answer in items], macro_of)


def _by_split(folder: str, layer: str, questions: Any) -> DatasetDict:
    opened = GoldDataset(find_folder(folder, None))
    return DatasetDict(
        {
            split: Dataset.from_list([question_row(q) for q in questions(opened, layer, split)])
            for split in opened.splits
        }
    )
