"""Changes as lines for people, and as counts."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from communique.versions.change import Change

_LONGEST: Final = 60  # characters of a value shown


def format_changes(changes: Iterable[Change]) -> list[tuple[str, ...]]:
    """Config, document, kind, id, before and after of each change."""
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
    """How many changes there are of each config and kind; config empty for what is beside."""
    counts = Counter((c.config or "", c.kind) for c in changes)
    return [(config, kind, n) for (config, kind), n in sorted(counts.items())]


def _value(value: Any) -> str:
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
