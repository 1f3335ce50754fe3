"""What happens to a test whose tool is missing."""

import os

import pytest

REQUIRED = os.environ.get("COMMUNIQUE_REQUIRE", "").replace(",", " ").split()


def absent(mark: str, message: str) -> None:
    """Skip for want of a tool, or fail where COMMUNIQUE_REQUIRE names the mark."""
    if mark in REQUIRED:
        pytest.fail(message)
    pytest.skip(message)
