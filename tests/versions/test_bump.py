"""Which version the changes make, and whether a version says enough."""

from typing import Any

import pytest

from communique.versions.bump import bumped, enough, least_bump, least_version
from communique.versions.change import Change


@pytest.mark.parametrize(
    ("old", "new", "bump", "fine"),
    [
        ("1.0.0", "1.0.1", "patch", True),
        ("1.0.0", "1.0.1", "minor", False),
        ("1.2.3", "2.0.0", "major", True),
        ("1.2.3", "1.3.0", "major", False),
        ("1.2.3", "1.2.3", "none", False),
        ("1.2.3", "1.2.4", "none", True),
        ("0.1.0", "0.1.1", "major", True),
        ("0.9.0", "1.0.0", "major", True),
        ("1.0.0", "0.9.9", "patch", False),
    ],
)
def test_a_version_must_say_enough(old: str, new: str, bump: Any, fine: bool):
    assert enough(old, new, bump) is fine


def test_the_worst_change_decides():
    added = Change("names", "added", "two", "e1", None, {})
    assert least_bump([added], {"one"}) == "minor"
    assert least_bump([added], {"one", "two"}) == "major"
    assert least_bump([], set()) == "none"
    assert bumped("1.2.3", "minor") == "1.3.0"


@pytest.mark.parametrize(
    ("old", "bump", "least"),
    [
        ("0.1.0", "major", "0.1.1"),
        ("0.9.3", "minor", "0.9.4"),
        ("0.1.0", "none", "0.1.1"),
        ("1.0.0", "major", "2.0.0"),
        ("1.0.0", "minor", "1.1.0"),
        ("1.0.0", "none", "1.0.1"),
    ],
)
def test_the_least_version_is_enough_and_no_lower_one_is(old: str, bump: Any, least: str):
    assert least_version(old, bump) == least
    assert enough(old, least, bump)
    major, minor, patch = map(int, least.split("."))
    lower = [f"{major}.{minor}.{patch - 1}", f"{major}.{minor - 1}.9", f"{major - 1}.9.9"]
    assert not any(enough(old, v, bump) for v in lower if "-" not in v)
