"""The rule that every name that can be a metonym is one. The registry says which names can."""

from pathlib import Path
from typing import Any

import pytest

import panel
from communique.schema import Layer
from communique.scoring.baselines.metonyms import metonym_system, metonym_value
from communique.scoring.dataset import GoldDataset

USE = """- {name: use, type: choice, values: [place, metonymical], required: never}
      - {name: entity_id,"""


def layer(*attributes: dict[str, Any], unit: str = "span") -> Layer:
    return Layer.model_validate(
        {"name": "names", "unit": unit, "labels": ["a"], "attributes": list(attributes)}
    )


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GoldDataset:
    """A corpus whose names have a use: `Rome` is a metonym now and then, `Ann Lee` is once."""
    given = panel._name

    def with_use(region: dict[str, Any], chance: Any) -> dict[str, Any]:
        made = given(region, chance)
        uses = {"Rome": "metonymical" if region["line"] < 3 else "place", "Ann Lee": "metonymical"}
        if region["text"] in uses and region.get("occurrence") == 1:
            made["attributes"]["use"] = uses[region["text"]]
        return made

    schema = panel.SCHEMA.replace("- {name: entity_id,", USE, 1)
    monkeypatch.setattr(panel, "SCHEMA", schema)
    monkeypatch.setattr(panel, "_name", with_use)
    return GoldDataset(panel.built(panel.corpus(tmp_path / "corpus", seed=3), tmp_path / "full"))


def test_a_value_that_is_named_after_the_flag_is_the_value_of_the_rule():
    reading = {"name": "reading", "type": "choice", "values": ["literal", "metonymic", "mixed"]}
    other = {"name": "kind", "type": "choice", "values": ["city", "state"]}
    assert metonym_value(layer(other, reading)) == ("reading", "metonymic")
    assert metonym_value(layer(other)) is None
    assert metonym_value(layer(reading, unit="block")) is None


def test_flagged_names_alone_get_the_value_and_spans_with_a_value_are_scored(dataset: GoldDataset):
    names = dataset.layer("names").layer
    rule = metonym_value(names)
    assert rule == ("use", "metonymical")
    row = metonym_system(dataset, names, *rule, "baseline")
    spans = [s for r in panel.rows(dataset.folder, "names") for s in r["names"] if s["use"]]
    pairs = [(s["text"] == "Rome", s["use"] == "metonymical") for s in spans]
    right = sum(rome and metonym for rome, metonym in pairs)
    rome, metonym = sum(p[0] for p in pairs), sum(p[1] for p in pairs)
    assert 0 < right < rome < len(spans)
    assert row["n_units"] == len(spans)
    assert row["form"] == "given"
    assert row["f1"] == {
        "use: micro": round(2 * right / (rome + len(spans)), 4),
        "use: macro": round((2 * right / (rome + metonym)) / 2, 4),
        "use: metonymical": round(2 * right / (rome + metonym), 4),
    }
