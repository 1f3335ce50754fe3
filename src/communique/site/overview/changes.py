"""What changed since the last release."""

from collections.abc import Sequence
from dataclasses import dataclass

from communique.site.overview.section import Plot, Section
from communique.site.plots import BarRow, Bars, Table
from communique.versions.summary import ConfigChanges


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of each config since version `old`; `reason` if they cannot be listed."""

    old: str | None
    configs: Sequence[ConfigChanges] = ()
    reason: str = ""


def changes_section(changes: Changes) -> Section:
    """Counts by config and kind, without a word of a text."""
    title = "Changes since the last release"
    if changes.old is None:
        return Section("changes", title, ["There is no release yet."])
    if changes.reason:
        note = f"Version {changes.old} cannot be compared: {changes.reason}."
        return Section("changes", title, [note])
    if not changes.configs:
        return Section("changes", title, [f"Nothing changed since version {changes.old}."])
    kinds = list(dict.fromkeys(kind for c in changes.configs for kind, _ in c.kinds))
    rows = [BarRow(c.config, [sum(n for _, n in c.kinds)]) for c in changes.configs]
    counts = [
        [c.config, *(dict(c.kinds).get(kind, 0) for kind in kinds), c.bump] for c in changes.configs
    ]
    plots = [
        Plot(Bars("Changes of each table", "table", "changes", ["changes"], rows)),
        Plot(Table("Changes by kind", ["table", *kinds, "smallest version step"], counts)),
    ]
    return Section("changes", title, [f"Compared with version {changes.old}."], plots)
