"""Conservation and the offset map, over arbitrary texts and over the corpus."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.cleaning import clean
from communique.corpus.documents import document_from_json
from communique.text import OffsetMap, Piece, decode
from communique.text.conservation import broken_pieces, unaccounted
from paths import ROOT

LINES = st.lists(
    st.one_of(
        st.text(alphabet="abc Ω😀\u0301\u00a0\u200b\u2028.,!?\t", max_size=90),
        st.sampled_from(
            ["", "Leave a comment", "Advertisement", "A sentence that stays, as it must."]
        ),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["extracted", "page"]))
def test_every_character_is_kept_removed_or_white_space(lines: list[str], policy: str):
    raw = "\n".join(lines)
    made = clean(raw, policy)
    assert list(unaccounted(raw, made.blocks, made.removed)) == []
    assert list(broken_pieces(raw, made.text, made.blocks)) == []


@given(LINES)
def test_the_map_is_exact_both_ways(lines: list[str]):
    raw = "\n".join(lines)
    made = clean(raw)
    offsets = OffsetMap.of(made.blocks)
    for i, char in enumerate(made.text):
        at = offsets.point_to_raw(i)
        if at is not None:
            assert raw[at] == char
            assert offsets.point_from_raw(at) == i
        else:
            assert char in " \n"
    kept = sum(p.length for b in made.blocks if b.start is not None for p in b.pieces)
    assert kept == sum(offsets.point_from_raw(i) is not None for i in range(len(raw)))


@given(LINES, st.data())
def test_a_range_goes_to_raw_and_back(lines: list[str], data: st.DataObject):
    made = clean("\n".join(lines))
    offsets = OffsetMap.of(made.blocks)
    start = data.draw(st.integers(-2, len(made.text) + 2))
    end = data.draw(st.integers(-2, len(made.text) + 2))
    raw = offsets.to_raw(start, end)
    if raw is not None:
        assert offsets.from_raw(*raw) == (start, end)


def test_a_blank_between_pieces_has_no_raw_offset():
    offsets = OffsetMap([Piece(0, 10, 3), Piece(4, 20, 3)])
    assert offsets.to_raw(0, 7) == (10, 23)
    assert offsets.to_raw(3, 4) is None
    assert offsets.to_raw(2, 5) == (12, 21)
    assert offsets.from_raw(13, 20) is None


@pytest.mark.parametrize("doc_id", ["000", "001", "002", "003", "004"])
def test_the_corpus_maps_back_whole(doc_id: str):
    document = document_from_json(json.loads((ROOT / f"corpus/clean/{doc_id}.json").read_text()))
    (raw_file,) = (ROOT / "corpus/raw").glob(f"{doc_id}_*")
    raw = decode(raw_file.read_bytes())
    for block in document.body:
        assert document.text[block.start : block.end] == block.surface(raw)
    assert list(unaccounted(raw, document.blocks, document.removed)) == []
