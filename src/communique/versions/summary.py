"""Format changes as rows for people, and count them."""

import json
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import Any

from communique.versions.bump import LEVELS, Bump, highest, least_bump
from communique.versions.change import Change

REGISTRY, FILES = "registry (list)", "files"  # where a change is that is in no config


@dataclass(frozen=True, slots=True)
class ConfigChanges:
    """The changes of one config: how many of each kind, and the version step that they need."""

    config: str
    kinds: tuple[tuple[str, int], ...]
    bump: Bump

    @property
    def shown(self) -> str:
        """The counts, for example `2 added, 1 moved`."""
        return ", ".join(f"{n} {kind}" for kind, n in self.kinds)


def by_config(changes: Iterable[Change], known: Set[str]) -> list[ConfigChanges]:
    """Return the changes of each config, those that need the highest step first.

    `known` are the ids of the documents of the old version.
    """
    kinds: dict[str, Counter[str]] = {}
    bumps: dict[str, Bump] = {}
    for change in changes:
        config = place(change)
        kinds.setdefault(config, Counter())[change.kind] += 1
        bumps[config] = highest(bumps.get(config, "none"), least_bump((change,), known))
    found = [
        ConfigChanges(config, tuple(sorted(counts.items())), bumps[config])
        for config, counts in kinds.items()
    ]
    return sorted(found, key=lambda group: (-LEVELS.index(group.bump), group.config))


def place(change: Change) -> str:
    """Return the config of a change; for one that is in no config, `files` or the registry."""
    return change.config or (REGISTRY if change.kind == "schema" else FILES)


def format_changes(changes: Iterable[Change]) -> list[tuple[str, ...]]:
    """Return config, document, kind, id, before and after of each change, as whole strings."""
    return [
        (
            c.config or "",
            c.doc_id or "",
            c.kind,
            c.uid or "",
            value(c.before),
            value(c.after),
        )
        for c in changes
    ]


def counted(changes: Iterable[Change]) -> list[tuple[str, str, int]]:
    """Count the changes of each config and kind; config is empty if a change is in no config."""
    counts = Counter((c.config or "", c.kind) for c in changes)
    return [(config, kind, n) for (config, kind), n in sorted(counts.items())]


def value(of: Any) -> str:
    """Return a value as a person reads it: strings as they are, other values as JSON."""
    if of is None:
        return ""
    return of if isinstance(of, str) else json.dumps(of, ensure_ascii=False)
