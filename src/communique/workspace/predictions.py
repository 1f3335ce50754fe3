"""The files of predictions that the schema offers to annotators."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from communique.corpus import CorpusFolder, Document
from communique.problems import Problem
from communique.records.predictions import (
    BlockText,
    GivenSpan,
    Header,
    Places,
    Prediction,
    Unit,
    read_predictions,
)
from communique.records.predictions.problem_kinds import (
    PREDICTION_MALFORMED,
    PREDICTIONS_HEADER,
    PREDICTIONS_UNREADABLE,
)
from communique.schema import Layer, Schema


@dataclass(slots=True)
class LayerPredictions:
    """The predictions of one layer: the system, its units by document, and the problems."""

    system: str = ""
    units: dict[str, list[Unit]] = field(default_factory=dict[str, list[Unit]])
    problems: list[Problem] = field(default_factory=list[Problem])


def read_layer_predictions(
    folder: CorpusFolder,
    schema: Schema,
    layer: Layer,
    documents: Mapping[str, Document],
    inactive: Collection[str] = (),
) -> LayerPredictions:
    """Read the file that the layer's `preannotate` names, as far as possible.

    Lines about `inactive` documents are history and left out.
    """
    found = LayerPredictions()
    file = layer.preannotate.predictions or ""
    path = folder.root / file
    if not folder.holds(path):
        message = f"{file} is a link that leads out of the corpus"
        found.problems.append(PREDICTIONS_UNREADABLE.problem(message, layer=layer.name, file=file))
        return found
    try:
        with path.open("rb") as lines:
            places = Places(_blocks_of(documents))
            for event in read_predictions(lines, schema, places, file=file, layer=layer.name):
                if not _is_history(event, inactive):
                    _keep(found, schema, layer, file, event)
    except OSError as error:
        message = f"preannotate.predictions of {layer.name}: {error.strerror or error}"
        found.problems.append(PREDICTIONS_UNREADABLE.problem(message, layer=layer.name, file=file))
    return found


def _is_history(event: object, inactive: Collection[str]) -> bool:
    return isinstance(event, Problem) and event.document in inactive


def _keep(
    found: LayerPredictions,
    schema: Schema,
    layer: Layer,
    file: str,
    event: Header | Prediction | Problem,
) -> None:
    match event:
        case Problem():
            found.problems.append(event)
        case Header():
            found.system = event.system
            found.problems += _voting_system(schema, layer, file, event)
        case Prediction(line, GivenSpan(uid)):
            found.problems.append(
                PREDICTION_MALFORMED.problem(
                    f"the uid {uid} names a decision, and annotators must not see decisions",
                    layer=layer.name,
                    file=file,
                    at=f"line {line}",
                    fix="Give doc_id, block_id and spans instead.",
                )
            )
        case Prediction(_, unit):
            assert not isinstance(unit, GivenSpan)  # noqa: S101 - the case before
            found.units.setdefault(unit.doc_id, []).append(unit)


def _voting_system(schema: Schema, layer: Layer, file: str, header: Header) -> Iterator[Problem]:
    """A pass that is compared must not be on the page of another one."""
    annotator = schema.annotator(header.system)
    if annotator is not None and annotator.role == "annotator":
        yield PREDICTIONS_HEADER.problem(
            f"system: {header.system!r} is an annotator whose pass is compared with others",
            layer=layer.name,
            file=file,
            at="line 1",
            fix="Offer the predictions of a system that does not vote.",
        )


def _blocks_of(
    documents: Mapping[str, Document],
) -> Callable[[str], Mapping[str, BlockText] | None]:
    """Look up the blocks of a document. The lines of one document stand together as a rule."""

    @lru_cache(8)
    def blocks(doc_id: str) -> Mapping[str, BlockText] | None:
        document = documents.get(doc_id)
        return document and {
            block.block_id: BlockText(block.type, document.text[slice(*block.range)])
            for block in document.body
        }

    return blocks
