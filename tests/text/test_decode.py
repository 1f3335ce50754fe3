"""Bytes to text: what is refused, and what changes."""

import pytest

from communique.text import UndecodableError, decode


@pytest.mark.parametrize(
    ("data", "reason", "byte"),
    [
        (b"caf\xe9", "not UTF-8", 3),
        (b"\xef\xbb\xbfab\xff", "not UTF-8", 5),
        (b"a\xed\xa0\x80", "not UTF-8", 1),
        (b"a\0b", "NUL character", 1),
        (b"\xef\xbb\xbf \n", "the file holds no text", None),
        (b"", "the file holds no text", None),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(data: bytes, reason: str, byte: int):
    with pytest.raises(UndecodableError) as caught:
        decode(data)
    assert (caught.value.reason, caught.value.byte) == (reason, byte)


def test_decoding_changes_line_ends_and_nothing_else():
    assert decode("\ufeffa\r\nb\rc\u00a0e\u0301\ufeff".encode()) == "a\nb\nc\u00a0e\u0301\ufeff"
