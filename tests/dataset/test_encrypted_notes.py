"""Sealed notes open with the texts alone."""

import pytest

from communique.dataset.encrypted_notes import SealError, key_of, seal, unseal


def test_seals_open_with_the_texts_alone():
    key, other = key_of(["a text", "another"]), key_of(["a text"])
    notes = [["names", "train", 0, ["note"], "ein Wort — 字"]]
    assert unseal(seal(notes, key), key_of(["another", "a text"])) == notes
    assert seal(notes, key) == seal(notes, key)
    assert seal([*notes, 1], key)[32:40] != seal(notes, key)[32:40]
    for data, wrong in ((seal(notes, key), other), (seal(notes, key)[:-1] + b"x", key)):
        with pytest.raises(SealError):
            unseal(data, wrong)
