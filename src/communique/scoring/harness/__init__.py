"""Ask a language model for the labels of a dataset, and score its answers.

Questions, the reading of answers, and figures are plain values. `inspect_tasks` gives them to
Inspect; the task files for lm-evaluation-harness call the functions here.
"""

from communique.scoring.harness.answers import read_label, read_spans
from communique.scoring.harness.figures import Answered, answered, figures
from communique.scoring.harness.questions import Question, label_questions, span_questions
from communique.scoring.harness.rows import question_of, question_row, right_answer

__all__ = [
    "Answered",
    "Question",
    "answered",
    "figures",
    "label_questions",
    "question_of",
    "question_row",
    "read_label",
    "read_spans",
    "right_answer",
    "span_questions",
]
