"""Write version, date and changes into the text of files."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from communique.versions.change import Change
from communique.versions.stored_changes import StoredChanges
from communique.versions.summary import counted

UNRELEASED: Final = "## Unreleased"
_FEW: Final = 20  # the most changes that are listed one by one


def set_key(text: str, key: str, value: str) -> str:
    """Set a top-level scalar of a YAML text, and change nothing else; add it if it is missing."""
    line = f"{key}: {value}"
    changed, n = re.subn(rf"^{re.escape(key)}:.*$", line, text, count=1, flags=re.MULTILINE)
    return changed if n else f"{text.rstrip()}\n{line}\n"


def add_section(changelog: str, version: str, released: str, changes: Sequence[str]) -> str:
    """Return the changelog with a section for the version at the top.

    The text under Unreleased moves into it. An existing section for this version stays unchanged.
    """
    if re.search(rf"^## {re.escape(version)}\b", changelog, flags=re.MULTILINE):
        return changelog
    head, marked, rest = changelog.partition(UNRELEASED)
    unreleased, _, older = rest.partition("\n## ") if marked else ("", "", "")
    if not marked:
        head, parted, older = changelog.partition("\n## ")
        head += "\n" if parted else ""
    title = head.strip() or "# Changelog of the data"
    parts = [title, f"## {version} ({released})", unreleased.strip(), "\n".join(changes)]
    parts += [f"## {older.strip()}"] if older.strip() else []
    return "\n\n".join(part for part in parts if part) + "\n"


def sentences(changes: StoredChanges, old: str | None) -> list[str]:
    """Return lines for the changelog: counts, and if there are few changes, each one by its id."""
    if old is None:
        return ["- The first release."]
    if not len(changes):
        return [f"- Nothing in the data changed since {old}."]
    lines = [f"- Since {old}:"]
    for config, kind, n in counted(changes):
        lines.append(f"  - {config or 'outside the tables'}: {n} {kind}")
    important = (c for c in changes if c.kind != "metadata" or c.config is None)
    listed = list(islice(important, _FEW + 1))
    if len(listed) <= _FEW:
        lines += [f"  - {_line(c)}" for c in listed]
    return lines


def _line(change: Change) -> str:
    where = " ".join(part for part in (change.config, change.doc_id, change.uid) if part)
    simple = isinstance(change.before, str) and isinstance(change.after, str)
    short = simple and len(change.before) < 40 and len(change.after) < 40
    how = f" ({change.before} to {change.after})" if short else ""
    return f"{change.kind}: {where}{how}"
