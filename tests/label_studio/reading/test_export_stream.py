"""Tasks as a stream: any JSON list, whatever the chunks cut; nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.label_studio.reading import json_elements
from communique.label_studio.reading.export_stream import UnreadableExportError, tasks

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text('ab"\\é😀'), inner),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(VALUES, max_size=6), st.sampled_from([None, 1]), st.booleans(), st.integers(1, 40))
def test_whatever_the_chunks_cut(tmp_path_factory, values, indent, ascii_only, chunk):
    path = tmp_path_factory.mktemp("stream") / "export.json"
    path.write_text(json.dumps(values, indent=indent, ensure_ascii=ascii_only), "utf-8")
    before, json_elements._CHUNK = json_elements._CHUNK, chunk
    try:
        assert list(tasks(path)) == values
    finally:
        json_elements._CHUNK = before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "expected a list"),
        (b'{"a": 1}', "expected a list"),
        (b"[", "not JSON"),
        (b"[1,", "not JSON"),
        (b"[1 2]", "expected a comma"),
        (b"[1] 2", "more text after the end of the list"),
        (b'[{"a": tru}]', "not JSON"),
        (b'["a', "not JSON"),
        (b"[NaN]", "NaN is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" + b"9" * 5000 + b"]", "not JSON"),
        (b'["\xff"]', "not UTF-8"),
        (b'["\\ud83d"]', "half a surrogate pair"),
        (b'["\\ude00\\ud83d"]', "half a surrogate pair"),
        (b'["\\\\\\ud83d"]', "half a surrogate pair"),
    ],
)
def test_what_is_no_list_of_tasks_is_said(tmp_path: Path, content: bytes, message: str):
    path = tmp_path / "export.json"
    path.write_bytes(content)
    with pytest.raises(UnreadableExportError, match=message):
        list(tasks(path))


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'\xef\xbb\xbf["a"]', "a"),
        (b'["\\ud83d\\ude00"]', "😀"),
        (b'["\\\\ud83d"]', "\\ud83d"),
        (b'["a\\r\\nb"]', "a\r\nb"),
    ],
)
def test_what_is_sound_passes(tmp_path: Path, content: bytes, value: str):
    path = tmp_path / "export.json"
    path.write_bytes(content)
    assert list(tasks(path)) == [value]
