"""Encrypted notes open with the texts alone."""

import pytest

from communique.dataset.encrypted_notes import MARK, SealError, key_of, seal, unseal

KEY = key_of(["a text", "another"])
NOTES = [["names", "train", 0, ["note"], "ein Wort — 字"]]
# NOTES under KEY, as the tool sealed them in the beginning.
FIRST_FORMAT = bytes.fromhex(
    "f3ab6784488ec743e231ef3bacedee2584e9ae19226989fb4ac71df45e839d7e"
    "3db41e9e81cbfa24b0d56cbf004c6d5eae42658ed0a35669da912169e8d8b17ef23efd26f723c4425cbecbba83d9c0"
    "a889"
)


def test_seals_open_with_the_texts_alone():
    sealed = seal(NOTES, KEY)
    assert unseal(sealed, key_of(["another", "a text"])) == NOTES
    assert seal(NOTES, KEY) == sealed
    assert seal([*NOTES, 1], KEY)[len(MARK) :][:8] != sealed[len(MARK) :][:8]
    assert sealed.startswith(MARK)
    other = key_of(["a text"])
    for data, key in ((sealed, other), (sealed[:-1] + b"x", KEY), (MARK, KEY), (b"", KEY)):
        with pytest.raises(SealError):
            unseal(data, key)


def test_seals_of_the_first_format_open_too():
    assert unseal(FIRST_FORMAT, KEY) == NOTES
    assert not FIRST_FORMAT.startswith(MARK)


@pytest.mark.parametrize("data", [MARK + FIRST_FORMAT, seal(NOTES, KEY)[len(MARK) :]])
def test_the_mark_alone_says_the_format(data: bytes):
    with pytest.raises(SealError):
        unseal(data, KEY)
