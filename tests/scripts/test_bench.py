"""What `scripts/bench` can measure."""

import re
import subprocess

from paths import ROOT


def listed() -> list[str]:
    done = subprocess.run(
        ["scripts/bench", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return re.findall(r"^  scripts/bench (\w+)", done.stdout, re.M)


def test_help_lists_programs_that_exist():
    assert len(listed()) > 10
    assert [name for name in listed() if not (ROOT / f"tests/bench/{name}.py").is_file()] == []


def test_contributing_lists_all_that_can_be_measured():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    section = text.split("## Speed and quality")[1].split("\n## ")[0]
    names = re.findall(r"^\| `(\w+)[ `]", section, re.M)
    assert sorted(names) == sorted(listed())
