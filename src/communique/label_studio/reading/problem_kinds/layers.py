"""Problems with what a layer asks for: attributes, their values, and blocks."""

from typing import Final

from communique.problems import kinds_of, problem_kind

MISSING_ATTRIBUTE: Final = problem_kind(
    "missing-attribute",
    level="error",
    stage="layers",
    drops=True,
    what="A required attribute is missing.",
    why="The page cannot require everything that the guideline requires, so it is checked here.",
    fix="Give the attribute a value.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r4: reading is missing"
    ),
)
INCOMPLETE_IMPORT: Final = problem_kind(
    "incomplete-import",
    level="warning",
    stage="layers",
    what="An annotation from another tool has no value of a required attribute.",
    why="The other tool did not ask for it. The attribute is null, and the annotation counts.",
    fix=(
        "If the files have the attribute, name it in the map and import again. Otherwise annotate "
        "it in Label Studio, or leave it."
    ),
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r4: reading is missing"
    ),
)
ATTRIBUTE_NOT_ALLOWED: Final = problem_kind(
    "attribute-not-allowed",
    level="error",
    stage="layers",
    drops=True,
    what="An attribute is given where the schema does not allow it.",
    why="The page shows the control on every region. The guideline says where it applies.",
    fix="Remove the attribute, or change the label.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r2: reading "
        "is not allowed on this region"
    ),
)
UNKNOWN_VALUE: Final = problem_kind(
    "unknown-value",
    level="error",
    stage="layers",
    drops=True,
    what="An attribute has a value that the schema does not have.",
    why="The classes of the dataset are those of the schema, so this value has no class.",
    fix="Choose another value, or add this one to the schema.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r4: reading: "
        "'odd' is not in the schema"
    ),
)
AMBIGUOUS_VALUE: Final = problem_kind(
    "ambiguous-value",
    level="error",
    stage="layers",
    drops=True,
    what="Several paths of a taxonomy end in the same value.",
    why="A path is stored as its last part, so different decisions would become one value.",
    fix=(
        "List the whole paths as values in the schema, for example `Europe/Georgia` and "
        "`America/Georgia`. Or give the parts different names in the labeling config."
    ),
    example=(
        "annotations/names/ann-1.json · ann-1: entity_id: 'per:ann-lee' is the end of "
        "several paths: people/per:ann-lee, ships/per:ann-lee"
    ),
)
WRONG_CARDINALITY: Final = problem_kind(
    "wrong-cardinality",
    level="error",
    stage="layers",
    drops=True,
    what="There are too many or too few values, or values that exclude each other.",
    why="The page can offer several boxes, but it cannot count them.",
    fix="Keep only what the guideline allows.",
    example=(
        "annotations/names/ann-1.json · one · ann-1 · annotation 70, region r3: holder: 3 "
        "values, expected 1 to 2"
    ),
)
NOT_A_UNIT: Final = problem_kind(
    "not-a-unit",
    level="error",
    stage="layers",
    drops=True,
    what="A region is not one of the blocks that the layer decides on.",
    why="Decisions of annotators can be compared only on the same blocks.",
    fix="Use the prepared regions.",
    example=(
        "annotations/frames/ann-1.json · one · ann-1 · annotation 70, region b000092: "
        "[90, 121) is not a block"
    ),
)
DUPLICATE_UNIT: Final = problem_kind(
    "duplicate-unit",
    level="error",
    stage="layers",
    drops=True,
    what="A block has two decisions by one annotator.",
    why="One annotator has one vote on a block.",
    fix="Delete one of the regions.",
    example=(
        "annotations/frames/ann-1.json · one · ann-1 · annotation 70, region copy: "
        "decides on the same block as region b000092"
    ),
)
UNIT_MISSING: Final = problem_kind(
    "unit-missing",
    level="warning",
    stage="layers",
    what="A block that the layer decides on has no region.",
    why="The prepared region was deleted, so the block has one vote less.",
    fix=(
        "Run `communique pull`: it puts the region back on the page. Then open the task, decide, "
        "press Update, and pull again."
    ),
    example=(
        "annotations/frames/ann-1.json · one · ann-1 · annotation 70, block b000092: "
        "block b000092 has no region"
    ),
)

KINDS: Final = kinds_of(globals())
