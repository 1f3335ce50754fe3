"""What the simple systems see of a unit: its text, its context, and what is given beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from communique.records.predictions import BlockLabel, GivenSpan, SentenceLabel
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import Gold
from communique.scoring.labels import as_set

Labelled = GivenSpan | BlockLabel | SentenceLabel


@dataclass(frozen=True, slots=True)
class Item:
    """A unit with its gold. `facts` are the values that are given, for example the target."""

    doc_id: str
    unit: Labelled
    text: str
    context: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """A block with its tokens, their offsets, and their IOB2 tags."""

    doc_id: str
    block_id: str
    text: str
    tokens: Sequence[str]
    starts: Sequence[int]
    tags: Sequence[str]


def items(dataset: GoldDataset, gold: Gold) -> list[Item]:
    """The labelled units of a layer, in the order of the gold. The dataset must have its texts."""
    texts = dict(_texts(dataset, gold))
    labelled: list[Item] = []
    for key, (doc_id, unit) in gold.units.items():
        if isinstance(unit, GivenSpan | BlockLabel | SentenceLabel):
            text, context = texts[key]
            labelled.append(Item(doc_id, unit, text, context, _facts(gold, unit)))
    return labelled


def blocks(dataset: GoldDataset, name: str) -> list[Block]:
    """The blocks of a layer with tokens."""
    columns = ("doc_id", "block_id", "text", "tokens", "token_starts", "ner_tags")
    return [Block(*(row[column] for column in columns)) for _, row in dataset.rows(name, columns)]


def _facts(gold: Gold, unit: Labelled) -> dict[str, str]:
    if isinstance(unit, SentenceLabel):
        return {str(gold.layer.target): unit.target}
    if isinstance(unit, BlockLabel):
        return {}
    return {name: "+".join(as_set(unit.attributes.get(name))) for name in gold.layer.identity}


def _texts(dataset: GoldDataset, gold: Gold) -> Iterator[tuple[Any, tuple[str, str]]]:
    name = gold.layer.name
    if gold.form == "given":
        uid = dataset.layer(name).layer.uid_column
        for _, row in dataset.rows(name, (uid, "text", "context")):
            yield (row[uid],), (row["text"], row["context"])
    elif gold.form == "sentences":
        target = str(gold.layer.target)
        for _, row in dataset.rows(name, ("doc_id", "sentence_id", target, "text")):
            yield (row["doc_id"], row["sentence_id"], row[target]), (row["text"], "")
    else:
        for _, row in dataset.rows(name, ("doc_id", "block_id", "text")):
            yield (row["doc_id"], row["block_id"]), (row["text"], "")
