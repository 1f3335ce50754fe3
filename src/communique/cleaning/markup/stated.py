"""What the head of a page states about its article: title, description, and the body as data."""

import json
from collections import deque
from collections.abc import Sequence
from typing import Final

import numpy as np

from communique.cleaning.learned.arrays import Columns, Floats
from communique.cleaning.markup.dump import Dump

_BODIES: Final = ("articleBody", "text", "reviewBody")
_MOST_VALUES: Final = 20_000
_MOST_WORDS: Final = 60


def stated_columns(dumps: Sequence[Dump]) -> Columns:
    """Return columns: how much of each line is in the stated title, description and body."""
    rows = [row for dump in dumps for row in _rows(dump)]
    values = np.array(rows, np.float32).reshape(-1, 6).T
    names = ("in_title", "title_in", "in_description", "in_body", "has_body", "body_so_far")
    return dict(zip(names, values, strict=True))


def _rows(dump: Dump) -> list[tuple[float, ...]]:
    title = set(dump.title.lower().split())
    description, body = _pairs(dump.description), _pairs(" ".join(article_bodies(dump.data)))
    has_body, so_far = float(bool(body)), 0.0
    out: list[tuple[float, ...]] = []
    for text in dump.text:
        words = text[:600].lower().split()[:_MOST_WORDS]
        same = sum(word in title for word in words)
        pairs = list(zip(words, words[1:], strict=False)) if description or body else []
        in_body = _share(pairs, body) if body else 0.0
        so_far = max(so_far, in_body)
        out.append(
            (
                same / len(words) if words else 0.0,
                min(1.0, same / max(1, len(title))),
                _share(pairs, description) if description else 0.0,
                in_body,
                has_body,
                so_far,
            )
        )
    return out


def _pairs(text: str) -> set[tuple[str, str]]:
    words = text.lower().split()
    return set(zip(words, words[1:], strict=False))


def _share(pairs: list[tuple[str, str]], known: set[tuple[str, str]]) -> float:
    return sum(pair in known for pair in pairs) / len(pairs) if pairs else 0.0


def article_bodies(data: Sequence[str]) -> list[str]:
    """Return the bodies of articles that JSON-LD states. Invalid JSON states none."""
    out: list[str] = []
    for content in data:
        try:
            queue = deque([json.loads(content, strict=False)])
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_VALUES):
            if not queue:
                break
            value = queue.popleft()
            if isinstance(value, dict):
                out += [v for k, v in value.items() if k in _BODIES and isinstance(v, str)]
                queue.extend(v for v in value.values() if isinstance(v, dict | list))
            elif isinstance(value, list):
                queue.extend(v for v in value if isinstance(v, dict | list))
    return out


def to_floats(values: Sequence[float]) -> Floats:
    """Return numbers as an array."""
    return np.array(values, np.float32)
