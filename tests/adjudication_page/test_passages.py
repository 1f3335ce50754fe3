"""Text is cut where answers begin and end, and no character is lost."""

from communique.adjudication_page.passages import Words, passage, words

TEXT = "First line.\nShe met him in Paris today.\nLast line.\nOver."
PARIS = TEXT.index("Paris"), TEXT.index("Paris") + 5
IN_PARIS = PARIS[0] - 3, PARIS[1]


def test_the_pieces_of_a_passage_are_the_whole_line():
    found = passage(TEXT, [PARIS, IN_PARIS])
    assert "".join(p.text for p in found.pieces) == "She met him in Paris today."
    assert [(p.text, p.answers) for p in found.pieces if p.answers] == [
        ("in ", (2,)),
        ("Paris", (1, 2)),
    ]
    assert (found.before, found.after) == ("First line.", "Last line.")


def test_the_first_and_the_last_line_have_no_neighbour():
    assert passage(TEXT, [(0, 5)]).before == ""
    assert passage(TEXT, [(len(TEXT) - 2, len(TEXT))]).after == ""


def test_a_range_over_two_lines_shows_both():
    found = passage(TEXT, [(0, PARIS[1])])
    assert "".join(p.text for p in found.pieces) == "First line.\nShe met him in Paris today."


def test_an_answer_says_what_it_has_more_and_less_than_the_others():
    ranges = [PARIS, IN_PARIS]
    assert words(TEXT, ranges, 1) == (Words("in ", "less"), Words("Paris", "same"))
    assert words(TEXT, ranges, 2) == (Words("in ", "more"), Words("Paris", "same"))


def test_answers_that_do_not_touch_share_no_words_and_leave_the_gap_out():
    ranges = [(0, 5), PARIS]
    assert words(TEXT, ranges, 1) == (Words("First", "more"), Words("Paris", "less"))
