"""Format changes as rows for people, and count them."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.versions.change import Change

_LONGEST: Final = 60  # characters of a value shown


def format_changes(changes: Iterable[Change]) -> list[tuple[str, ...]]:
    """Return config, document, kind, id, before and after of each change, as strings."""
    return [
        (
            c.config or "",
            c.doc_id or "",
            c.kind,
            c.uid or "",
            _value(c.before),
            _value(c.after),
        )
        for c in changes
    ]


def counted(changes: Sequence[Change]) -> list[tuple[str, str, int]]:
    """Count the changes of each config and kind; config is empty if a change is in no config."""
    counts = Counter((c.config or "", c.kind) for c in changes)
    return [(config, kind, n) for (config, kind), n in sorted(counts.items())]


def _value(value: Any) -> str:
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
