"""The difference of two versions: the verdict first, then counts, then every change."""

import json
from collections.abc import Iterable, Set
from itertools import groupby
from typing import TYPE_CHECKING, Any

from communique.commands._screen import print_table, screen, table, title
from communique.commands._shared import print_json

if TYPE_CHECKING:
    from rich.console import Console

    from communique.versions import Change
    from communique.versions.bump import Bump
    from communique.versions.stored_changes import StoredChanges

_COLOURS = {"major": "bold red", "minor": "bold yellow", "patch": "bold green"}
_SEES_ALL = "With --full, every change is listed."


def show_difference(
    version: str, changes: "StoredChanges", known: Set[str], *, lists: bool
) -> None:
    """Print the least version and counts by config and kind; if `lists`, every change as well.

    `version` is that of the old dataset, `known` are its documents.
    """
    from communique.versions import least_bump

    console = screen()
    _verdict(console, version, least_bump(changes, known))
    if len(changes):
        console.print()
        _counts(console, changes, known)
        console.print()
    if lists:
        _rows(console, changes)
    elif len(changes):
        console.print(_SEES_ALL)


def print_changes(changes: "StoredChanges", known: Set[str]) -> None:
    """Print the changes as JSON, one after another, in the form of `print_json`."""
    from communique.versions import least_bump

    bump = least_bump(changes, known)
    if not len(changes):
        print_json({"least_bump": bump, "changes": []})
        return
    print(f'{{\n "least_bump": "{bump}",\n "changes": [', end="")
    for number, change in enumerate(changes):
        listed = json.dumps(change.to_json(), ensure_ascii=False, indent=1)
        print(",\n  " if number else "\n  ", listed.replace("\n", "\n  "), sep="", end="")
    print("\n ]\n}")


def _verdict(console: "Console", version: str, bump: "Bump") -> None:
    from communique.versions.bump import least_version

    if bump == "none":
        console.print("Nothing changed.")
        return
    console.print(f"{bump}: {version} -> {least_version(version, bump)}", style=_COLOURS[bump])
    if version.startswith("0."):
        console.print("Before 1.0.0, any higher version is enough.")


def _counts(console: "Console", changes: "Iterable[Change]", known: Set[str]) -> None:
    from communique.versions.summary import by_config

    rows = [(group.config, group.bump, group.shown) for group in by_config(changes, known)]
    print_table(console, table(("config", "step", "changes"), rows))


def _rows(console: "Console", changes: "StoredChanges") -> None:
    if not console.is_terminal:
        _lines(changes)
        return
    from communique.versions.summary import place

    for _, listed in groupby(changes.with_words(), lambda pair: (pair[0].config, pair[0].doc_id)):
        groups: dict[str, list[tuple[Change, str]]] = {}  # of no config: the registry, and files
        for change, words in listed:
            name = f"{place(change)} {change.doc_id or ''}".strip()
            groups.setdefault(name, []).append((change, words))
        for name, group in groups.items():
            title(console, name)
            rows = ((c.kind, c.uid or "", _what(c, words)) for c, words in group)
            print_table(console, table(("change", "id", "before -> after"), rows))


def _lines(changes: "StoredChanges") -> None:
    """One line a change, for a pipe."""
    from communique.versions.summary import format_changes

    for change, words in changes.with_words():
        (parts,) = format_changes((change,))
        print("  ".join(part for part in (*parts, words) if part))


def _what(change: "Change", words: str) -> str:
    from communique.versions.summary import value

    before, after = (_label_and_place(v) or value(v) for v in (change.before, change.after))
    values = f"{before} -> {after}" if before and after else before or after
    return "\n".join(part for part in (words, values) if part)


def _label_and_place(of: Any) -> str:
    """Return what is said of an added or removed row; empty for other values."""
    if not isinstance(of, dict) or set(of) != {"label", "place"}:  # pyright: ignore[reportUnknownArgumentType]
        return ""
    label, place = str(of["label"]), of["place"]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return f"{label} {place}" if place else label
