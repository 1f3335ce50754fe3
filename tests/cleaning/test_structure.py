"""What the kept lines are."""

import textwrap

import pytest

from communique.cleaning import clean

TITLE = "Port Town to rebuild its harbour wall"
LONG = (
    "The harbour wall at Port Town has stood for a hundred years, and the council said on Tuesday "
    "that it would have to be rebuilt before the winter storms come in from the north again."
)
MORE = (
    "Members of the council had been told in spring that the stones were moving, and the report "
    "that was published last week put the cost of the work at nine million in all."
)
LAST = (
    "The work is to begin in May, the council said, and nobody in the old town will have to leave "
    "their house while the wall is being taken down and put up again."
)


def types(*lines: str) -> list[str]:
    return [block.type for block in clean("\n\n".join(lines)).blocks]


def test_title_byline_and_paragraphs() -> None:
    result = clean(f"{TITLE}\nBy Ada Byron\n\n{LONG}\n\n{MORE}")
    assert [b.type for b in result.blocks] == ["title", "byline", "paragraph", "paragraph"]
    assert result.title == TITLE
    assert result.byline == "Ada Byron"
    assert result.published is None
    assert result.text == f"{TITLE}\n{LONG}\n{MORE}"


def test_a_text_that_starts_with_a_sentence_has_no_title() -> None:
    result = clean(f"{LONG}\n{MORE}")
    assert (result.title, result.byline, result.dateline) == (None, None, None)
    assert result.text == f"{LONG}\n{MORE}"


def test_a_question_can_be_a_title_but_a_word_is_not() -> None:
    assert types("Who will pay for the harbour wall?", LONG, MORE)[0] == "title"
    assert types("Why?", LONG, MORE)[0] == "paragraph"


def test_a_section_label_is_not_the_title() -> None:
    result = clean(f"Opinion\n\n{TITLE}\n\n{LONG}\n\n{MORE}")
    assert result.title == TITLE


@pytest.mark.parametrize(
    ("line", "name", "published"),
    [
        ("By Ada Byron", "Ada Byron", None),
        ("BY ADA BYRON", "ADA BYRON", None),
        ("By Ada Byron and Tom Thumb", "Ada Byron and Tom Thumb", None),
        ("By Ada Byron, Staff Writer", "Ada Byron", None),
        ("By Ludwig van Hofen | 3 March 2020", "Ludwig van Hofen", "2020-03-03"),
        ("By ABC - Mar 3,2020 - Last updated at Mar 4,2020", "ABC", "2020-03-03"),
        ("By Ada Byron • Updated March 4, 2020", "Ada Byron", "2020-03-04"),
        ("By Ada Byron, March 2020", "Ada Byron", "2020-03"),
        ("By Ada Byron 2020-03-03", "Ada Byron", "2020-03-03"),
        ("By the editorial board", "the editorial board", None),
        ("Prof Ada Byron", "Prof Ada Byron", None),
        ("Dr. A. M. Byron", "Dr. A. M. Byron", None),
        ("Ada Byron", "Ada Byron", None),
    ],
)
def test_bylines(line: str, name: str, published: str | None) -> None:
    result = clean(f"{TITLE}\n{line}\n\n{LONG}\n\n{MORE}")
    assert [b.type for b in result.blocks][:2] == ["title", "byline"]
    assert (result.byline, result.published) == (name, published)


@pytest.mark.parametrize(
    "line",
    [
        "By the time the wall fell, it was late.",
        "By March the wall will be gone",
        "By land and by sea",
        "World News",
        "Security Policy",
        "A wall too far",
        "Key Points",
    ],
)
def test_lines_that_are_no_bylines(line: str) -> None:
    assert "byline" not in types(TITLE, line, LONG, MORE)


def test_a_date_by_itself_at_the_head_is_kept_out_of_the_text() -> None:
    result = clean(f"{TITLE}\nBy Ada Byron\nPublished: March 3, 2020 5:30 PM\n\n{LONG}\n\n{MORE}")
    assert [b.type for b in result.blocks][:3] == ["title", "byline", "byline"]
    assert (result.byline, result.published) == ("Ada Byron", "2020-03-03")


def test_impossible_dates_are_not_dates() -> None:
    assert clean(f"{TITLE}\nBy Ada Byron - Feb 31, 2020\n\n{LONG}\n\n{MORE}").published is None


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("PORT TOWN — ", "PORT TOWN"),
        ("PORT TOWN, Norland - ", "PORT TOWN, Norland"),
        ("PORT TOWN (AP) — ", "PORT TOWN"),
        ("PORT TOWN, March 3 (Reuters) - ", "PORT TOWN"),
        ("Port Town, Norland (Reuters) – ", "Port Town, Norland"),
        ("NATO — ", None),
        ("The wall - ", None),
        ("EXCLUSIVE — ", None),
        ("", None),
    ],
)
def test_datelines(head: str, place: str | None) -> None:
    result = clean(f"{TITLE}\n\n{head}{LONG}\n\n{MORE}")
    found = result.dateline and result.text[result.dateline.start : result.dateline.end]
    assert found == place
    assert f"{head}{LONG}" in result.text


def test_heading_between_paragraphs() -> None:
    assert types(LONG, "Who is to pay", MORE) == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line", ["Who is to pay?", "“The wall must go”", "who is to pay", "- Nets", "It fell.", "No:"]
)
def test_lines_that_are_no_headings(line: str) -> None:
    assert types(LONG, line, MORE) == ["paragraph"] * 3


def test_lists_and_dialogue_are_no_headings() -> None:
    assert types(LONG, "Nets", "Ropes", "Stones", MORE) == ["paragraph"] * 5
    assert types("He asked for three things:", "Nets and ropes", LONG, MORE)[1] == "paragraph"


def test_a_heading_that_broke_in_two_is_one_block() -> None:
    raw = f"{LONG}\n\nEasing the\u00a0\n\nburden of debt\u00a0\n\n{MORE}"
    blocks = clean(raw).blocks
    assert [b.type for b in blocks] == ["paragraph", "heading", "paragraph"]
    assert len(blocks[1].pieces) == 2
    assert clean(raw).text.split("\n")[1] == "Easing the burden of debt"


def test_a_caption_twice_with_a_credit_between() -> None:
    caption = "The harbour wall at Port Town is seen from the sea on Monday, a day after the storm."
    result = clean(f"{TITLE}\n\n{caption}\nAda Byron AP\n{caption}\n\n{LONG}\n\n{MORE}\n\n{LAST}")
    assert [b.type for b in result.blocks] == ["title", "caption"] + ["paragraph"] * 3
    assert [r.reason for r in result.removed] == ["credit", "duplicate"]
    assert caption not in result.text


def test_a_caption_that_names_its_photographer() -> None:
    line = "The harbour wall is seen on Monday, March 2, 2020. (AP Photo/Ada Byron)"
    assert types(TITLE, line, LONG, MORE) == ["title", "caption", "paragraph", "paragraph"]


def test_references_at_the_end() -> None:
    notes = [
        "  1. Ada Byron, “Walls of the North”, Port Gazette, 3 March 2020,",
        "  2. “The sea and its walls”, Norland Review, 2019",
    ]
    result = clean("\n".join((LONG, "", MORE, "", *notes, "", "Post new comment")))
    assert [b.type for b in result.blocks] == ["paragraph"] * 2 + ["reference"] * 2
    assert result.blocks[2].pieces[0].start == 0
    assert result.blocks[2].start is None


def test_references_under_their_heading() -> None:
    notes = ("Ada Byron. “Walls of the North.” 2020.", "Tom Thumb. https://example.org 2019.")
    assert types(LONG, MORE, "References", *notes)[2:] == ["reference"] * 3


def test_a_numbered_list_is_no_reference_list() -> None:
    steps = ("1. Take the wall down.", "2. Wait for the year 2020.", "3. Put it up again.")
    assert types(LONG, MORE, *steps)[2:] == ["paragraph"] * 3


@pytest.mark.parametrize("columns", [60, 72, 80])
def test_hard_wrapped_paragraphs_are_put_together(columns: int) -> None:
    paragraphs = [LONG, f"{MORE} {LAST}", LAST]
    raw = "\n\n".join(textwrap.fill(paragraph, columns) for paragraph in (TITLE, *paragraphs))
    result = clean(raw)
    assert result.text == "\n".join((TITLE, *paragraphs))
    assert [b.type for b in result.blocks] == ["title"] + ["paragraph"] * 3
    assert all(len(block.pieces) > 1 for block in result.blocks[1:])


def test_verses_and_sentences_a_line_are_not_put_together() -> None:
    poem = [
        "The wall that stood before the open sea was made of stone",
        "And every stone of it was carried there by hand",
        "By men who did not know that they would be alone",
        "Between the water rising and the falling land",
        "And when the winter came the wall had gone with them",
        "And nobody had thought to write the names of men",
    ]
    assert clean("\n".join(poem)).text == "\n".join(poem)
    assert len(clean("\n".join(poem)).blocks) == len(poem)


@pytest.mark.parametrize(
    ("title", "paragraphs"),
    [
        (
            "Ukuta wa bandari kujengwa upya",
            [
                "Halmashauri ya mji ilisema Jumanne kwamba ukuta wa bandari ambao umesimama kwa "
                "miaka mia moja utajengwa upya kabla ya dhoruba za majira ya baridi kurudi.",
                "Wajumbe waliambiwa mapema mwaka huu kwamba mawe ya ukuta yalikuwa yakisogea, na "
                "ripoti iliyotolewa wiki iliyopita ilikadiria gharama kuwa milioni tisa.",
            ],
        ),
        (
            "Hafenmauer wird neu gebaut",
            [
                "Die Hafenmauer steht seit hundert Jahren, und der Rat teilte am Dienstag mit, "
                "dass sie noch vor den Stürmen des Winters neu gebaut werden müsse.",
                "Die Mitglieder des Rates wussten seit dem Frühjahr, dass die Steine sich bewegen; "
                "die Kosten schätzt ein Bericht auf neun Millionen.",
            ],
        ),
        (
            "港の防波堤、建て替えへ",
            [
                "港の防波堤は百年にわたって町を守ってきたが、町議会は火曜日、冬の嵐が再び来る前に建て替える必要があると"
                "発表した。議員たちは春の時点で石が動いていると聞かされていた。",
                "先週公表された報告書によれば、工事の費用は合わせて九百万に上る見通しで、工事は五月に始まり、"
                "旧市街の住民が家を離れる必要はないという。",
            ],
        ),
    ],
)
def test_structure_needs_no_english(title: str, paragraphs: list[str]) -> None:
    result = clean("\n\n".join((title, *paragraphs)))
    assert result.title == title
    assert result.removed == ()
    assert result.text == "\n".join((title, *paragraphs))
