"""The phrases that the table of categories learns from."""

from itertools import pairwise
from pathlib import Path

import pytest
from training.phrases import BLANK, CONTENT, FOLDER, read_phrases

from communique.cleaning.learned.categories import CATEGORIES


def test_each_category_has_phrases_and_no_phrase_a_blank() -> None:
    lines, categories = read_phrases()
    assert (lines, categories) == read_phrases()
    assert set(categories) == {CONTENT, *CATEGORIES}
    assert all(line.strip() == line != "" for line in lines)
    assert not [line for line in lines if BLANK.search(line)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_no_phrase_stands_twice_in_a_row(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert not [a for a, b in pairwise(lines) if a == b]


def test_a_file_without_a_heading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xx.txt").write_text("Sign up\n")
    with pytest.raises(ValueError, match=r"xx\.txt must begin with a category heading"):
        read_phrases(tmp_path)
