"""Check that decisions were made under the current major version of the guideline."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Final

from communique.checks.check import check
from communique.problems import Problem, problem_kind
from communique.records.items import is_current, standing
from communique.schema import Schema
from communique.util.plural import counted
from communique.workspace.reading import CorpusReading

DECISIONS_OUTDATED: Final = problem_kind(
    "decisions-outdated",
    level="warning",
    stage="corpus",
    what="Decisions were made under another major version of the guideline than the layer has.",
    why=(
        "They stay, with their ids, and `build` writes them, but they follow older rules. A "
        "release is refused."
    ),
    fix=(
        "Let two annotators or more finish the documents under the current version, then run "
        "`communique adjudicate`: matched decisions keep their ids, and the ids of the others are "
        "retired."
    ),
    example=(
        "annotations/adjudicated/names.json: 4 decisions on 1 document rest on votes "
        "under guideline 1.0; the layer is at 2.0"
    ),
)


@check(DECISIONS_OUTDATED)
def decisions_current(corpus: CorpusReading) -> Iterator[Problem]:
    """One problem for each layer with such decisions. Without a schema: silent."""
    if corpus.schema is None:
        return
    by_layer = _by_layer(corpus.schema, corpus)
    for layer in corpus.schema.layers:
        decided = corpus.stored_decisions.get(layer.name)
        documents = by_layer.get(layer.name, {})
        counts = {d: len(decided.of_document(d)) for d in documents} if decided else {}
        affected = {doc_id for doc_id, n in counts.items() if n}
        resting = sum(counts.values())
        if not resting:
            continue
        under = ", ".join(sorted({v for doc_id in affected for v in documents[doc_id]}))
        verb = "rests" if resting == 1 else "rest"
        message = (
            f"{counted(resting, 'decision')} on {counted(len(affected), 'document')} {verb}"
            f" on votes under guideline {under}; the layer is at {layer.guideline_version}"
        )
        file = corpus.folder.relative(corpus.folder.adjudicated(layer.name))
        yield DECISIONS_OUTDATED.problem(message, layer=layer.name, file=file)


def _by_layer(schema: Schema, corpus: CorpusReading) -> Mapping[str, Mapping[str, Set[str]]]:
    """By layer and document whose decisions stand, the versions of the votes."""
    stands = standing(schema, corpus.statuses)
    votes = {a.id for a in schema.annotators if a.role == "annotator"}
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for status in corpus.statuses:
        is_vote = status.pass_ == 1 and status.annotator in votes
        if is_vote and (status.layer, status.doc_id) in stands and not is_current(schema, status):
            found[status.layer][status.doc_id].add(status.guideline_version or "")
    return found
