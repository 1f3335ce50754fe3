"""What `communique clean INPUT…` prints at its end."""

from typing import TYPE_CHECKING

from communique.commands._shared import print_json
from communique.util.plural import counted

if TYPE_CHECKING:
    from communique.engines import Report, RunFolder
    from communique.engines.whole_run import Groups


def print_report(
    report: "Report", groups: "Groups | None", folder: "RunFolder", *, as_json: bool
) -> None:
    """Print the counts of a run, and of its groups if they were made."""
    if as_json:
        print_json(report.to_json())
        return
    tally = report.tally
    print(f"{folder.path}: {counted(tally.kept, 'document')} kept, of {tally.read}")
    for reason, count in sorted(tally.quarantined.items()):
        print(f"  quarantined: {count} {reason}")
    for why, count in sorted(tally.skipped.items()):
        print(f"  no document: {counted(count, 'record')} ({why})")
    if tally.repeated_lines is not None:
        print(
            f"  removed: {counted(tally.repeated_lines, 'line')} that many pages of a website have"
        )
    if groups is not None:
        shared = f"{counted(groups.shared, 'group')} of near-duplicates"
        print(f"  {shared}, {groups.documents} documents; the largest has {groups.largest}")
