"""Problems of a file of predictions. `annotate` refuses while the file that it needs has one."""

from typing import Final

from communique.problems import kinds_of, problem_kind

PREDICTIONS_UNREADABLE: Final = problem_kind(
    "predictions-unreadable",
    level="error",
    stage="exports",
    what="A file of predictions cannot be read.",
    why="The schema says that annotators find these predictions on their page.",
    fix="Put the file where the schema names it, inside the corpus, or correct the name.",
    example=(
        "predictions/names.jsonl: preannotate.predictions of names: No such file or directory"
    ),
)
PREDICTIONS_HEADER: Final = problem_kind(
    "predictions-header",
    level="error",
    stage="exports",
    what="The first line of a file of predictions is not the header that is needed.",
    why="The header says what the lines after it are about. Without it, none of them is read.",
    fix=(
        'Begin the file with {"communique": "predictions/1", "layer": …, "data_version": …, '
        '"split": …, "system": …}.'
    ),
    example="predictions/names.jsonl · line 1: system: is empty",
)
PREDICTION_MALFORMED: Final = problem_kind(
    "prediction-malformed",
    level="error",
    stage="exports",
    what="A line of predictions does not have the form of the layer.",
    why="A line that is read in part would count for something that the system did not say.",
    fix="Write one JSON object a line, in UTF-8, with the keys of predictions.schema.json.",
    example="predictions/names.jsonl · line 2: spans[0].start: expected `int`, got `str`",
)
PREDICTION_UNKNOWN_UNIT: Final = problem_kind(
    "prediction-unknown-unit",
    level="error",
    stage="exports",
    what="A prediction is about something that the corpus does not have.",
    why="It cannot be shown, and it cannot be compared with anything.",
    fix="Use the ids of this corpus. If the texts changed, run the system on the current ones.",
    example="predictions/names.jsonl · one · line 2: no block 'b999999' in the text of one",
)
PREDICTION_DUPLICATE: Final = problem_kind(
    "prediction-duplicate",
    level="error",
    stage="exports",
    what="Something is predicted twice.",
    why="One of the two would be ignored, or the same span would count two times.",
    fix="Keep one of them.",
    example="predictions/names.jsonl · one · line 3: line 2 is about the same one b000018",
)
PREDICTION_OFFSETS: Final = problem_kind(
    "prediction-offsets",
    level="error",
    stage="exports",
    what="The offsets of a predicted span are not a range of words in its block.",
    why="Offsets count code points from the start of the block, and the end is not included.",
    fix="Count code points (not bytes or UTF-16 units) from the start of the block.",
    example=(
        "predictions/names.jsonl · one · line 2, span 1: [24, 99) ends after the block, "
        "which has 72 characters"
    ),
)
PREDICTION_TEXT: Final = problem_kind(
    "prediction-text",
    level="error",
    stage="exports",
    what="The text of a predicted span is not what the block has at its offsets.",
    why="The offsets are wrong, or the system read another text.",
    fix="Count code points from the start of the block, or leave the key `text` out.",
    example=(
        "predictions/names.jsonl · one · line 2, span 1: [24, 29) is 'Paris', but `text` is 'Rome'"
    ),
)
PREDICTION_UNKNOWN_VALUE: Final = problem_kind(
    "prediction-unknown-value",
    level="error",
    stage="exports",
    what="A prediction has a label, an attribute or a value that the layer does not have.",
    why="The page and the dataset have the classes of the schema only.",
    fix="Use the names of the schema, or leave the attribute out.",
    example=(
        "predictions/frames.jsonl · one · line 2: label: 'sport' is not in the schema; "
        "expected money, people, none"
    ),
)

KINDS: Final = kinds_of(globals())
