"""The phrases that the table of purposes learns from, and where content ends."""

from itertools import pairwise
from pathlib import Path

import pytest
from training.phrases import BLANK, CONTENT, FOLDER, read_phrases

from communique.cleaning.learned.purposes import PURPOSES
from communique.cleaning.scoring import ENDED, end_of_content


def test_each_purpose_has_phrases_and_no_phrase_a_blank() -> None:
    lines, purposes = read_phrases()
    assert (lines, purposes) == read_phrases()
    assert set(purposes) == {CONTENT, *PURPOSES}
    assert all(line.strip() == line != "" for line in lines)
    assert not [line for line in lines if BLANK.search(line)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_no_phrase_stands_twice_in_a_row(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert not [a for a, b in pairwise(lines) if a == b]


def test_a_file_without_a_heading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.txt").write_text("Sign up\n")
    with pytest.raises(ValueError, match=r"xx\.txt does not begin with the heading of a purpose"):
        read_phrases(tmp_path)


def test_content_ends_at_the_first_unit_that_surely_says_so() -> None:
    sure, prose = ENDED + 1, [False, True, *[False] * 4]
    assert end_of_content([sure, -1, -1, -1, sure, sure], prose) == (4, sure)
    assert end_of_content([sure] * 6, prose) == (2, sure)  # not before there is prose
    assert end_of_content([sure] * 6, [False] * 6) is None
    assert end_of_content([*[-1.0] * 5, sure], prose) is None  # the last by itself
    assert end_of_content([ENDED] * 6, prose) is None
    assert end_of_content([sure] * 5, prose[:5]) is None  # too few to tell
    assert end_of_content([], []) is None
