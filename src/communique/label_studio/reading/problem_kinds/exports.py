"""Problems with an export file, its tasks and its annotations."""

from typing import Final

from communique.problems import kinds_of, problem_kind

UNREADABLE_FILE: Final = problem_kind(
    "unreadable-file",
    level="error",
    stage="exports",
    drops=True,
    what="The file is not a raw JSON export of Label Studio.",
    why=(
        "Other formats lose region ids, overlaps or attributes. A file that was cut off "
        "loses documents."
    ),
    fix="Export as JSON (not JSON_MIN, CSV or CoNLL).",
    example=(
        "annotations/names/ann-1.json · ann-1: not JSON: Expecting property name enclosed "
        "in double quotes"
    ),
)
UNKNOWN_LAYER: Final = problem_kind(
    "unknown-layer",
    level="error",
    stage="exports",
    drops=True,
    what="An export is in the folder of a layer that the schema does not have.",
    why="The schema does not say which labels are allowed in it, so nothing in it can be used.",
    fix="Move the file, or add the layer to the schema.",
    example="annotations/verbs/ann-1.json: the schema has no layer 'verbs'",
)
UNKNOWN_DOCUMENT: Final = problem_kind(
    "unknown-document",
    level="error",
    stage="exports",
    drops=True,
    what="An export contains a document that the corpus does not have.",
    why="Its offsets cannot be compared with any text.",
    fix="Add the document to the corpus, or delete the task.",
    example=(
        "annotations/names/ann-1.json · three · ann-1 · task 7: the corpus has no document 'three'"
    ),
)
UNKNOWN_ANNOTATOR: Final = problem_kind(
    "unknown-annotator",
    level="error",
    stage="exports",
    drops=True,
    what="An annotator is not in the schema.",
    why=(
        "The schema says whether an annotator is a person or a model, and whether they "
        "vote. Every table shows this."
    ),
    fix="Add the pseudonym to `annotators` in the schema, or rename the file.",
    example="annotations/names/stranger.json · stranger: 'stranger' is not in the schema",
)
WRONG_ANNOTATOR: Final = problem_kind(
    "wrong-annotator",
    level="error",
    stage="exports",
    drops=True,
    what="An annotation was made by someone other than the annotator of the file.",
    why="Agreement between annotators means nothing if one of them did the work of another.",
    fix="Keep the work of each annotator in a file of its own.",
    example="annotations/names/ann-1.json · one · ann-1 · annotation 70: made by 'ann-2'",
)
DUPLICATE_PASS: Final = problem_kind(
    "duplicate-pass",
    level="error",
    stage="exports",
    drops=True,
    what="Two files hold the same pass.",
    why="Their annotations would get the same ids, and one annotator would have two votes.",
    fix="Keep one of the files, or give the repeated pass a number: ANNOTATOR.2.json.",
    example=(
        "annotations/names/ann-1.json · ann-1: pass 1 is also in annotations/names/ann-1.1.json"
    ),
)
MALFORMED_ANNOTATION: Final = problem_kind(
    "malformed-annotation",
    level="error",
    stage="exports",
    drops=True,
    what="An annotation does not have the structure that Label Studio writes.",
    why="It was edited or cut off on its way. What is missing cannot be guessed.",
    fix="Export again.",
    example="annotations/names/ann-1.json · one · ann-1 · task 7: result is not a list",
)
RESULT_MISSING: Final = problem_kind(
    "result-missing",
    level="error",
    stage="exports",
    drops=True,
    what="A submitted annotation has no result (`null`).",
    why=(
        "An empty list says that the annotator found nothing. `null` says nothing: a program "
        "made the annotation, or it was never saved in the editor."
    ),
    fix="Open the task in Label Studio. Submit it, or skip it. Then export again.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · task 7: A submitted annotation has "
        "no result (`null`)."
    ),
)
AUTHOR_MISSING: Final = problem_kind(
    "author-missing",
    level="warning",
    stage="exports",
    what="An annotation does not say who made it.",
    why=(
        "Label Studio removes the author when an account is deleted. The annotation is counted "
        "as the work of the annotator whose file it is in, and it may be someone else's."
    ),
    fix=(
        "Find out whose work it is. Then import the export with `--account none=PSEUDONYM`. For "
        "someone else's work, use a pseudonym of its own."
    ),
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70: An annotation does "
        "not say who made it."
    ),
)
ANNOTATED_TWICE: Final = problem_kind(
    "annotated-twice",
    level="error",
    stage="exports",
    drops=True,
    what="An annotator finished a document more than once.",
    why="Label Studio allows this, and only the annotator knows which annotation is meant.",
    fix="Delete all annotations but one in Label Studio.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 71: An annotator "
        "finished a document more than once."
    ),
)
CANCELLED_WITH_REGIONS: Final = problem_kind(
    "cancelled-with-regions",
    level="error",
    stage="exports",
    drops=True,
    what="A skipped annotation still has regions.",
    why=(
        "Label Studio keeps regions that were drawn before Skip. Skipped work does not "
        "count, so they would be lost."
    ),
    fix="Submit the annotation, or delete its regions.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70: A skipped annotation "
        "still has regions."
    ),
)
DRAFT_LEFT_OUT: Final = problem_kind(
    "draft-left-out",
    level="warning",
    stage="exports",
    what="A task has a draft that was never submitted.",
    why="Somebody's work is waiting. Drafts are not part of a pass.",
    fix="Submit the draft, or discard it.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · task 7: A task has a draft that was "
        "never submitted."
    ),
)
UPDATED_BY_OTHER: Final = problem_kind(
    "updated-by-other",
    level="warning",
    stage="exports",
    what="An annotation was last changed by someone else.",
    why="On a server without roles everyone can edit everything, and no history is kept.",
    fix="Ask who changed it and why.",
    example=("annotations/names/ann-1.json · one · ann-1 · annotation 70: last changed by 'ann-2'"),
)
GROUND_TRUTH: Final = problem_kind(
    "ground-truth",
    level="warning",
    stage="exports",
    what="An annotation is marked as ground truth.",
    why="The server sets this mark on imported work, so the annotator may not have done it.",
    fix="Find out where it comes from. Then clear the mark in Label Studio.",
    example=("annotations/names/ann-1.json · one · ann-1 · annotation 70: marked as ground truth"),
)
LEAD_TIME_IMPOSSIBLE: Final = problem_kind(
    "lead-time-impossible",
    level="warning",
    stage="exports",
    what=(
        "The lead time of an annotation is not a number of seconds, is negative, or is "
        "longer than a week."
    ),
    why="Speed is a sign of care. An impossible time is not used for it.",
    fix="No action is needed. If a script wrote the time, change the script to leave it out.",
    example="annotations/names/ann-1.json · one · ann-1 · annotation 70: lead time -1.5",
)
TEXT_UNPROVEN: Final = problem_kind(
    "text-unproven",
    level="error",
    stage="exports",
    drops=True,
    what="A task does not show on which text it was annotated.",
    why=(
        "Without the text, its hash, or the words of the regions, offsets may point at other "
        "words, and nobody would see it."
    ),
    fix=(
        "Put the text of the task under `text` in its data, as it was annotated. A list of turns "
        "must be one text. If the text is under another key, rename the key."
    ),
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70: no text, no "
        "text_sha256, and no words beside the offsets"
    ),
)
STALE_TEXT: Final = problem_kind(
    "stale-text",
    level="error",
    stage="exports",
    drops=True,
    what="An annotation was made on another text than the corpus has.",
    why=(
        "Its offsets may point at other words. Label Studio shows old regions on a new "
        "text without a warning."
    ),
    fix="Annotate the document again, or keep the former text in the history.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · task 7: the task's text does not "
        "match its text_sha256"
    ),
)

KINDS: Final = kinds_of(globals())
