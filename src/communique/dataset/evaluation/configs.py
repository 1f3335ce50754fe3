"""Which configs of a dataset get questions for language models, and what these ask."""

from collections.abc import Iterator
from dataclasses import dataclass

from communique.dataset.evaluation.definitions import Codebook
from communique.dataset.evaluation.prompts import SPAN, TEXT, Wording, label_wording
from communique.dataset.names import NONE
from communique.schema import Layer, Schema
from communique.schema.names import DETECTION, EVALUATION, MIXED


@dataclass(frozen=True, slots=True)
class Asked:
    """A config whose rows have one label each: the labels of blocks, of spans or of sentences."""

    source: str
    layer: Layer
    of_sentences: bool = False

    @property
    def config(self) -> str:
        """The config of the questions."""
        return f"{self.source}{EVALUATION}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The questions about the rows of one config, one question for each row.

    `source`: the config that is asked about. Its columns `ids` make the id, `facts` are stated
    with the text, and `label` has the right answer. The manifest has all of this.
    """

    config: str
    source: str
    layer: str
    ids: tuple[str, ...]
    facts: tuple[str, ...]
    label: str
    choices: tuple[str, ...]
    wording: Wording


def asked_configs(schema: Schema) -> Iterator[Asked]:
    """The configs that are asked about.

    Layers of nested spans have none: to find spans is not a choice between labels.
    """
    for layer in schema.layers:
        if layer.has_one_label:
            yield Asked(layer.name, layer)
        if layer.detecting is not None:
            yield Asked(f"{layer.name}{DETECTION}", layer, of_sentences=True)


def evaluations(schema: Schema, book: Codebook) -> list[Evaluation]:
    """The questions of each config that is asked about."""
    return [_evaluation(asked, book) for asked in asked_configs(schema)]


def _evaluation(asked: Asked, book: Codebook) -> Evaluation:
    layer, label = asked.layer, asked.layer.column
    ids, facts, unit = (layer.uid_column,), _identity(layer), SPAN
    choices = layer.label_ids
    if asked.of_sentences:
        by = str(layer.detect_by)
        ids, facts, unit = ("doc_id", "sentence_id", by), (by,), TEXT
        choices, label = (*choices, *(x for x in (MIXED, NONE) if x not in choices)), "label"
    elif layer.unit == "block":
        ids, facts, unit = ("doc_id", "block_id"), (), TEXT
    definitions = book.labels(layer.name, asked.source, choices)
    wording = label_wording(book.about(layer.name), choices, definitions, unit)
    return Evaluation(asked.config, asked.source, layer.name, ids, facts, label, choices, wording)


def _identity(layer: Layer) -> tuple[str, ...]:
    named = (a for a in layer.columns if a.type != "text")
    return tuple(a.name for a in named if a.name in layer.identity)
