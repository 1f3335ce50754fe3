"""Decisions as the file holds them, written again and again while an adjudicator answers."""

import json
from pathlib import Path

from communique.records.decision import AdjudicatedDecision, AdjudicatedLayer
from communique.util.atomic_write import write_atomic


class DecisionFile:
    """The file of one layer. Decisions that are the same objects as before are not encoded again:
    among many that takes longer than everything else. The content is that of `json_text`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._encoded: dict[str, tuple[AdjudicatedDecision, str]] = {}

    def write(self, layer: AdjudicatedLayer) -> None:
        """Replace the file in one step. Raises OSError."""
        write_atomic(self.path, self.text(layer))

    def text(self, layer: AdjudicatedLayer) -> str:
        """The content of the file."""
        rest = layer.model_copy(update={"decisions": []}).model_dump()
        values = {
            key: _indented(json.dumps(v, ensure_ascii=False, indent=1), 1)
            for key, v in rest.items()
        }
        if layer.decisions:
            encoded = ",\n".join(map(self._one, layer.decisions))
            values["decisions"] = f"[\n{encoded}\n ]"
        return "{\n" + ",\n".join(f" {json.dumps(k)}: {v}" for k, v in values.items()) + "\n}\n"

    def _one(self, decision: AdjudicatedDecision) -> str:
        known = self._encoded.get(decision.uid)
        if known is None or known[0] is not decision:
            text = json.dumps(decision.model_dump(), ensure_ascii=False, indent=1)
            known = self._encoded[decision.uid] = decision, "  " + _indented(text, 2)
        return known[1]


def _indented(text: str, by: int) -> str:
    """JSON deeper inside; its strings hold no line breaks."""
    return text.replace("\n", "\n" + " " * by)
