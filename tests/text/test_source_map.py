"""Raw offsets, and the bytes and code points of the file that they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text import SourceMap, UndecodableError, decode

PARTS = st.sampled_from(
    ["a", "é", "漢", "🌊", "\r", "\n", "\r\n", "\ufeff", "\u2028", " ", "e\u0301"]
)


@given(st.lists(PARTS).map("".join), st.booleans(), st.data())
def test_a_raw_range_is_the_same_characters_in_the_file(body: str, bom: bool, data: st.DataObject):
    text = "\ufeff" * bom + body + "x"
    file = text.encode()
    found = SourceMap(file)
    assert found.raw == decode(file)
    start = data.draw(st.integers(0, len(found.raw)))
    end = data.draw(st.integers(start, len(found.raw)))
    first, last = found.to_bytes(start, end)
    a, b = found.to_code_points(start, end)
    assert file[first:last] == text[a:b].encode()
    assert text[a:b].replace("\r\n", "\n").replace("\r", "\n") == found.raw[start:end]


@given(st.lists(PARTS).map("".join), st.booleans())
def test_all_raw_ranges_together_are_the_whole_file_without_its_mark(body: str, bom: bool):
    file = ("\ufeff" * bom + "x" + body).encode()
    found = SourceMap(file)
    places = [found.to_bytes(n, n + 1) for n in range(len(found.raw))]
    mark = 3 if file.startswith(b"\xef\xbb\xbf") else 0
    assert [first for first, _ in places] == [mark, *(last for _, last in places[:-1])]
    assert places[-1][1] == len(file)


def test_what_is_outside_the_text_is_refused():
    found = SourceMap(b"\xef\xbb\xbfa\r\nb\rc")
    assert found.to_bytes(0, 5) == (3, 9)
    assert found.to_code_points(1, 2) == (2, 4)
    for start, end in ((-1, 2), (3, 2), (0, 6)):
        with pytest.raises(ValueError, match="is not in a raw text of length 5"):
            found.to_bytes(start, end)
    with pytest.raises(UndecodableError):
        SourceMap(b"caf\xe9")
