"""The dump of a page: all its text, one block a line, whatever the page is like."""

import time

import pytest

from communique.cleaning.markup.dump import dump_page
from communique.cleaning.markup.elements import MOST_DEPTH

PAGE = """<!doctype html>
<html><head><title>Harbour opens</title><meta name="description" content="The wall stands.">
<script type="application/ld+json">{"articleBody": "Ships came in."}</script>
<style>p { color: red }</style></head>
<body><nav class="top menu"><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul>
</nav><article id="story"><h1>Harbour <em>opens</em></h1>
<p>Ships came in.<br>The <a href="/w">wall</a>
   stands.</p>
<table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>4</td></tr></table>
<button>Like</button><button>Share</button>
<noscript>Turn on scripts.</noscript><svg><text>logo</text></svg>
<script>var x = "<p>no</p>";</script>
</article><footer hidden>Imprint</footer></body></html>"""


def test_every_block_is_a_line_and_nothing_but_text_is_in_it() -> None:
    dump = dump_page(PAGE)
    assert dump.text == [
        *("Home", "News", "Harbour opens", "Ships came in.", "The wall stands."),
        *("Day Ships", "Monday 4", "Like Share", "Imprint"),
    ]
    assert dump.raw == dump.text
    assert not any(dump.is_code)


def test_what_the_head_states_is_kept_aside() -> None:
    dump = dump_page(PAGE)
    assert (dump.title, dump.description) == ("Harbour opens", "The wall stands.")
    assert dump.data == ['{"articleBody": "Ships came in."}']


def test_each_line_knows_the_innermost_element_around_all_of_it() -> None:
    dump = dump_page(PAGE)
    tags = [dump.tag[element] for element in dump.element]
    assert tags == ["a", "a", "h1", "p", "p", "tr", "tr", "article", "footer"]
    names = [dump.names[element] for element in dump.element]
    assert names[-2:] == ["story", "(hidden)"]
    path: list[str] = []
    element = dump.element[0]
    while element:
        path.append(dump.tag[element])
        element = dump.parent[element]
    assert path == ["a", "li", "ul", "nav", "body", "html"]
    assert dump.depth[dump.element[0]] == len(path)


def test_characters_in_links_and_breaks_are_counted() -> None:
    counts = dict(zip(dump_page(PAGE).text, dump_page(PAGE).counts, strict=True))
    assert (counts["Home"].linked, counts["Home"].links) == (4, 1)
    assert (counts["The wall stands."].linked, counts["The wall stands."].after_break) == (4, True)
    assert counts["Harbour opens"].emphasised == 5


def test_code_keeps_its_lines_and_indentation_and_other_preformatted_text_its_lines() -> None:
    code = "for x in y:\n    print(x)\n\n\tdone()"
    dump = dump_page(f"<pre><code>{code}</code></pre><pre>one\ntwo</pre>")
    assert dump.text == ["for x in y: print(x)", "done()", "one two"]
    assert dump.raw == ["for x in y:\n    print(x)", "\tdone()", "one\ntwo"]
    assert dump.is_code == [True, True, False]
    rows = "".join(f"<div>{line}</div>" for line in ("if x:", "  y()"))
    assert dump_page(f"<pre>{rows}</pre>").raw == ["if x:\n  y()"]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("", []),
        (" \n", []),
        ("<!-- nothing -->", []),
        ("\0", []),
        ("plain words", ["plain words"]),
        ("<p>a\0b\ud800c\ufeff<p>d", ["abc", "d"]),
        ("<p>\u200b</p><p>x", ["x"]),
        ("<title>never closed <p>x", []),
        ("<p>x<script>never closed", ["x"]),
        ("<p>a</p></div></body></html>after<p>b", ["a", "after", "b"]),
        ("<b><p>a</b>b</p>c", ["ab", "c"]),
        ("<table><tr><td>a<td>b<tr><td>c", ["a b", "c"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("a &amp; b &nbsp; c &#x1F600; &nosuch;", ["a & b c 😀 &nosuch;"]),
        ("<select><option>x<option>y</select>z", ["x y", "z"]),
    ],
)
def test_broken_and_odd_pages_have_the_lines_that_a_browser_shows(
    html: str, lines: list[str]
) -> None:
    assert dump_page(html).text == lines


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "blockquote", "section"])
def test_nesting_of_ten_thousand_elements_is_cut_off_but_its_text_is_not(tag: str) -> None:
    dump = dump_page(f"<{tag}>" * 10_000 + "deep" + f"</{tag}>" * 10_000 + "<p>after</p>")
    assert dump.text == ["deep", "after"]
    assert max(dump.depth) <= MOST_DEPTH
    assert len(dump.tag) <= MOST_DEPTH + 10


@pytest.mark.parametrize("page", ["<b>{}</i>", "<ul><li>{}</p>", "<div>{}</span>", "<a>{}</a></b>"])
def test_ends_without_a_start_take_no_time_even_if_all_elements_are_open(page: str) -> None:
    start, end = page.split("{}")
    begun = time.process_time()
    dump = dump_page("<p>first</p>" + start * 60_000 + "x" + end * 60_000 + "<p>last</p>")
    assert time.process_time() - begun < 5
    assert dump.text[0] == "first"
    assert dump.text[-1] == "last"


def test_elements_without_text_are_left_out() -> None:
    dump = dump_page("<div><i></i><p></p><span><b></b></span><p>x</p><ul><li></li></ul></div>")
    assert dump.tag[1:] == ["html", "body", "div", "p"]


def test_the_same_page_gives_the_same_dump_in_one_piece_and_in_many() -> None:
    long = PAGE.replace("Ships came in.<br>", "Ships came in. " * 10_000 + "<br>")
    assert dump_page(long) == dump_page(long)
    assert dump_page(long).text[4:] == dump_page(PAGE).text[4:]
