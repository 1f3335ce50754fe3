"""JSON that waits in a temporary file is the JSON that is committed."""

import pytest

from communique.util.atomic_write import json_text
from communique.util.kept_json import KeptJson

DATA = {"text": "Zürich\r\n\u2028", "rows": [{"a": 0.1, "b": None}] * 90_000, "empty": {}}


def test_it_is_what_json_text_gives_and_can_be_read_again():
    kept = KeptJson(DATA)
    assert kept.read() == kept.read() == json_text(DATA).encode()


def test_half_a_character_is_refused_as_before():
    with pytest.raises(UnicodeEncodeError):
        KeptJson("\ud800")
