"""A text with marks: the same characters, whatever the spans; crossing spans are split."""

import random
from collections import Counter
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.site.inline import Mark, attribute, marked, within

HOSTILE = "a<b>&amp;\"'</p><script>alert(1)</script>]]>\r\n\f\u202eolleh\u2066 \U0001f600e\u0301"
HOSTILE += "\u5317\u4eac \u05e9\u05dc\u05d5\u05dd"


class Parsed(HTMLParser):
    """What a browser sees: the characters, and the characters and ids of each mark."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.pieces: list[tuple[str, int, int]] = []
        self.ids: Counter[str] = Counter()
        self.tags: set[str] = set()
        self._open: list[tuple[str, int]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self._open.append((given.get("data-uid") or "", len(self.text)))
        if given.get("id"):
            self.ids[given["id"] or ""] += 1

    def handle_endtag(self, tag: str) -> None:
        uid, start = self._open.pop()
        self.pieces.append((uid, start, len(self.text)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _mark(number: int, start: int, end: int) -> Mark:
    return Mark(start, end, f"u{number}", "", attribute("id", f"u{number}"))


def _check(text: str, marks: list[Mark]) -> None:
    found = Parsed(marked(text, marks))
    assert found.text == text
    assert found.tags <= {"mark"}
    covered: dict[str, list[int]] = {}
    for uid, start, end in found.pieces:
        assert start < end, "a piece is never empty"
        covered.setdefault(uid, []).extend(range(start, end))
    wanted = {m.uid: list(range(m.start, m.end)) for m in marks}
    assert {uid: sorted(at) for uid, at in covered.items()} == wanted
    assert found.ids == Counter(m.uid for m in marks), "the first piece alone has the id"


@st.composite
def _spans(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
    )
    places = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    ranges = [(min(p), max(p)) for p in places if p[0] != p[1]]
    return text, [_mark(n, *place) for n, place in enumerate(ranges)]


@settings(max_examples=150, deadline=None)
@given(_spans())
def test_any_text_with_any_spans_keeps_its_characters(case: tuple[str, list[Mark]]):
    _check(*case)


def test_ten_thousand_random_span_sets_keep_the_characters_of_a_hostile_text():
    chance = random.Random(7)
    for _ in range(10_000):
        marks: list[Mark] = []
        for number in range(chance.randint(0, 7)):
            start, end = sorted(chance.sample(range(len(HOSTILE) + 1), 2))
            marks.append(_mark(number, start, end))
        _check(HOSTILE, marks)


def test_nested_spans_are_one_mark_each_and_crossing_spans_are_split():
    nested = Parsed(marked("abcdef", [_mark(0, 0, 6), _mark(1, 2, 4)]))
    assert Counter(uid for uid, _, _ in nested.pieces) == {"u0": 1, "u1": 1}
    crossing = marked("abcdef", [_mark(0, 0, 4), _mark(1, 2, 6)])
    assert Counter(uid for uid, _, _ in Parsed(crossing).pieces) == {"u0": 1, "u1": 2}
    assert crossing.count(' id="u1"') == 1
    assert crossing.count("data-continued") == 1


def test_a_span_over_two_blocks_has_its_id_in_the_first_alone():
    mark = _mark(0, 3, 9)
    first, second = (
        marked(t, within([mark], *r)) for t, r in (("abcde", (0, 5)), ("fghij", (6, 11)))
    )
    assert ' id="u0"' in first
    assert ' id="u0"' not in second
    assert "data-uid" in second
    assert "data-continued" in second
