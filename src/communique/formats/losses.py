"""What a format could not hold, counted by cause."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CAUSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nested": "spans inside another span",
        "crossing": "spans that cross another span, or the end of a sentence or a block",
        "attribute": "values of attributes",
        "several_values": "attributes with several values, of which the file has only the first",
        "token_border": "spans that begin or end inside a token, and were extended to whole tokens",
        "control_character": "documents or spans with characters that the format does not allow",
        "block_unit": "labels of blocks",
        "document_value": "values of documents",
        "relation": "relations between spans",
    }
)  # the causes, and what is counted


class Losses:
    """How often something was lost, by cause. The causes are the keys of `CAUSES`."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, cause: str, n: int = 1) -> None:
        """Count `n` losses. Raises ValueError for a cause that is not in the list."""
        if cause not in CAUSES:
            raise ValueError(f"{cause!r} is not a cause; expected one of {', '.join(CAUSES)}")
        self._counts[cause] += n

    def to_json(self) -> dict[str, int]:
        """The causes that occurred with their counts, in the order of `CAUSES`."""
        return {cause: self._counts[cause] for cause in CAUSES if self._counts[cause]}

    def __bool__(self) -> bool:
        return bool(self.to_json())
