"""The rule that a capital stands for its government: every name that can be a metonym is one.

The registry says which names these are: aliases with `metonym: true`. The rule gives each of them
the value of the layer that is named after this flag, for example `metonymic`. It learns nothing, so
it needs no training documents.
"""

from collections.abc import Iterator
from typing import Any, Final

from communique.dataset.names import REGISTRY
from communique.records.predictions import GivenSpan
from communique.records.predictions.values import ALL_SPLITS
from communique.schema import Layer
from communique.scoring.baselines.system import compared, system_row
from communique.scoring.counts import Counts, figure, macro
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold import Gold
from communique.scoring.gold_units import read_gold, span_rows
from communique.scoring.labels import as_set
from communique.scoring.scorer import ATTRIBUTE, Scorer

SYSTEM: Final = "capitals-are-metonyms"
FLAG: Final = "metonym"


def metonym_value(layer: Layer) -> tuple[str, str] | None:
    """The attribute and the value that are about metonyms; None in a layer without them."""
    for attribute in layer.columns:
        for value in attribute.values:
            if layer.unit == "span" and value.id.startswith(FLAG):
                return attribute.name, value.id
    return None


def metonym_system(
    dataset: GoldDataset, layer: Layer, attribute: str, value: str, kind: str
) -> dict[str, Any]:
    """The row of the rule: F1 of the attribute, over the spans that have a value of it."""
    gold = _with_value(read_gold(dataset, layer.name, given=True), attribute)
    scorer = compared(gold, capitals_are_metonyms(dataset, layer, attribute, value))
    return system_row(SYSTEM, kind, gold, _figures_of(scorer, attribute, value))


def capitals_are_metonyms(
    dataset: GoldDataset, layer: Layer, attribute: str, value: str
) -> Iterator[GivenSpan]:
    """Each given span with its label, and the value if its words are a flagged name."""
    names = set(_flagged(dataset))
    for _, span in span_rows(dataset, layer, ALL_SPLITS):
        attributes = {attribute: value} if span["text"] in names else {}
        yield GivenSpan(span[layer.uid_column], span[layer.column], attributes)


def _figures_of(scorer: Scorer, attribute: str, value: str) -> dict[str, float]:
    """Of all values together, their mean, and of one value."""
    tally, name = scorer.tally, f"{ATTRIBUTE}{attribute}"
    by_value = tally.by_label(name)
    known = [x for x, counts in sorted(by_value.items()) if counts.support]
    f1 = {
        "micro": figure(tally.whole(name))["f1"],
        "macro": macro(by_value, known)["f1"],
        value: figure(by_value.get(value, Counts()))["f1"],
    }
    return {f"{attribute}: {figure_}": number or 0.0 for figure_, number in f1.items()}


def _with_value(gold: Gold, attribute: str) -> Gold:
    units = {
        key: unit
        for key, unit in gold.units.items()
        if isinstance(unit.unit, GivenSpan) and as_set(unit.unit.attributes.get(attribute))
    }
    return Gold(gold.layer, gold.form, units, gold.groups)


def _flagged(dataset: GoldDataset) -> Iterator[str]:
    for _, row in dataset.rows(REGISTRY, ("aliases",)):
        yield from (alias["text"] for alias in row["aliases"] if alias[FLAG])
