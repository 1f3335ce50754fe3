"""Plots: lengths are proportional, all text is escaped, and the markup is well-formed XML."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.site.plots import (
    BarRow,
    Bars,
    DotRow,
    Dots,
    Grid,
    bars,
    dots,
    figure,
    grid,
    stacked,
    svg,
)
from communique.site.plots.words import shown, width, wrapped

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "</text><script>alert(1)</script> \"'&<!-- \u202egnp.exe \x00\x1b \ud800"
texts = st.text(max_size=60) | st.sampled_from(
    [HOSTILE, "", "نص عربي طويل", "非常に長い" * 20, "x" * 300]
)
FEW = settings(deadline=None, max_examples=40)  # drawing, writing and reading takes a while
amounts = st.integers(0, 10**6)


@st.composite
def bar_data(draw) -> Bars:
    series = draw(st.lists(texts, min_size=1, max_size=8))
    values = st.lists(amounts, min_size=len(series), max_size=len(series))
    rows = draw(st.lists(st.builds(BarRow, texts, values), max_size=6))
    return Bars(draw(texts), draw(texts), "items", series, rows)


@st.composite
def grid_data(draw) -> Grid:
    values = draw(st.lists(texts, max_size=6))
    row = st.lists(st.integers(0, 999), min_size=len(values), max_size=len(values))
    counts = draw(st.lists(row, min_size=len(values), max_size=len(values)))
    return Grid(draw(texts), "label", values, counts, draw(st.booleans()))


shares = st.floats(-1, 1)
intervals = st.none() | st.tuples(shares, shares).map(lambda ends: tuple(sorted(ends)))
dot_rows = st.builds(DotRow, texts, st.none() | shares, intervals, intervals, texts)
dot_data = st.builds(
    Dots, texts, texts, st.just("alpha"), st.just(("by unit", "by document")), st.lists(dot_rows)
)


def parsed(markup: object) -> ElementTree.Element:
    return ElementTree.fromstring(str(markup))


def drawn(tree: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [r for r in tree.iter(f"{SVG}rect") if r.get("class") == f"g-{kind}"]


@FEW
@given(bar_data())
def test_the_length_of_every_bar_is_proportional_to_its_number(data: Bars):
    wanted = [v for row in data.rows for v in row.values if v]
    for made in (bars(data), stacked(data)):
        found = drawn(parsed(svg(made, "k")), "bar")
        assert [float(r.get("data-value", "")) for r in found] == wanted
        for a in found:
            for b in found:
                crossed = float(a.get("width", "")) * float(b.get("data-value", ""))
                other = float(b.get("width", "")) * float(a.get("data-value", ""))
                largest = max(float(x.get("data-value", "")) for x in (a, b))
                assert crossed == pytest.approx(other, abs=0.02 * largest)
        assert all(r.x >= 0 and r.x + r.width <= made.width for r in made.rects)


@FEW
@given(bar_data())
def test_the_parts_of_a_stacked_bar_follow_each_other(data: Bars):
    made = [r for r in stacked(data).rects if r.kind == "bar"]
    for one, next_ in pairwise(made):
        assert next_.y > one.y or next_.x == pytest.approx(one.x + one.width)
    for y in {r.y for r in made}:
        assert min(r.x for r in made if r.y == y) == 0


@FEW
@given(dot_data)
def test_a_dot_stands_in_proportion_to_its_value_and_its_intervals(data: Dots):
    made = dots(data)
    known = [row for row in data.rows if row.value is not None]
    places = [d.x for d in made.dots[1:]]  # the first is the legend's
    ordered = [x for _, x in sorted(zip([r.value for r in known], places, strict=True))]
    assert ordered == sorted(ordered)
    bars_ = [r for r in made.rects if r.kind == "narrow"][1:]
    for row, bar in zip([r for r in data.rows if r.narrow], bars_, strict=True):
        low, high = row.narrow or (0, 0)
        wide = [d for r, d in zip(known, places, strict=True) if r is row]
        assert bar.width >= 0
        if wide and row.value is not None and low <= row.value <= high:
            assert bar.x - 1e-6 <= wide[0] <= bar.x + bar.width + 1e-6


@FEW
@given(grid_data())
def test_a_grid_has_the_number_of_every_cell_that_is_used(data: Grid):
    n = len(data.values)
    used = [data.counts[i][j] for i in range(n) for j in range(n) if data.is_used(i, j)]
    assert [r.value for r in grid(data).rects] == used
    cells = [c for row in data.table.rows for c in row[1:] if c != ""]
    assert cells == used


@FEW
@given(bar_data(), dot_data, grid_data())
def test_every_figure_is_well_formed_and_has_no_element_of_a_label(a: Bars, b: Dots, c: Grid):
    for made, table in (
        (bars(a), a.table),
        (stacked(a), a.table),
        (dots(b), b.table),
        (grid(c), c.table),
    ):
        tree = parsed(figure(made, table, "k"))
        names = {e.tag.removeprefix(SVG) for e in tree.iter()}
        assert not names & {"script", "style", "foreignObject", "a", "image"}
        assert {
            k for e in tree.iter() for k in e.attrib if k.startswith("on") or k == "style"
        } == set()
        (picture,) = tree.iter(f"{SVG}svg")
        assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "k-t k-d")
        assert next(picture.iter(f"{SVG}title")).text in (shown(made.title), None)


def test_a_hostile_label_stays_text():
    data = Bars("t", "w", "items", ["a"], [BarRow(HOSTILE, [3])])
    tree = parsed(figure(bars(data), data.table, "k"))
    text = " ".join(t.text or "" for t in tree.iter(f"{SVG}text"))
    assert "<script>alert(1)</script>" in text.replace(" ", "")
    assert "[U+202E]gnp.exe" in text.replace(" ", "")
    assert "\u202e" not in "".join(tree.itertext())


@FEW
@given(texts.map(shown), st.integers(20, 400))
def test_wrapping_loses_no_character(text: str, room: int):
    assert "".join(wrapped(text, room)).replace(" ", "") == text.replace(" ", "")


@FEW
@given(st.text(alphabet="abcあ語 ", max_size=100), st.integers(20, 400))
def test_no_line_is_longer_than_its_room(text: str, room: int):
    assert all(width(line) <= room for line in wrapped(text, room))


def test_two_figures_of_a_page_share_no_id():
    data = Bars("t", "w", "items", ["a", "b"], [BarRow("x", [3, 0])])
    both = parsed(
        f"<div>{figure(bars(data), data.table, 'a')}{figure(bars(data), data.table, 'b')}</div>"
    )
    ids = [e.get("id") for e in both.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    uses = {r.get("fill") for r in both.iter(f"{SVG}rect") if r.get("fill")}
    assert uses <= {f"url(#{i})" for i in ids}


def test_series_differ_by_pattern_and_nothing_has_a_number_below_zero():
    data = Bars("t", "w", "items", list("abcdef"), [BarRow("x", [1, 2, 3, 4, 5, 6])])
    fills = {r.series for r in bars(data).rects if r.kind == "bar"}
    assert len(fills) == 6
    with pytest.raises(ValueError, match="shorter than nothing"):
        Bars("t", "w", "items", ["a"], [BarRow("x", [-1])])
    with pytest.raises(ValueError, match="one value for each series"):
        Bars("t", "w", "items", ["a"], [BarRow("x", [])])


def test_without_rows_there_is_still_a_table_and_a_picture():
    for data in (Bars("t", "w", "items", ["a"], []), Bars("t", "w", "items", [], [])):
        for made in (bars(data), stacked(data)):
            assert parsed(figure(made, data.table, "k")) is not None
    empty = Grid("t", "label", [], [])
    assert parsed(figure(grid(empty), empty.table, "k")) is not None
