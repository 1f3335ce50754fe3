"""Problems with parts of a corpus: schema, sources, links, decisions."""

from typing import Final

from communique.problems import problem_kind

SCHEMA_INVALID: Final = problem_kind(
    "schema-invalid",
    level="error",
    stage="schema",
    drops=True,
    what="The schema is not a valid description of a corpus.",
    why=(
        "Annotation pages, record shapes, dataset features and all other checks are "
        "derived from the schema. None of them can be trusted while it is invalid."
    ),
    fix="Fix the line shown.",
    example=(
        "schema/corpus.yaml · line 20: layers[0].label: unknown key; remove it or fix its spelling"
    ),
)
OUTDATED_KEY: Final = problem_kind(
    "outdated-key",
    level="warning",
    stage="schema",
    what="A key of the schema has a former name.",
    why="The former name still works, but the documentation names only the current one.",
    fix="Run `communique render --update-keys`. It renames the keys in the file.",
    example="schema/corpus.yaml · line 25: `agree` is now called `counts_for_agreement`",
)
PATH_OUTSIDE: Final = problem_kind(
    "path-outside",
    level="error",
    stage="schema",
    drops=True,
    what="A link in the corpus points outside its folder.",
    why=(
        "A corpus from someone else could use such a link to make the tools read, copy "
        "and publish files of your computer."
    ),
    fix="Replace the link with the file itself.",
    example="annotations/names/ann-2.json: A link in the corpus points outside its folder.",
)
SOURCES_INVALID: Final = problem_kind(
    "sources-invalid",
    level="error",
    stage="text",
    drops=True,
    what="sources.yaml is not valid.",
    why="It gives every document its source, hash, rights and split.",
    fix="Fix the line shown.",
    example=(
        "corpus/sources.yaml · line 1: documents[0].sha256: expected a sha256: 64 digits "
        "and letters from a to f"
    ),
)
CLEANING_INVALID: Final = problem_kind(
    "cleaning-invalid",
    level="error",
    stage="text",
    what="cleaning.yaml is not valid, or it names a document that the corpus does not have.",
    why="A rule or decision that is never applied leaves in the text what a person took out.",
    fix="Fix the line shown.",
    example=("corpus/cleaning.yaml · line 2: documents.nine: no document 'nine' in sources.yaml"),
)
DECISION_MALFORMED: Final = problem_kind(
    "decision-malformed",
    level="error",
    stage="corpus",
    drops=True,
    what="A file of adjudicated decisions does not have the required structure.",
    why="Decisions keep the ids of the dataset's rows. An edit by hand can break them for good.",
    fix="Restore the file. Only `communique adjudicate` writes it.",
    example="annotations/adjudicated/names.json: decisions.0.doc_id: Field required",
)
VOTE_MISSING: Final = problem_kind(
    "vote-missing",
    level="error",
    stage="corpus",
    drops=True,
    what="Decisions were made on more votes than the exports hold.",
    why=(
        "A new decision would retire ids because a file is missing, not because anyone "
        "changed their mind."
    ),
    fix=(
        "Restore the missing export. If the vote was withdrawn on purpose, run "
        "`communique adjudicate --accept-losses`."
    ),
    example=(
        "annotations/adjudicated/names.json · one: 3 annotators voted, but the exports "
        "hold 2 passes"
    ),
)
CONTRADICTING_ANSWERS: Final = problem_kind(
    "contradicting-answers",
    level="error",
    stage="exports",
    what="An adjudicator gave several answers to one item.",
    why="An item has one decision. The other answers would become spans that no annotator marked.",
    fix=(
        "In the adjudicator's project, delete all answers to the item but one, submit, and pull"
        " again. If two answers are right, delete one of them and mark that span again."
    ),
    example=(
        "annotations/adjudicated/exports/names/judge.json · one · judge · region "
        "c4d3c738655: 2 answers are kept on one item: place “in Paris” (c4d3c738655), "
        "place “Paris” (c5c6b827ff7)"
    ),
)
