"""The values of one attribute: which exist, how many may be given, in which order they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from communique.label_studio.controls import Control
from communique.label_studio.reading.problem_kinds.layers import UNKNOWN_VALUE, WRONG_CARDINALITY
from communique.problems import Fault
from communique.schema import Attribute, Layer, Schema
from communique.util.plural import counted

_UNCHANGED: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class ValueRules:
    """What the schema allows as values of a layer's attributes."""

    schema: Schema
    layer: Layer

    @cached_property
    def _ranks(self) -> dict[int, dict[str, int]]:
        return {}

    def _rank(self, attribute: Attribute) -> dict[str, int]:
        """Each value that the attribute may have, with its place in the order."""
        known = self._ranks.get(id(attribute))  # attributes live as long as the schema
        if known is None:
            entries = self.schema.entries(self.layer, attribute)
            known = self._ranks[id(attribute)] = {entry.id: i for i, entry in enumerate(entries)}
        return known

    def faults(self, control: Control, given: list[str]) -> list[Fault]:
        """What is wrong with the values given in a control."""
        attribute = control.attribute
        if attribute is None or attribute.type == "text":
            return []
        known = self._rank(attribute)
        faults: list[Fault] = [
            (UNKNOWN_VALUE, f"{control.name}: {value!r} is not in the schema")
            for value in given
            if value not in known
        ]
        return faults + _cardinality(control.name, attribute, given)

    def ordered(
        self, attribute: Attribute, given: list[str], now: Mapping[str, str] = _UNCHANGED
    ) -> list[str]:
        """The values in the order of the schema, each once; lines of a free text as one. `now` is
        what values under a former name are called today.
        """
        if attribute.type == "text":
            return ["\n".join(given)] if given else []
        rank = self._rank(attribute)
        return sorted(dict.fromkeys(given), key=lambda v: (rank.get(now.get(v, v), len(rank)), v))


def _cardinality(name: str, attribute: Attribute, given: list[str]) -> list[Fault]:
    most = attribute.max if attribute.many else 1
    if len(given) < attribute.min or (most is not None and len(given) > most):
        wanted = f"{attribute.min or 1} to {most}" if most else f"{attribute.min} or more"
        return [(WRONG_CARDINALITY, f"{name}: {counted(len(given), 'value')}, expected {wanted}")]
    if len(given) > 1 and set(given) & set(attribute.exclusive):
        alone = ", ".join(attribute.exclusive)
        return [(WRONG_CARDINALITY, f"{name}: {alone} cannot be combined with other values")]
    return []
