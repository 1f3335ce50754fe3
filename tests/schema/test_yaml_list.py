"""A list of models is read entry by entry, and its faults are named as ever."""

from pathlib import Path

import pytest

from communique.corpus.sources import LIST_KEY, Source, Sources, load_sources
from communique.schema import YamlError, read_model
from communique.schema.yaml_list import NotPlainError, read_entries

GOOD = f"""# the sources
- doc_id: "007"
  file: raw/a.txt
  sha256: {"0" * 64}
  published: 2021-03
  title: ~
  note: 'null'
  original: {{file: a.html, sha256: {"1" * 64}, media_type: text/html, charset: utf-8,
    code: [[1, 2]]}}
- {{doc_id: b, file: b.txt, sha256: {"2" * 64}, group: 3, status: withdrawn}}
"""


def test_the_entries_are_those_of_the_general_reader(tmp_path: Path):
    path = tmp_path / "sources.yaml"
    path.write_text(GOOD, encoding="utf-8-sig")
    entries = read_entries(path, Source)
    assert entries == list(read_model(path, Sources, list_key=LIST_KEY).documents)
    assert entries[0].title is None
    assert entries[0].note == "null"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("file: raw/a.txt", "file: raw/a.txt\n  file: raw/a.txt"),
        ("file: raw/a.txt", "file: ../a.txt"),
        ("doc_id: b", "doc_id: !!python/name:os.system b"),
        ("doc_id: b", "doc_id: '007'"),
        ("file: b.txt", "file: &x b.txt, note: *x"),
        ("group: 3", "group: many"),
        ("sha256: " + "2" * 64, "sha256: short"),
        ("# the sources", "---\n- {}\n---"),
        ("title: ~", "title: [~"),
        ("title: ~", "? [title]\n  : a"),
    ],
)
def test_every_fault_is_named_as_by_the_general_reader(tmp_path: Path, before: str, after: str):
    path = tmp_path / "sources.yaml"
    assert before in GOOD
    path.write_text(GOOD.replace(before, after, 1))
    with pytest.raises(YamlError) as wanted:
        read_model(path, Sources, list_key=LIST_KEY)
    with pytest.raises(YamlError) as found:
        load_sources(path)
    assert found.value.faults == wanted.value.faults


def test_a_file_that_is_no_list_is_left_to_the_general_reader(tmp_path: Path):
    path = tmp_path / "sources.yaml"
    for text in ("", "documents: []", "a"):
        path.write_text(text)
        with pytest.raises(NotPlainError):
            read_entries(path, Source)


def test_sources_take_little_memory(tmp_path: Path):
    """A hundred thousand of them are kept at once."""
    path = tmp_path / "sources.yaml"
    path.write_text(
        GOOD.replace("title: ~", "publisher: The Press").replace("group: 3", "publisher: The Press")
    )
    first, second = read_entries(path, Source)
    assert not hasattr(first, "__dict__")
    assert first.publisher == "The Press"
    assert first.publisher is second.publisher
