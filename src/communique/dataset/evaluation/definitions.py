"""What the codebook of a dataset says about each value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

LABEL: Final = "label"
_LAYER: Final = "layer"


@dataclass(frozen=True, slots=True)
class Codebook:
    """Definitions by layer, attribute (`label` for the labels of a layer) and value."""

    definitions: Mapping[tuple[str | None, str, str], str]

    def listed(self, layer: str, attribute: str, values: Iterable[str]) -> str:
        """One line for each value, with its definition where there is one."""
        return "\n".join(f"- {self.value(layer, attribute, value)}" for value in values)

    def value(self, layer: str, attribute: str, value: str) -> str:
        """A value and its definition: `VALUE: DEFINITION`, or the value alone."""
        definition = self.definitions.get((layer, attribute, value))
        return f"{value}: {definition}" if definition else value

    def labels(self, layer: str, config: str, values: Iterable[str]) -> str:
        """The labels of a config. Those of sentences have definitions of their own."""
        own = f"{config}.{LABEL}"
        is_own = any(key[:2] == (layer, own) for key in self.definitions)
        return self.listed(layer, own if is_own else LABEL, values)

    def about(self, layer: str) -> str:
        """What the layer is about."""
        return self.definitions.get((None, _LAYER, layer)) or layer


def codebook_of(rows: Iterable[Mapping[str, Any]]) -> Codebook:
    """The definitions of rows of the config `codebook`."""
    return Codebook(
        {
            (row["layer"], row["attribute"], row["value"]): row["definition"]
            for row in rows
            if row["definition"]
        }
    )
