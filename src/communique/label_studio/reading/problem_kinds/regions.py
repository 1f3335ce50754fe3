"""Problems with regions: rows, labels, offsets and boundaries."""

from typing import Final

from communique.problems import kinds_of, problem_kind

MALFORMED_REGION: Final = problem_kind(
    "malformed-region",
    level="error",
    stage="records",
    drops=True,
    what="A result row cannot be understood.",
    why="The server does not validate the rows of a result, so they can contain anything.",
    fix="Delete the region and draw it again.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: the row "
        "has no value"
    ),
)
UNKNOWN_CONTROL: Final = problem_kind(
    "unknown-control",
    level="error",
    stage="records",
    drops=True,
    what="A row comes from a control that the schema does not have.",
    why=(
        "When a control is renamed, its old rows stay, and their decisions would be lost silently."
    ),
    fix="Rename the control in the project of the export, or add it to the schema.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: control "
        "'entitee' is not in the schema; did you mean 'entity'?"
    ),
)
UNSUPPORTED_CONTROL: Final = problem_kind(
    "unsupported-control",
    level="error",
    stage="records",
    drops=True,
    what="An answer was given in a control of Label Studio that no layer can have.",
    why=(
        "Layers have labels on a `Text`, and attributes in `Choices`, `Taxonomy` or "
        "`TextArea`. Other answers have no column in the dataset and would be lost silently."
    ),
    fix=(
        "Ask this with `type: choice`, `choices`, `entity` or `text` in the schema (a scale of "
        "numbers is a choice with `ordered: true`). If you do not need the answers, remove the "
        "control from the labeling config and its answers from the annotations. Then export again."
    ),
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: 'stars' "
        "is a Rating, which is not supported"
    ),
)
MISSING_LABEL: Final = problem_kind(
    "missing-label",
    level="error",
    stage="records",
    drops=True,
    what="A region has no label.",
    why=(
        "It was drawn but not labelled, or its label was removed from the page. So it says nothing."
    ),
    fix="Give the region a label, or delete it.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: the "
        "region has no label"
    ),
)
UNKNOWN_LABEL: Final = problem_kind(
    "unknown-label",
    level="error",
    stage="records",
    drops=True,
    what="A region has a label that the schema does not have.",
    why="The classes of the dataset are those of the schema, so this label has no class.",
    fix="Choose another label, or add this one to the schema.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: label "
        "'animal' is not in the schema"
    ),
)
DUPLICATE_REGION: Final = problem_kind(
    "duplicate-region",
    level="error",
    stage="records",
    drops=True,
    what="Two regions record the same thing, or one region records one thing twice.",
    why="The same decision would count twice, or one id would stand for two decisions.",
    fix="Delete one of them.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r8: records "
        "the same as region r2"
    ),
)
REGION_WITHOUT_ID: Final = problem_kind(
    "region-without-id",
    level="warning",
    stage="records",
    what="A region has no id, so its identity depends on its place and label.",
    why="If its boundary moves, it becomes another annotation in the next release.",
    fix="Export again from the server.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region 41-46: A "
        "region has no id, so its identity depends on its place and label."
    ),
)
OFFSET_NOT_INTEGER: Final = problem_kind(
    "offset-not-integer",
    level="error",
    stage="records",
    drops=True,
    what="An offset is not a whole number.",
    why=(
        "Label Studio stores what it is given, even strings. Nobody can say which offset was meant."
    ),
    fix="Draw the region again.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: offsets "
        "are '41' and 46"
    ),
)
OFFSET_OUT_OF_RANGE: Final = problem_kind(
    "offset-out-of-range",
    level="error",
    stage="records",
    drops=True,
    what="An offset is outside the text.",
    why=(
        "Python would shorten the slice without an error, and the span would contain other words."
    ),
    fix="Draw the region again.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: [41, "
        "9999) in a text of length 122"
    ),
)
OFFSET_REVERSED: Final = problem_kind(
    "offset-reversed",
    level="error",
    stage="records",
    drops=True,
    what="A region ends before it starts, or it is empty.",
    why="It covers no text, although the page and the server both accept it.",
    fix="Draw the region again.",
    example="annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: [46, 41)",
)
TEXT_MISMATCH: Final = problem_kind(
    "text-mismatch",
    level="error",
    stage="records",
    drops=True,
    what="The text recorded with a region is not the text at its offsets.",
    why="The offsets or the text changed after the region was drawn.",
    fix="Draw the region again. Check that the text was not changed.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: [41, 46) "
        "is 'Paris' in the text, 'Pariz' in the export"
    ),
)
MIXED_OFFSET_UNITS: Final = problem_kind(
    "mixed-offset-units",
    level="error",
    stage="records",
    drops=True,
    what="Some regions count code points, others count UTF-16 units.",
    why="The two counts differ after an emoji. A file with both was put together from two tools.",
    fix="Split the export by the tool that made it.",
    example=(
        "annotations/names/ann-1.json · ann-1: UTF-16 units in 2 regions, code points in others"
    ),
)
OFFSET_UNIT_ASSUMED: Final = problem_kind(
    "offset-unit-assumed",
    level="warning",
    stage="records",
    what="Nothing shows what the offsets count. Code points are assumed.",
    why="Without the recorded text, an offset that is wrong by one cannot be seen.",
    fix="Let the labeling config record the text of each region.",
    example="annotations/names/ann-1.json · ann-1: no text is recorded with 4 regions",
)
BLANK_AT_EDGE: Final = problem_kind(
    "blank-at-edge",
    level="error",
    stage="records",
    drops=True,
    what="A span starts or ends with white space or with an invisible character.",
    why="Two annotators who mean the same span would disagree on its boundary.",
    fix="Shrink the span to the visible characters.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: white "
        "space at the start or end"
    ),
)
HALF_CHARACTER: Final = problem_kind(
    "half-character",
    level="error",
    stage="records",
    drops=True,
    what="A span starts or ends inside a character.",
    why=(
        "A letter and its accents, or the parts of an emoji, are one character for a reader. Half "
        "of it is not what anyone marked, so the offsets are probably wrong."
    ),
    fix=(
        "Move the border to the start or the end of the character. If many regions are "
        "affected, a program counted other units than code points: count code points."
    ),
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r9: [50, 58) "
        "counts UTF-16 units and starts or ends inside a character"
    ),
)
SPAN_CROSSES_BLOCKS: Final = problem_kind(
    "span-crosses-blocks",
    level="error",
    stage="records",
    drops=True,
    what="A span crosses the end of a block.",
    why="Rows of the dataset are blocks, so such a span belongs to no row.",
    fix="Split the span at the line break.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r8: the span "
        "contains a line break"
    ),
)

KINDS: Final = kinds_of(globals())
