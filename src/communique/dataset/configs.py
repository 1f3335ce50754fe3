"""What a row of each config is."""

from communique.dataset.evaluation.configs import asked_configs
from communique.dataset.features import detection_config
from communique.dataset.names import ANNOTATIONS, CODEBOOK, DECISIONS, DOCUMENTS, REGISTRY
from communique.schema import Schema


def row_meanings(schema: Schema) -> dict[str, str]:
    """What a row is, by config."""
    found = {
        DOCUMENTS: "a document, with its blocks, sentences and values of the whole document",
        DECISIONS: "an item that was voted on, kept or rejected",
        ANNOTATIONS: "an annotation of one annotator, as it was made",
        CODEBOOK: "a value of a column of class labels, with its number and its meaning",
        REGISTRY: "an entity that spans can refer to",
    }
    for layer in schema.layers:
        if layer.unit == "span":
            found[layer.name] = (
                "a block with its spans" if layer.rows == "nested" else "a labelled span"
            )
        else:
            found[layer.name] = f"a block ({', '.join(layer.units)}) with its label"
        if layer.detecting:
            found[detection_config(layer)] = f"a sentence and a value of `{layer.detecting.name}`"
    for asked in asked_configs(schema):
        found[asked.config] = (
            f"a question to a language model: the label of a row of `{asked.source}`"
        )
    return found
