"""What goes by the scores of an extracted text: single lines, all after its end, a false title."""

import re

import numpy as np

from communique.cleaning import clean
from communique.cleaning.described import shapes_of
from communique.cleaning.learned import Scores
from communique.cleaning.lines import single_groups, split_lines
from communique.cleaning.scoring import END_THRESHOLD, end_of_content, scored

ARTICLE = [
    "The harbour wall at Port Town has stood for ninety years, and the council said on Tuesday "
    "that it would have to be rebuilt before the winter storms come in from the north again.",
    "Engineers who looked at it in March found cracks along its whole length and told the council "
    "that repairs would cost more than a new one, which would take two years to build.",
    "Fishermen have asked for the work to be done in two parts, so that boats can be landed at the "
    "inner quay while the outer one is closed, and the mayor has promised to listen.",
    "Work is to begin in April, once the tenders are in; the ferry will sail from the old pier.",
    "The last time it was closed, in 1987, the fleet moved to the next bay for three summers.",
]


def test_content_ends_at_the_first_unit_that_surely_says_so() -> None:
    sure, prose = END_THRESHOLD + 1, [False, True, *[False] * 4]
    assert end_of_content([sure, -1, -1, -1, sure, sure], prose) == (4, sure)
    assert end_of_content([sure] * 6, prose) == (2, sure)  # not before there is prose
    assert end_of_content([sure] * 6, [False] * 6) is None
    assert end_of_content([*[-1.0] * 5, sure], prose) is None  # the last by itself
    assert end_of_content([END_THRESHOLD] * 6, prose) is None
    assert end_of_content([sure] * 5, prose[:5]) is None  # too few to tell
    assert end_of_content([], []) is None


def test_what_comes_after_the_end_goes_with_the_score_that_says_so() -> None:
    lines = split_lines("\n".join([*ARTICLE, "Lovely read.", "Same here.", "Reply"]))
    shapes = shapes_of([single_groups(lines)])
    content = np.array([5, 5, 5, 5, 5, 2, 2, -4], np.float32)
    ending = np.array([9, -4, -4, -4, -4, 2.5, 3, 3], np.float32)
    by_score = scored(shapes, [Scores(content, ending)], "extracted")
    assert by_score.ends == [(5, 2.5)]
    assert np.flatnonzero(by_score.low(shapes)).tolist() == [5, 6, 7]
    assert np.flatnonzero(by_score.going).tolist() == [7]
    unsure = scored(shapes, [Scores(content, np.minimum(ending, 1))], "extracted")
    assert unsure.ends == [None]
    assert np.flatnonzero(unsure.low(shapes)).tolist() == [7]


def test_a_removed_line_names_the_score_that_removed_it() -> None:
    removed = clean("\n".join([*ARTICLE, *["Lovely read.", "Same here.", "Reply"] * 9])).removed
    by_model = [gone.rule for gone in removed if "model" in gone.rule]
    assert by_model
    assert all(re.fullmatch(r"(line|ending)-model:-?\d+\.\d\d", rule) for rule in by_model)


def test_a_title_stays_and_a_section_in_its_place_goes() -> None:
    title = "Port Town to rebuild its harbour wall"
    assert clean("\n".join([title, *ARTICLE])).title == title
    made = clean("\n".join(["News", *ARTICLE]))
    assert made.title is None
    assert [gone.rule.split(":")[0] for gone in made.removed] == ["line-model"]
