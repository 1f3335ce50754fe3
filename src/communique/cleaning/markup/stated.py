"""What a page states about its article: title and description in its head, and the body as data."""

import json
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np

from communique.cleaning.learned.arrays import Columns, Floats
from communique.cleaning.markup.dump import Dump
from communique.util.json_values import as_list, as_object

_Pairs: TypeAlias = set[tuple[str, str]]
_BODIES: Final = ("articleBody", "text", "reviewBody")
_COLUMNS: Final = (
    *("in_title", "title_in", "in_description", "in_body", "has_body", "body_so_far"),
    *("after_title", "title_found"),
)
_MOST_VALUES: Final = 20_000
_MOST_WORDS: Final = 60
_MOST_CHARACTERS: Final = 600
_TITLE: Final = 0.5
_NO_TITLE: Final = -9.0


def stated_columns(dumps: Sequence[Dump]) -> Columns:
    """Return columns: how much of each line is in the stated title, description and body, and how
    far below the line of the title it is.
    """
    parts = [np.concatenate([rows, _after_title(rows)], axis=1) for rows in map(_shares, dumps)]
    values = np.ascontiguousarray(np.concatenate(parts).T)
    return dict(zip(_COLUMNS, values, strict=True))


def _shares(dump: Dump) -> Floats:
    title = set(dump.title.lower().split())
    description, body = _pairs(dump.description), _pairs(" ".join(article_bodies(dump.data)))
    so_far = 0.0
    rows = np.zeros((len(dump.text), 6), np.float32)
    for row, text in zip(rows, dump.text, strict=True):
        words = text[:_MOST_CHARACTERS].lower().split()[:_MOST_WORDS]
        same = sum(word in title for word in words)
        pairs = list(pairwise(words)) if description or body else []
        in_body = _share(pairs, body)
        so_far = max(so_far, in_body)
        row[:2] = same / max(1, len(words)), min(1.0, same / max(1, len(title)))
        row[2:] = _share(pairs, description), in_body, bool(body), so_far
    return rows


def _after_title(rows: Floats) -> Floats:
    """Return the log distance in lines from the line with most of the title, and its share."""
    out = np.zeros((len(rows), 2), np.float32)
    title = np.where(rows[:, 0] >= _TITLE, rows[:, 1], 0)
    best = int(title.argmax()) if len(rows) else 0
    if not len(rows) or title[best] < _TITLE:
        out[:, 0] = _NO_TITLE
        return out
    away = np.arange(len(rows)) - best
    out[:, 0] = np.sign(away) * np.log1p(np.abs(away))
    out[:, 1] = title[best]
    return out


def _pairs(text: str) -> _Pairs:
    words = text.lower().split()
    return set(pairwise(words))


def _share(pairs: Sequence[tuple[str, str]], known: _Pairs) -> float:
    return sum(pair in known for pair in pairs) / len(pairs) if known and pairs else 0.0


def article_bodies(data: Sequence[str]) -> list[str]:
    """Return the bodies of articles that JSON-LD states. Invalid JSON states none."""
    out: list[str] = []
    for content in data:
        try:
            queue = deque[Any]([json.loads(content, strict=False)])
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_VALUES):
            if not queue:
                break
            value = queue.popleft()
            members = as_object(value) or {}
            out += [members[k] for k in _BODIES if isinstance(members.get(k), str)]
            queue.extend(members.values())
            queue.extend(as_list(value) or ())
    return out
