"""Score every simple system and every reading of an annotator on all layers of a dataset.

A group of documents is predicted from all other groups, so no near-duplicate helps.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from typing import Any, Final, TypeVar

from communique.records.predictions import (
    BlockLabel,
    BlockSpans,
    GivenSpan,
    SentenceLabel,
    Unit,
)
from communique.records.predictions.header import layers_with_predictions
from communique.records.predictions.values import ALL_SPLITS, LayerValues
from communique.scoring.baselines.annotators import readings
from communique.scoring.baselines.counting import by_fact, gazetteer, most_frequent
from communique.scoring.baselines.items import Block, Item, blocks, items
from communique.scoring.baselines.learned import crf, regression, several_regressions
from communique.scoring.baselines.metonyms import SYSTEM, metonym_system, metonym_value
from communique.scoring.baselines.system import scored
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import Gold
from communique.scoring.gold_units import read_gold
from communique.util.pass_name import pass_name

BASELINE: Final = "baseline"
VOTED: Final = "voted for this gold"
LATER: Final = "later pass of somebody who voted"
NO_VOTE: Final = "did not vote"
_MOST_FOLDS: Final = 10
_MADE_WITH: Final = ("numpy", "python-crfsuite", "scikit-learn", "scipy")
_Of = TypeVar("_Of", Item, Block)
Tell = Callable[[str], None]


def baselines(dataset: GoldDataset, tell: Tell = lambda _: None) -> dict[str, Any]:
    """F1 of every system, by layer. `tell` gets the name of each before it runs.

    Raises ImportError without the extra `[evaluate]`, NotADatasetError, OSError.
    """
    layers = [_layer(dataset, values, tell) for values in layers_with_predictions(dataset.schema)]
    return {
        "data_version": dataset.version,
        "folds": "a group of documents is predicted from all other groups",
        "made_with": {name: version(name) for name in _MADE_WITH},
        "layers": layers,
    }


def _layer(dataset: GoldDataset, values: LayerValues, tell: Tell) -> dict[str, Any]:
    name, systems = values.name, list[dict[str, Any]]()
    flat = values.layer.unit == "span" and values.layer.rows == "flat" and not values.detects
    gold = read_gold(dataset, name, given=flat)
    if gold.form == "spans":
        named = {"gazetteer of the other groups": gazetteer, "crf": crf}
        for system, predict in named.items():
            tell(f"{name}: {system}")
            systems.append(scored(system, BASELINE, gold, _tagging(dataset, gold, predict)))
    else:
        systems += _labelling(dataset, gold, tell)
    rule = None if values.detects else metonym_value(values.layer)
    if rule is not None:
        tell(f"{name}: {SYSTEM}")
        systems.append(metonym_system(dataset, values.layer, *rule, BASELINE))
    systems += _annotators(dataset, name, values, tell)
    return {
        "layer": name,
        "content_sha256": dataset.content_sha256(name, ALL_SPLITS),
        "systems": systems,
    }


def _tagging(
    dataset: GoldDataset, gold: Gold, predict: Callable[..., list[list[Any]]]
) -> Iterator[Unit]:
    for train, test in _folds(gold, blocks(dataset, gold.layer.name)):
        for block, spans in zip(test, predict(train, test), strict=True):
            yield BlockSpans(block.doc_id, block.block_id, tuple(spans))


def _labelling(dataset: GoldDataset, gold: Gold, tell: Tell) -> Iterator[dict[str, Any]]:
    every, several = items(dataset, gold), gold.layer.several
    named: dict[str, Callable[..., list[list[str]]]] = {"majority": most_frequent}
    named |= {f"{fact}-only": by_fact(fact) for fact in (every[0].facts if every else ())}
    learned = partial(several_regressions, several) if several else regression
    named["tf-idf + logistic regression"] = learned
    for system, predict in named.items():
        tell(f"{gold.layer.name}: {system}")
        units = (
            _answered(item, answer, several)
            for train, test in _folds(gold, every)
            for item, answer in zip(test, predict(train, test), strict=True)
        )
        yield scored(system, BASELINE, gold, units)


def _answered(item: Item, answer: list[str], several: str | None) -> Unit:
    unit = item.unit
    match unit:
        case GivenSpan():
            return GivenSpan(unit.uid, answer[0])
        case SentenceLabel():
            return SentenceLabel(unit.doc_id, unit.sentence_id, unit.target, answer[0])
        case BlockLabel():
            labels: dict[str, str | list[str] | None] = {several: answer} if several else {}
            return BlockLabel(unit.doc_id, unit.block_id, answer[0], labels)


def _folds(gold: Gold, every: Sequence[_Of]) -> Iterator[tuple[list[_Of], list[_Of]]]:
    """Training and test units. Large corpora are cut into ten parts of whole groups."""
    groups = sorted({gold.groups[x.doc_id] for x in every})
    part = {group: i % _MOST_FOLDS for i, group in enumerate(groups)}
    for n in sorted(set(part.values())):
        train = [x for x in every if part[gold.groups[x.doc_id]] != n]
        test = [x for x in every if part[gold.groups[x.doc_id]] == n]
        if train:
            yield train, test


def _annotators(
    dataset: GoldDataset, name: str, values: LayerValues, tell: Tell
) -> Iterator[dict[str, Any]]:
    if values.detects:
        return
    gold = read_gold(dataset, name)
    every = list(readings(dataset, gold))
    voters = {reading.annotator for reading, _ in every if reading.is_vote}
    for reading, units in every:
        tell(f"{name}: {reading.annotator}")
        documents = {unit.doc_id for unit in units if isinstance(unit, BlockSpans | BlockLabel)}
        own = {k: unit for k, unit in gold.units.items() if unit.doc_id in documents}
        part = Gold(gold.layer, gold.form, own, gold.groups)
        kind = VOTED if reading.is_vote else LATER if reading.annotator in voters else NO_VOTE
        yield scored(pass_name(reading.annotator, reading.pass_number), kind, part, units)
