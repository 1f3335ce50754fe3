"""The questions that a dataset asks: the label of a given unit, or all spans of a block."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from communique.dataset.evaluation.definitions import Codebook, codebook_of
from communique.dataset.evaluation.prompts import (
    SPAN,
    TEXT,
    label_prompt,
    label_wording,
    span_prompt,
)
from communique.dataset.names import CODEBOOK
from communique.records.predictions import BlockSpans, SentenceLabel, Unit
from communique.records.predictions.units import unit_key
from communique.records.predictions.values import ALL_SPLITS, LayerValues
from communique.scoring.baselines.items import items
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import Gold, GoldError
from communique.scoring.gold_units import read_gold
from communique.scoring.labels import as_set

_COLUMNS: Final = ("layer", "attribute", "value", "definition")


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a language model.

    `labels` are the allowed labels. `attributes` has, for spans, the allowed values of each
    attribute that is asked for, and `many` names those with several values. `gold` is the answer.
    """

    id: str
    doc_id: str
    prompt: str
    text: str
    labels: tuple[str, ...]
    gold: Unit
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    many: frozenset[str] = frozenset()


def label_questions(dataset: GoldDataset, name: str, split: str = ALL_SPLITS) -> Iterator[Question]:
    """Ask for the label of each given span, block or sentence of a layer.

    The attributes under `identity` (of a sentence: its target) are given with the unit. Raises
    GoldError if the dataset has no such layer or split, or has no texts.
    """
    gold, values, book = _opened(dataset, name, split, given=True)
    layer = values.layer.name
    definitions = book.labels(layer, name, gold.layer.labels)
    unit = SPAN if gold.form == "given" else TEXT
    wording = label_wording(book.about(layer), gold.layer.labels, definitions, unit)
    for item in items(dataset, gold):
        facts = _facts(book, gold, layer, item.unit)
        prompt = label_prompt(wording, facts, text=item.text, context=item.context)
        key = " ".join(unit_key(item.unit))
        yield Question(key, item.doc_id, prompt, item.text, gold.layer.labels, item.unit)


def span_questions(dataset: GoldDataset, name: str, split: str = ALL_SPLITS) -> Iterator[Question]:
    """Ask for all spans of each block, with the attributes under `identity`.

    Raises GoldError if the layer has no spans, or as `label_questions`.
    """
    gold, values, book = _opened(dataset, name, split, given=False)
    if gold.form != "spans":
        raise GoldError(f"the layer {name!r} has no spans in blocks; ask for its labels")
    layer = values.layer.name
    asked = {x: values.allowed[x] for x in gold.layer.identity}
    many = frozenset(a.name for a in values.layer.columns if a.many)
    definitions = book.labels(layer, name, gold.layer.labels)
    listed = {x: book.listed(layer, x, allowed) for x, allowed in asked.items()}
    for key, (doc_id, unit) in gold.units.items():
        assert isinstance(unit, BlockSpans)  # noqa: S101 - the form says so
        text = dataset.documents[doc_id].blocks[unit.block_id].text or ""
        prompt = span_prompt(book.about(layer), definitions, listed, text=text, many=many)
        yield Question(" ".join(key), doc_id, prompt, text, gold.layer.labels, unit, asked, many)


def _opened(
    dataset: GoldDataset, name: str, split: str, *, given: bool
) -> tuple[Gold, LayerValues, Codebook]:
    if dataset.manifest.get("flavour") == "standoff":
        raise GoldError("the dataset has no texts; `communique restore` puts them back")
    gold = read_gold(dataset, name, split, given=given)
    definitions = dataset.rows(CODEBOOK, _COLUMNS)
    return gold, dataset.layer(name), codebook_of(row for _, row in definitions)


def _facts(book: Codebook, gold: Gold, layer: str, unit: Unit) -> dict[str, str]:
    """What is given with a unit, each value with its definition."""
    if isinstance(unit, SentenceLabel):
        facts = {str(gold.layer.target): [unit.target]}
    elif isinstance(unit, BlockSpans):
        return {}
    else:
        facts = {name: as_set(unit.attributes.get(name)) for name in gold.layer.identity}
    return {name: book.listed(layer, name, values) for name, values in facts.items() if values}
