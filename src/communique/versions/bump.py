"""Find the lowest version that a set of changes allows (Semantic Versioning 2.0.0, for data)."""

from collections.abc import Iterable, Set
from typing import Any, Final, Literal

from communique.dataset.names import ANNOTATIONS, DECISIONS
from communique.versions.change import Change

Bump = Literal["none", "patch", "minor", "major"]
LEVELS: Final[tuple[Bump, ...]] = ("none", "patch", "minor", "major")
_BREAKING: Final = frozenset({"removed", "moved", "relabelled", "attribute", "split", "text"})


def least_bump(changes: Iterable[Change], known: Set[str]) -> Bump:
    """Return `major` if existing rows change, `minor` if rows are added, and `patch` if only
    metadata changes. `known` are the ids of the documents of the old version.
    """
    needed: Bump = "none"
    for change in changes:
        needed = highest(needed, _level(change, known))
    return needed


def highest(*bumps: Bump) -> Bump:
    """Return the highest of some steps."""
    return max(bumps, key=LEVELS.index)


def _level(change: Change, known: Set[str]) -> Bump:
    if change.kind in _BREAKING:
        return "major"
    if change.kind == "added":
        voted = change.config in (ANNOTATIONS, DECISIONS)
        new_decision = not voted and change.doc_id in known
        return "major" if new_decision else "minor"
    if change.kind == "schema":
        return _schema_level(change)
    return "patch"


def _schema_level(change: Change) -> Bump:
    before: Any = change.before
    after: Any = change.after
    if change.config is None:  # the registry: removed entities, added entities
        return "major" if before else "minor"
    if before is None:
        return "minor"
    appended = isinstance(before, list) and isinstance(after, list)
    return "minor" if appended and after[: len(before)] == before else "major"  # pyright: ignore[reportUnknownArgumentType]


def bumped(version: str, bump: Bump) -> str:
    """Return the next version; with `none`, the same version."""
    major, minor, patch = map(int, version.split("."))
    return {
        "none": version,
        "patch": f"{major}.{minor}.{patch + 1}",
        "minor": f"{major}.{minor + 1}.0",
        "major": f"{major + 1}.0.0",
    }[bump]


def least_version(old: str, bump: Bump) -> str:
    """Return the lowest version that may follow `old`. `diff` names it and `release` requires it.

    A version always rises. Before 1.0.0, no change needs more than the smallest step.
    """
    is_first_major = old.startswith("0.")
    return bumped(old, "patch" if is_first_major or bump == "none" else bump)


def enough(old: str, new: str, bump: Bump) -> bool:
    """Whether `new` is as high as the changes need."""
    least, given = (tuple(map(int, v.split("."))) for v in (least_version(old, bump), new))
    return given >= least
