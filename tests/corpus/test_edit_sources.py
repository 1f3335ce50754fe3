"""Edits of sources.yaml keep comments and layout."""

import pytest

from communique.corpus.edit_sources import with_values

BLOCK = """\
# a comment
- doc_id: "a"  # first
  file: a.txt
- file: b.txt
  doc_id: b
  status: active  # for now
  group:
"""


def test_a_new_key_follows_the_id():
    text = with_values(BLOCK, "group", {"a": "3"})
    assert text == BLOCK.replace('doc_id: "a"', 'doc_id: "a"\n  group: 3')


def test_a_known_key_gets_the_new_value():
    assert with_values(BLOCK, "status", {"b": "withdrawn"}) == BLOCK.replace("active", "withdrawn")
    assert with_values(BLOCK, "group", {"b": "7"}) == BLOCK.replace("group:", "group: 7")


@pytest.mark.parametrize("head", ["", "documents:\n"])
def test_flow_style_and_the_key_documents(head: str):
    text = f"{head}- {{doc_id: a, file: a.txt}}\n- {{doc_id: b, file: b.txt, group: 0}}\n"
    wanted = (
        f"{head}- {{doc_id: a, group: 5, file: a.txt}}\n- {{doc_id: b, file: b.txt, group: 1}}\n"
    )
    assert with_values(text, "group", {"a": "5", "b": "1", "c": "2"}) == wanted
