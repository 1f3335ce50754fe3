"""The gold as a file of predictions: an example of the format, and the highest score."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from communique.records.predictions.model import FORMAT
from communique.records.predictions.values import ALL_SPLITS
from communique.scoring.dataset import GoldDataset
from communique.scoring.gold_units import read_gold


def sample(
    dataset: GoldDataset, layer: str, split: str = ALL_SPLITS, *, given: bool = False
) -> Iterator[str]:
    """The lines, header first; with `given`, spans by uid. Raises GoldError, OSError."""
    gold = read_gold(dataset, layer, split, given=given)
    header = {"communique": FORMAT, "layer": layer, "data_version": dataset.version}
    yield _line({**header, "split": split, "system": "gold"})
    for _, unit in gold.units.values():
        line: dict[str, Any] = msgspec.to_builtins(unit)
        line.pop("soft", None)
        for span in line.get("spans", ()):
            del span["soft"]
            span |= {key: span.pop(key) for key in ("text", "label", "attributes")}
        yield _line(line)


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
