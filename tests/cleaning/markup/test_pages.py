"""Pages of HTML, cleaned: what stays of small pages, and that everything is accounted for."""

import re
import zipfile
from html import escape

import numpy as np
import pytest

from communique.cleaning import kept_lines
from communique.cleaning.learned import line_scores, load_model, model_sha256
from communique.cleaning.learned.measure import measure
from communique.cleaning.learned.page import Pages
from communique.cleaning.markup import (
    clean_pages,
    decide_pages,
    dump_page,
    likely_text,
    markup_version,
)
from communique.cleaning.markup.columns import page_columns
from communique.cleaning.markup.model import WEIGHTS, load_markup_model
from communique.cleaning.markup.page_scores import PageModels, page_scores
from communique.cleaning.markup.pages import of_code, page_threshold
from communique.cleaning.markup.scores import markup_scores
from communique.text.conservation import broken_pieces, unaccounted
from repeated_heads import COMMENT_THREADS, LIVE_BLOGS

BODY = (
    "The harbour opened again on Monday, the port authority said, after a week of storms.",
    "Ships that had waited outside were let in one after another, the smallest of them first.",
    "“We had to check every metre of the wall,” said Ada Lim, who leads the authority. “It held.”",
    "The next storm is not expected before Friday, according to the weather service in the city.",
)
GERMAN = (
    "Der Hafen ist am Montag wieder geöffnet worden, nachdem eine Woche lang Stürme getobt hatten.",
    "Die Schiffe, die draußen gewartet hatten, wurden nacheinander hereingelassen, kleine zuerst.",
    "„Wir mussten jeden Meter der Mauer prüfen“, sagte Ada Lim, die den Hafen leitet. „Sie hielt.“",
    "Der nächste Sturm wird laut dem Wetterdienst der Stadt nicht vor dem Freitag erwartet.",
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
MENU = "".join(f'<li><a href="/{x}">{x}</a></li>' for x in ("News", "Sport", "Weather", "Contact"))
TEASER = (
    "The council meets on Thursday to talk about the new bridge, which many people have wanted."
)
PAGE = f"""<html><head><title>Harbour opens again</title></head><body>
<header class="site-header"><nav class="main-menu"><ul>{MENU}</ul></nav></header>
<main><article class="story"><h1>Harbour opens again</h1>
<div class="share-buttons"><a href="#">Facebook</a> <a href="#">Twitter</a></div>
<div class="article-body">{PARAGRAPHS}</div></article>
<aside class="related-posts"><h3>Related</h3>
<ul><li><a href="/b">{TEASER}</a></li></ul></aside></main>
<div id="comments"><h3>2 comments</h3><div class="comment"><p>Great news!</p></div></div>
<footer class="site-footer"><p>© 2024 Port Gazette</p><ul>{MENU}</ul></footer></body></html>"""


def test_of_a_page_the_article_stays() -> None:
    (page,) = clean_pages([PAGE])
    assert kept_lines(page.raw, page.clean).split("\n") == ["Harbour opens again", *BODY]
    assert page.raw == "\n".join(dump_page(PAGE).raw) + "\n"


def test_a_teaser_in_the_words_of_an_article_goes_where_the_markup_says_so() -> None:
    as_paragraph = PAGE.replace(PARAGRAPHS, f"{PARAGRAPHS}<p>{TEASER}</p>")
    beside, inside = (kept_lines(p.raw, p.clean) for p in clean_pages([PAGE, as_paragraph]))
    assert TEASER not in beside
    assert inside.count(TEASER) == 1


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\0",
        "x",
        PAGE,
        PAGE[: len(PAGE) // 2],
        f"<pre>def f():\n    return 1\n\n\nf()</pre>{PAGE}",
        "<ul>" + MENU * 500 + "</ul>",
        "<p>" + "word " * 200_000,
        "<div>" * 10_000 + "x",
        f"<p>{'港の壁は百年の間町を守ってきた。' * 30}</p>" * 3,
    ],
    ids=["empty", "nul", "a word", "page", "cut", "code", "menu", "long", "deep", "japanese"],
)
def test_what_is_neither_kept_nor_removed_is_white_space(html: str) -> None:
    (page,) = clean_pages([html])
    assert not list(unaccounted(page.raw, page.clean.blocks, page.clean.removed))
    assert not list(broken_pieces(page.raw, page.clean.text, page.clean.blocks))


def test_a_page_is_scored_as_if_alone() -> None:
    dumps = [dump_page(html) for html in (PAGE, "", "<p>x</p>" * 50, PAGE[:900])]
    among = markup_scores(dumps)
    for dump, scores in zip(dumps, among, strict=True):
        assert scores.size == len(dump.text)
        assert np.array_equal(markup_scores([dump])[0], scores)
    assert markup_scores([]) == []


def test_columns_of_a_page_of_links_do_not_depend_on_the_page_before_it() -> None:
    two = '<nav><a href="/x">Skip</a> <a href="/y">Home</a></nav>'  # one line, but no `a` around it
    model, dumps = load_markup_model(), [dump_page(PAGE), dump_page(f"{two}<ul>{MENU * 3}</ul>")]
    alone, among = (
        page_columns(Pages(measure([dump.text for dump in some])), some, model.words, model.names)
        for some in (dumps[1:], dumps)
    )
    size = len(dumps[1].text)
    assert [name for name in alone if not np.array_equal(alone[name], among[name][-size:])] == []


def test_a_page_of_many_lines_is_read_in_parts() -> None:
    dump = dump_page(PAGE.replace("<footer", "<p>x</p>" * 21_000 + "<footer"))
    (scores,) = markup_scores([dump])
    assert scores.size == len(dump.text) > 20_000
    assert scores[dump.text.index(BODY[1])] > 0


def test_the_score_of_a_line_is_a_mean_of_those_by_both_models() -> None:
    dumps = [dump_page(html) for html in (PAGE, "", "<p>x</p>" * 50)]
    by_text = line_scores([dump.text for dump in dumps], "page")
    both = zip(page_scores(dumps), markup_scores(dumps), by_text, strict=True)
    for scores, markup, text in both:
        assert np.array_equal(scores.markup, markup)
        assert np.allclose(scores.both, 0.8 * markup + 0.2 * text.content, atol=1e-5)
    assert page_scores([]) == []


def test_a_page_that_is_not_english_is_decided_by_the_model_of_markup_alone() -> None:
    german = "".join(f"<p>{line}</p>" for line in GERMAN)
    for html, is_english in ((PAGE, True), (PAGE.replace(PARAGRAPHS, german), False)):
        (scores,), (decided,) = page_scores([dump_page(html)]), decide_pages([html])
        expected = scores.both if is_english else scores.markup
        assert np.array_equal(decided.scores, expected.astype(np.float64))
        assert not np.array_equal(scores.both, scores.markup)


def test_scores_of_pages_are_the_same_without_the_core() -> None:
    dumps = [dump_page(html) for html in (PAGE, f"<p>{'wörd 港 ' * 900}", PAGE[:900])]
    without = page_scores(dumps, PageModels(lines=load_model()))
    for scores, others in zip(page_scores(dumps), without, strict=True):
        assert np.array_equal(scores.both, others.both)


def test_columns_are_finite_and_the_forest_asks_only_for_these() -> None:
    model, dumps = load_markup_model(), [dump_page(PAGE), dump_page("<p>x")]
    pages = Pages(measure([dump.text for dump in dumps]))
    columns = page_columns(pages, dumps, model.words, model.names)
    assert all(np.isfinite(column).all() for column in columns.values())
    assert {column.shape for column in columns.values()} == {(pages.n,)}
    assert model.forest.columns.max() < len(columns)
    assert model.forest.values.dtype == np.int16


def test_the_likely_text_has_the_article_and_its_code_with_indentation() -> None:
    code = "for ship in ships:\n    let_in(ship)"
    text, ranges = likely_text(PAGE.replace("</p></div>", f"</p><pre>{code}</pre></div>", 1))
    assert all(line in text for line in BODY)
    assert [text[a:b] for a, b in ranges] == [code]
    assert "Weather" not in text
    assert likely_text("") == ("", ())


def test_code_stays_or_goes_as_one() -> None:
    dump = dump_page("<p>a</p><pre>b\n  c\n\nd</pre><pre>\n  e</pre><p>f</p>")
    assert dump.text == ["a", "b c", "d", "e", "f"]
    scores = of_code(dump, np.array([1, 2, -4, 3, 5], np.float32))
    assert scores.tolist() == [1, -1, -1, 3, 5]


def plain_page(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return what stays of lines in plain elements, the article's lines, and the other lines."""
    rows = [(row[0], row[2:]) for row in text.splitlines()]
    html = "".join(f"<div>{escape(line)}</div>" for _, line in rows)
    (page,) = clean_pages([f"<body>{html}</body>"])
    by_kind = ([line for kind, line in rows if kind == one] for one in "AB")
    return kept_lines(page.raw, page.clean).split("\n"), *by_kind


@pytest.mark.parametrize("text", COMMENT_THREADS.values(), ids=COMMENT_THREADS)
def test_comments_go_that_no_markup_names(text: str) -> None:
    kept, article, boilerplate = plain_page(text)
    assert [line for line in article if line not in kept] == []
    assert sum(line in boilerplate for line in kept) <= 0.35 * len(boilerplate)


@pytest.mark.parametrize("text", LIVE_BLOGS.values(), ids=LIVE_BLOGS)
def test_the_short_lines_of_a_live_blog_stay_on_a_page(text: str) -> None:
    kept, article, _ = plain_page(text)
    assert [line for line in article if line not in kept] == []


def test_something_stays_of_a_page_that_is_all_unlikely() -> None:
    dump = dump_page(f"<p>{BODY[0]}</p><p>{BODY[1]}</p>")
    assert page_threshold(dump, np.array([1, -4], np.float32), 0) == 0
    assert page_threshold(dump, np.array([-1.5, -4], np.float32), 0) == -2
    assert page_threshold(dump, np.array([-40, -50], np.float32), 0) == float("-inf")


def test_the_note_names_the_file_that_is_shipped() -> None:
    hashes = re.findall(r"\b[0-9a-f]{64}\b", WEIGHTS.with_name("MODEL.md").read_text())
    assert hashes == [model_sha256(WEIGHTS)]
    assert markup_version().endswith(hashes[0][:12])


def test_the_file_holds_arrays_and_nothing_that_runs() -> None:
    with zipfile.ZipFile(WEIGHTS) as file:
        assert all(name.endswith(".npy") for name in file.namelist())
    model = load_markup_model()
    for table in (model.words, model.names):
        assert np.isfinite(table.weights).all()
        assert (np.diff(table.keys.astype(np.int64)) > 0).all()
