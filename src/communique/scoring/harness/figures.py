"""The figures of all answers together, by the scorer of this package."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    PredictedSpan,
    SentenceLabel,
    Unit,
)
from communique.records.predictions.units import unit_key
from communique.records.predictions.values import NONE
from communique.scoring.harness.answers import read_label, read_spans
from communique.scoring.harness.questions import Question
from communique.scoring.plain import score

_NO_ANSWER: Final = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what the model said. `predicted` is None if the answer has no label, or no
    JSON list of spans.

    `unused` counts the spans of an answer that could not be used.
    """

    question: Question
    predicted: Unit | None
    unused: int = 0


def answered(question: Question, answer: str) -> Answered:
    """Read the answer to a question."""
    gold = question.gold
    if isinstance(gold, BlockSpans):
        read = read_spans(answer, question)
        if read is None:
            return Answered(question, None)
        spans, unused = read
        return Answered(question, BlockSpans(gold.doc_id, gold.block_id, tuple(spans)), unused)
    label = read_label(answer, question.labels)
    return Answered(question, None if label is None else _labelled(gold, label))


def figures(answers: Sequence[Answered], macro_of: Sequence[str] = ()) -> dict[str, Any]:
    """The result of `communique.scoring.score` for all answers.

    A question without an answer counts as wrong, also a sentence whose gold is `none`. A span that
    could not be used is a wrong span. `macro_of` adds `details.macro_of`: the mean F1 of these
    labels. `details.answered` is the share of questions with a usable answer, and
    `details.unused_spans` a number. Raises ScoreError if there is no answer.
    """
    units = [each.question.gold for each in answers]
    first = answers[0].question if answers else None
    result = score(
        [_plain(unit) for unit in units],
        [_plain(unit) for each in answers if (unit := _counted(each)) is not None],
        identity=tuple(first.attributes) if first else (),
        labels=first.labels if first else (),
        missing="empty",
        documents={unit_key(x.question.gold)[0]: x.question.doc_id for x in answers},
    )
    result["by_label"].pop(_NO_ANSWER, None)
    usable = [each for each in answers if each.predicted is not None and not each.unused]
    result["details"]["answered"] = len(usable) / len(answers)
    result["details"]["unused_spans"] = sum(each.unused for each in answers)
    if macro_of:
        by_label = result["by_label"]
        f1 = [by_label.get(label, {}).get("f1") or 0.0 for label in macro_of]
        result["details"]["macro_of"] = {"labels": list(macro_of), "f1": sum(f1) / len(f1)}
    return result


def _counted(answer: Answered) -> Unit | None:
    """What is scored.

    A sentence without a prediction would count as one without a label. A span that could not be
    used is a wrong answer: it gets a place after the text, where the gold has none.
    """
    gold, predicted = answer.question.gold, answer.predicted
    if predicted is None and isinstance(gold, SentenceLabel) and gold.label == NONE:
        return _labelled(gold, _NO_ANSWER)
    if isinstance(predicted, BlockSpans):
        end = len(answer.question.text)
        wrong = [PredictedSpan(end + i, end + i + 1, _NO_ANSWER) for i in range(answer.unused)]
        return BlockSpans(predicted.doc_id, predicted.block_id, (*predicted.spans, *wrong))
    return predicted


def _labelled(gold: Unit, label: str) -> Unit:
    match gold:
        case GivenSpan():
            return GivenSpan(gold.uid, label)
        case BlockLabel():
            return BlockLabel(gold.doc_id, gold.block_id, label)
        case SentenceLabel():
            return SentenceLabel(gold.doc_id, gold.sentence_id, gold.target, label)
        case BlockSpans():
            raise TypeError("a block of spans has no label")


def _plain(unit: Unit) -> dict[str, Any]:
    made: dict[str, Any] = msgspec.to_builtins(unit)
    made.pop("soft", None)  # the votes: no model is asked for shares
    return made
