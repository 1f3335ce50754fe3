"""Nothing is lost, nothing is made up, and every code point maps both ways."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cleaning import POLICIES, REASONS, CleanText, clean, kept_lines
from communique.text import BLOCK_TYPES, OffsetMap
from communique.text.blocks import BODY_TYPES, make_block_id

SENTENCE = "The council met on Tuesday to discuss the harbour wall and the money it would need. "
FRAGMENTS = [
    "",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff\u200b",
    "Storm closes the harbour",
    "By Ada Byron - Mar 3, 2020",
    "Dr Ada Byron",
    "PORT TOWN, Norland - " + SENTENCE,
    SENTENCE * 3,
    SENTENCE,
    "Repairs to come\u00a0",
    "with more money\u00a0",
    "  1. Ada Byron, “Walls of the North”, Port Gazette, 3 March 2020,",
    "  2. “The sea and its walls”, https://example.org/walls, 2019",
    "References",
    "Post new comment",
    "2 + 3 =",
    "Your name *",
    "Share on Facebook",
    "Copyright 2020 Port Gazette",
    "Ada Byron AP",
    "Photo: Ada Byron",
    "Why?",
    "👩‍👩‍👧‍👦 and e\u0301 cafe\u0301",
    "a\rb\x0bc\u2028d\x85e\x1cf",
    "日本語の記事の題名",
    "これは長い文です。" * 20,
    "the wall that has stood for a hundred years against the sea and",
    "which the town had never thought of as a thing that could fall, was",
]
LINES = st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30))
RAW = st.lists(LINES, max_size=25).map("\n".join)


def check_pieces(raw: str, result: CleanText) -> None:
    for block in result.blocks:
        assert block.type in BLOCK_TYPES
        assert block.block_id == make_block_id(block.raw_start)
        base = block.start or 0
        surface = block.surface(raw)
        assert surface
        assert surface == surface.strip()
        assert "\n" not in surface
        offset = base
        for piece in block.pieces:
            assert piece.start == offset
            copied = raw[piece.raw_start : piece.raw_end]
            assert surface[piece.start - base : piece.end - base] == copied
            offset = piece.end + 1
        assert (block.raw_start, block.raw_end) == (
            block.pieces[0].raw_start,
            block.pieces[-1].raw_end,
        )
        content = raw[block.raw_start : block.raw_end].encode("utf-8", "surrogatepass")
        assert block.raw_sha256 == sha256(content).hexdigest()


def check_text(raw: str, result: CleanText) -> None:
    body = [block for block in result.blocks if block.type in BODY_TYPES]
    assert result.text == "\n".join(block.surface(raw) for block in body)
    for block in result.blocks:
        assert (block.start is None) == (block.type not in BODY_TYPES) == (block.end is None)
    for block in body:
        assert result.text[block.start : block.end] == block.surface(raw)


def check_conservation(raw: str, result: CleanText) -> None:
    pieces = [(p.raw_start, p.raw_end) for block in result.blocks for p in block.pieces]
    gone = [(r.raw_start, r.raw_end) for r in result.removed]
    assert pieces == sorted(pieces)
    assert gone == sorted(gone)
    assert all(r.reason in REASONS and r.rule for r in result.removed)
    offset = 0
    for start, end in sorted(pieces + gone):
        assert offset <= start < end
        assert not raw[offset:start].strip()
        offset = end
    assert not raw[offset:].strip()
    ids = [block.block_id for block in result.blocks]
    assert len(ids) == len(set(ids))


def check_map(raw: str, result: CleanText) -> None:
    offsets = OffsetMap.of(result.blocks)
    copied = 0
    for at, char in enumerate(result.text):
        in_raw = offsets.point_to_raw(at)
        if in_raw is not None:
            copied += 1
            assert raw[in_raw] == char
            assert offsets.point_from_raw(in_raw) == at
    body = [b for b in result.blocks if b.start is not None]
    assert copied == sum(p.length for b in body for p in b.pieces)


@given(RAW, st.sampled_from(POLICIES))
@settings(max_examples=300, deadline=None)
def test_every_contract_holds_for_any_text(raw: str, policy: str) -> None:
    result = clean(raw, policy)
    check_pieces(raw, result)
    check_text(raw, result)
    check_conservation(raw, result)
    check_map(raw, result)


@given(RAW, st.sampled_from(POLICIES))
@settings(max_examples=100, deadline=None)
def test_kept_lines_are_the_lines_of_the_blocks(raw: str, policy: str) -> None:
    kept = kept_lines(raw, clean(raw, policy))
    lines = raw.split("\n")
    assert all(line in lines for line in kept.split("\n") if line)
    surfaces = [raw[p.raw_start : p.raw_end] for b in clean(raw, policy).blocks for p in b.pieces]
    assert [line.strip() for line in kept.split("\n")] == (surfaces or [""])


@given(
    st.sampled_from(["", "Storm closes the harbour\n\n", "Storm\nBy Ada Byron - Mar 3, 2020\n\n"]),
    st.sampled_from(["PORT TOWN", "PORT TOWN, Norland", "Port Town, Norland (Reuters)"]),
    RAW,
)
@settings(max_examples=100, deadline=None)
def test_dateline_is_at_the_head_of_a_paragraph(head: str, place: str, rest: str) -> None:
    result = clean(f"{head}{place} - {SENTENCE * 3}\n\n{SENTENCE * 2}\n\n{rest}")
    assert result.dateline is not None
    first = next(b for b in result.blocks if b.type == "paragraph")
    assert result.dateline.start == first.start
    found = result.text[result.dateline.start : result.dateline.end]
    assert found == place.removesuffix(" (Reuters)")


@pytest.mark.parametrize("raw", ["", "\n", " \n\u00a0\n", "\ud800", "\ufeff", "\r", "\n\nx\n\n"])
def test_odd_texts_are_no_error(raw: str) -> None:
    check_conservation(raw, clean(raw))
