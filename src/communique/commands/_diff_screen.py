"""The difference of two versions: the verdict first, then counts, then every change."""

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

from communique.commands._screen import print_table, screen, table, title

if TYPE_CHECKING:
    from rich.console import Console

    from communique.versions import Change
    from communique.versions.bump import Bump
    from communique.versions.quoted_words import QuotedWords

_COLOURS = {"major": "bold red", "minor": "bold yellow", "patch": "bold green"}
_SEES_ALL = "With --full, every change is listed."


def show_difference(
    version: str, changes: "Sequence[Change]", known: Set[str], words: "QuotedWords | None"
) -> None:
    """Print the least version and counts by config and kind; with `words` every change as well.

    `version` is that of the old dataset, `known` are its documents.
    """
    from communique.versions import least_bump

    console = screen()
    _verdict(console, version, least_bump(changes, known))
    if changes:
        console.print()
        _counts(console, changes, known)
        console.print()
    if words is not None:
        _rows(console, changes, words)
    elif changes:
        console.print(_SEES_ALL)


def _verdict(console: "Console", version: str, bump: "Bump") -> None:
    from communique.versions.bump import least_version

    if bump == "none":
        console.print("Nothing changed.")
        return
    console.print(f"{bump}: {version} -> {least_version(version, bump)}", style=_COLOURS[bump])
    if version.startswith("0."):
        console.print("Before 1.0.0, any higher version is enough.")


def _counts(console: "Console", changes: "Sequence[Change]", known: Set[str]) -> None:
    from communique.versions.summary import by_config

    rows = [(group.config, group.bump, group.shown) for group in by_config(changes, known)]
    print_table(console, table(("config", "step", "changes"), rows))


def _rows(console: "Console", changes: "Sequence[Change]", words: "QuotedWords") -> None:
    if not console.is_terminal:
        _lines(changes, words)
        return
    from communique.versions.summary import place

    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(f"{place(change)} {change.doc_id or ''}".strip(), []).append(change)
    for name, group in groups.items():
        title(console, name)
        rows = ((c.kind, c.uid or "", _what(c, words)) for c in group)
        print_table(console, table(("change", "id", "before -> after"), rows))


def _lines(changes: "Sequence[Change]", words: "QuotedWords") -> None:
    """One line a change, for a pipe."""
    from communique.versions.summary import format_changes

    for change, parts in zip(changes, format_changes(changes), strict=True):
        print("  ".join(part for part in (*parts, words.of(change)) if part))


def _what(change: "Change", words: "QuotedWords") -> str:
    from communique.versions.summary import value

    before, after = (_label_and_place(v) or value(v) for v in (change.before, change.after))
    values = f"{before} -> {after}" if before and after else before or after
    return "\n".join(part for part in (words.of(change), values) if part)


def _label_and_place(of: Any) -> str:
    """Return what is said of an added or removed row; empty for other values."""
    if not isinstance(of, dict) or set(of) != {"label", "place"}:  # pyright: ignore[reportUnknownArgumentType]
        return ""
    label, place = str(of["label"]), of["place"]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return f"{label} {place}" if place else label
