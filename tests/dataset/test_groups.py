"""Groups of near-duplicates: found by shared text, numbered once, ruled by `split_group`."""

import tracemalloc
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import broken
from communique.checks import run
from communique.corpus import Source, load_sources
from communique.dataset.groups import document_groups, overlapping
from communique.text.overlap import RUN, Words, shared_runs, words

PHRASE = "the harbour wall has stood for a hundred years"


def source(doc_id: str, **values: Any) -> Source:
    return Source(doc_id=doc_id, file=f"{doc_id}.txt", sha256=f"{ord(doc_id):064x}", **values)


def test_documents_that_share_text_are_one_group():
    texts = {"a": f"One. {PHRASE}.", "b": f"Two: {PHRASE.upper()}!", "c": "Nothing of the sort."}
    assert overlapping(texts, []) == [["a", "b"]]
    assert overlapping(texts, [PHRASE]) == []
    groups = document_groups([source(d) for d in texts], overlapping(texts, []))
    assert groups == {"a": 0, "b": 0, "c": 1}


def test_a_recorded_number_is_kept_and_the_smaller_one_wins():
    recorded = [source("a", group=4), source("b", group=2), source("c"), source("d")]
    assert document_groups(recorded) == {"a": 4, "b": 2, "c": 0, "d": 1}
    assert document_groups(recorded, [["a", "c"]]) == {"a": 4, "b": 2, "c": 4, "d": 0}
    assert document_groups(recorded, [["a", "b"]]) == {"a": 2, "b": 2, "c": 0, "d": 1}
    gone = [source("a", group=0, status="withdrawn"), source("b")]
    assert document_groups(gone) == {"a": 0, "b": 1}


def test_a_split_group_that_a_person_set_rules():
    set_by_hand = [source("a", split_group="x"), source("b", split_group="y"), source("c")]
    assert document_groups(set_by_hand, [["a", "b", "c"]]) == {"a": 0, "b": 1, "c": 2}
    together = [source("a", split_group="x", group=0), source("b", split_group="x", group=1)]
    assert document_groups(together) == {"a": 0, "b": 0}
    own_id = [source("a", split_group="a"), source("b", split_group="b")]
    assert document_groups(own_id, [["a", "b"]]) == {"a": 0, "b": 0}


@given(
    st.lists(st.lists(st.sampled_from("abcdef"), min_size=2, max_size=3), max_size=5),
    st.permutations("abcdef"),
)
def test_recording_changes_nothing(overlaps: list[list[str]], order: list[str]):
    first = document_groups([source(d) for d in order], overlaps)
    again = document_groups([source(d, group=first[d]) for d in sorted(order)], overlaps)
    assert again == first
    assert sorted(set(first.values())) == list(range(len(set(first.values()))))
    for documents in overlaps:
        assert len({first[d] for d in documents}) == 1


@given(st.lists(st.lists(st.sampled_from("xyz"), max_size=30), min_size=2, max_size=4))
def test_shared_runs_are_exactly_those_of_two_documents(texts: list[list[str]]):
    by_id = {str(i): text for i, text in enumerate(texts)}
    found = shared_runs(by_id, {d: d for d in by_id})
    places: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for doc_id, text in by_id.items():
        for start in range(len(text) - RUN + 1):
            places.setdefault(tuple(text[start : start + RUN]), []).append((doc_id, start))
    assert found == {run: at for run, at in places.items() if len({d for d, _ in at}) > 1}


def test_words_that_no_other_text_has_are_not_kept():
    doc_ids = [f"d{i}" for i in range(100)]
    texts = Words(doc_ids, lambda doc_id: " ".join(f"{doc_id}w{k}" for k in range(1000)))
    tracemalloc.start()
    try:
        assert shared_runs(texts, {doc_id: doc_id for doc_id in doc_ids}) == {}
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100 * 100_000  # bytes; a dictionary of all words takes more than 150 a word


def test_words_have_neither_case_nor_punctuation():
    assert words("Don't STOP, Ärger!") == ["don", "t", "stop", "ärger"]


def test_clean_records_the_groups_and_check_warns_across_splits(tmp_path: Path, communique: Any):
    root = tmp_path / "corpus"
    broken.write(root, "split-leakage")
    assert communique("clean", "--corpus", root).returncode == 0
    groups = {s.doc_id: s.group for s in load_sources(root / "corpus/sources.yaml").documents}
    assert groups == {"one": 0, "two": 0}
    (found,) = (p for p in run(root) if p.id == "split-leakage")
    assert (found.document, found.message.startswith("9 words in a row")) == ("two", True)
    # The phrase is allowed now, but the group is kept: it is still divided.
    broken.edit(
        root / "schema/corpus.yaml",
        "layers:\n",
        "allowed_overlap: [Ann Lee met the team in Paris on Monday]\nlayers:\n",
    )
    (found,) = (p for p in run(root) if p.id == "split-leakage")
    assert found.message == "group 0 is also in one (train)"
