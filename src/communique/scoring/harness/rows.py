"""Questions as rows of plain values, for programs that keep rows of a table."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    PredictedSpan,
    SentenceLabel,
    Unit,
)
from communique.scoring.harness.questions import Question

_FORMS: dict[str, type[Unit]] = {
    x.__name__: x for x in (BlockSpans, GivenSpan, BlockLabel, SentenceLabel)
}


def question_row(question: Question) -> dict[str, str]:
    """The columns `id`, `doc_id`, `prompt` and `target` (the right answer), and `question`: the
    whole question as JSON, for `question_of`.
    """
    whole = {
        **{name: getattr(question, name) for name in ("text", "labels", "attributes")},
        "many": sorted(question.many),
        "form": type(question.gold).__name__,
        "gold": msgspec.to_builtins(question.gold),
    }
    return {
        "id": question.id,
        "doc_id": question.doc_id,
        "prompt": question.prompt,
        "target": right_answer(question),
        "question": json.dumps(whole, ensure_ascii=False),
    }


def question_of(row: Mapping[str, Any]) -> Question:
    """The question of a row that `question_row` made."""
    whole = json.loads(row["question"])
    return Question(
        row["id"],
        row["doc_id"],
        row["prompt"],
        whole["text"],
        tuple(whole["labels"]),
        msgspec.convert(whole["gold"], _FORMS[whole["form"]]),
        {name: tuple(values) for name, values in whole["attributes"].items()},
        frozenset(whole["many"]),
    )


def right_answer(question: Question) -> str:
    """The answer of a model that makes no mistake: a label, or the JSON list of the spans."""
    gold = question.gold
    if not isinstance(gold, BlockSpans):
        return gold.label
    return json.dumps([_asked(question, span) for span in gold.spans], ensure_ascii=False)


def _asked(question: Question, span: PredictedSpan) -> dict[str, Any]:
    attributes = {name: span.attributes.get(name) for name in question.attributes}
    text = question.text[span.start : span.end]
    return {"start": span.start, "end": span.end, "text": text, "label": span.label, **attributes}
