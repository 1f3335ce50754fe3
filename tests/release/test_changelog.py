"""The changelog takes what was noted and keeps what was written."""

from communique.release.changelog import add_section, set_key


def test_the_changelog_takes_what_was_noted_and_keeps_what_was_written():
    old = "# Changelog\n\n## Unreleased\n\n- A note.\n\n## 1.0.0 (2026-01-01)\n\n- First.\n"
    new = add_section(old, "1.1.0", "2026-02-02", ["- Since 1.0.0:", "  - 2 added"])
    assert new == (
        "# Changelog\n\n## 1.1.0 (2026-02-02)\n\n- A note.\n\n- Since 1.0.0:\n  - 2 added\n\n"
        "## 1.0.0 (2026-01-01)\n\n- First.\n"
    )
    assert add_section(new, "1.1.0", "2026-03-03", ["- other"]) == new
    assert add_section("", "1.0.0", "2026-01-01", ["- x"]).startswith("# Changelog of the data\n")
    assert set_key("a: 1\nversion: 0.1.0 # now\n", "version", "1.0.0") == "a: 1\nversion: 1.0.0\n"
    assert set_key("a: 1\n", "version", "1.0.0") == "a: 1\nversion: 1.0.0\n"
