"""Live blogs stay and comment threads go, whatever their layout and language."""

import numpy as np
import pytest
from hypothesis import given, settings

import core_texts
from communique.cleaning import clean, kept_lines
from communique.cleaning.by_structure import by_structure
from communique.cleaning.described import shapes_of
from communique.cleaning.lines import single_groups, split_lines
from communique.cleaning.page_scoring import below
from communique.cleaning.stamps import STAMPS, read_stamp
from communique.cleaning.verdict import LINE_MODEL
from repeated_heads import COMMENT_THREADS, LETTERS, LIKE_THEM, LIVE_BLOGS

POLICIES = ("extracted", "page")
MOST_LEFT = {"extracted": 0.35, "page": 0.2}


def parts(text: str) -> tuple[str, list[str], list[str]]:
    """Return the raw text, its lines of article and its lines of boilerplate."""
    rows = [(row[0], row[2:]) for row in text.splitlines()]
    raw = "\n".join(line for _, line in rows)
    return raw, [x for kind, x in rows if kind == "A"], [x for kind, x in rows if kind == "B"]


def kept(raw: str, policy: str) -> list[str]:
    return kept_lines(raw, clean(raw, policy)).split("\n")


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", LIVE_BLOGS)
def test_the_short_lines_of_a_live_blog_stay(name: str, policy: str) -> None:
    raw, article, _ = parts(LIVE_BLOGS[name])
    assert [line for line in article if line not in kept(raw, policy)] == []


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", LIVE_BLOGS)
def test_the_buttons_of_a_live_blog_go(name: str, policy: str) -> None:
    raw, _, boilerplate = parts(LIVE_BLOGS[name])
    left = [line for line in kept(raw, policy) if line in boilerplate]
    assert len(left) <= 0.35 * len(boilerplate)
    assert len(left) == len(set(left))


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", COMMENT_THREADS)
def test_the_comments_below_an_article_go_and_the_article_stays(name: str, policy: str) -> None:
    raw, article, boilerplate = parts(COMMENT_THREADS[name])
    lines = kept(raw, policy)
    assert [line for line in article if line not in lines] == []
    assert sum(line in boilerplate for line in lines) <= MOST_LEFT[policy] * len(boilerplate)


@pytest.mark.parametrize("name", LIKE_THEM)
def test_letters_logs_and_chats_are_no_comment_threads(name: str) -> None:
    raw, article, _ = parts(LIKE_THEM[name])
    assert kept(raw, "extracted") == article
    assert kept(raw, "page") == article


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", LETTERS)
def test_the_signatures_of_letters_stay(name: str, policy: str) -> None:
    raw, article, _ = parts(LETTERS[name])
    assert kept(raw, policy) == article


@pytest.mark.parametrize("between", ["Skerry, {} May 1921", "{} May"])
def test_a_repeated_line_stays_only_below_dated_letters(between: str) -> None:
    letter = ("The oil came late.", "Yours, Hugh")
    lines = [line for day in (3, 10, 17) for line in (between.format(day), *letter)]
    groups = single_groups(split_lines("\n".join(lines)))
    going = dict.fromkeys((5, 8), LINE_MODEL)
    stays = by_structure(groups, going, np.full(len(groups), -3.0), range(len(groups))) == {}
    assert stays is ("1921" in between)


@pytest.mark.parametrize("mark", ["", "."])
def test_times_with_headlines_are_no_live_blog_and_with_sentences_they_are(mark: str) -> None:
    entries = (
        ("12:40", "Паром вернулся в порт"),
        ("12:15", "Свет дали всем посёлкам"),
        ("11:50", "Ветер усилился к вечеру"),
    )
    lines = [line for time, words in entries for line in (time, words + mark)]
    groups = single_groups(split_lines("\n".join(lines)))
    going = dict.fromkeys(range(len(groups)), LINE_MODEL)
    assert by_structure(groups, going, np.zeros(len(groups)), range(len(groups))) == (
        {} if mark else going
    )


def test_a_list_of_headlines_with_times_is_no_live_blog() -> None:
    raw, _, _ = parts(COMMENT_THREADS["ru, name above date"])
    news = ("12:40", "Паром вернулся", "12:15", "Свет дали", "11:50", "Ветер усилился", "Реклама")
    as_it_was, with_news = (
        kept(raw, "page"),
        kept("\n".join((raw, "Лента новостей", *news)), "page"),
    )
    assert with_news[: len(as_it_was)] == as_it_was


def test_heads_with_dates_need_the_words_of_a_thread() -> None:
    raw, _, _ = parts(COMMENT_THREADS["fr, posted by"])
    words = ("Répondre", "2 commentaires")
    dated = "\n".join(line for line in raw.split("\n") if line not in words)
    by_thread = [
        sum(one.rule == "comment-thread" for one in clean(text).removed) for text in (raw, dated)
    ]
    assert by_thread[0] > 0
    assert by_thread[1] == 0


@pytest.mark.parametrize(
    ("text", "shape", "minutes"),
    [
        ("09.42 BST", (False, True, False), 582),
        ("8:47 p.m. ET", (False, True, False), 1247),
        ("Friday May 03, 2021 @02:05PM", (True, True, False), 845),
        ("14h05", (False, True, False), 845),
        ("17 Uhr", (False, True, False), 1020),
        ("3 мая 2021, 14:05", (True, True, False), 845),
        ("2021-05-03", (True, False, False), None),
        ("2021年5月3日 14時05分", (True, True, False), 845),
        ("vor 3 Stunden", (False, False, True), None),
        ("3小时前", (False, False, True), None),
        ("kettle • 3 years ago", (False, False, True), None),
    ],
)
def test_stamps_are_read(text: str, shape: tuple[bool, bool, bool], minutes: int | None) -> None:
    stamp = read_stamp(text)
    assert stamp is not None
    assert (stamp.shape, stamp.minutes) == (shape, minutes)


@pytest.mark.parametrize("text", ["Ten routes", "$69.95", "1x 0.75x 2x", "Version 3.11.2", "3.5 %"])
def test_other_numbers_are_no_stamps(text: str) -> None:
    assert read_stamp(text) is None


@given(core_texts.STAMPED)
@settings(max_examples=200, deadline=None)
def test_where_the_quick_search_finds_nothing_is_no_stamp(text: str) -> None:
    missed = [s.pattern for s, may_be in STAMPS if s.search(text) and not may_be.search(text)]
    assert missed == []


@pytest.mark.parametrize(
    ("above", "below_it", "stays"),
    [(0.1, 0.1, True), (3.0, -2.0, False), (-2.0, 3.0, False)],
)
def test_an_unsure_line_stays_if_the_lines_above_and_below_it_stay(
    above: float, below_it: float, *, stays: bool
) -> None:
    shapes = shapes_of([single_groups(split_lines("one\ntwo\nthree\nfour\nfive"))])
    scores = np.array([3.0, above, -0.8, below_it, 3.0])
    assert bool(below(shapes, scores, np.zeros(1))[2]) is not stays
