"""The datasheet's figures of the audits are those of `evaluation/audits.json`."""

import json
import re
from typing import Any

from paths import ROOT

AUDITS: list[dict[str, Any]] = json.loads((ROOT / "evaluation/audits.json").read_text())["audits"]
DATASHEET = (ROOT / "DATASHEET.md").read_text()


def count(audit: dict[str, Any], verdict: str) -> int:
    return sum(stance["verdict"] == verdict for stance in audit["stances"])


def arguable(*numbers: int) -> int:
    """The stances that at least one of the audits calls arguable, present or missing."""
    chosen = [audit for audit in AUDITS if audit["audit"] in numbers]
    uids = {s["uid"] for a in chosen for s in a["stances"] if s["verdict"] == "arguable"}
    return len(uids)


def row(audit: dict[str, Any]) -> list[str]:
    read = audit["read"]
    return [
        str(audit["audit"]),
        f"{count(audit, 'certain')} of {read['stances']}",
        str(count(audit, "arguable")),
        str(audit["missing_stances"]["arguable"]),
        str(audit["paragraphs"]["arguable"]),
        f"{audit['mentions']['certain']} of {read['mentions']}",
    ]


def test_the_table_of_the_audits_is_counted_from_the_findings():
    table = DATASHEET.split("| audit | stances certain |")[1].split("\n\n")[0].splitlines()[2:]
    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in table] == [
        row(audit) for audit in AUDITS
    ]


def test_the_unions_of_the_audits_are_counted_from_the_findings():
    sentence = re.search(
        r"audits 1 and 2 called (\d+) stances arguable, and audits 3 and 4 called (\d+)", DATASHEET
    )
    assert sentence is not None
    assert tuple(map(int, sentence.groups())) == (arguable(1, 2), arguable(3, 4))


def test_no_audit_found_an_error_that_the_table_has_no_column_for():
    for audit in AUDITS:
        kinds = ("missing_stances", "paragraphs", "document_frames")
        assert [audit[kind]["certain"] for kind in kinds] == [0, 0, 0]
