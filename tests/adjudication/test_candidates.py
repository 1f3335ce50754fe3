"""The id of a candidate tells variants apart, and nobody who gave one."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mini
from communique.adjudication.candidates import candidate_id
from communique.records.items import comparison_key
from sample_records import LAYER, record

RECORDS = st.builds(
    record,
    st.sampled_from(["ann-1", "ann-2"]),
    st.sampled_from(["person", "place"]),
    st.integers(0, 2),
    end=st.integers(8, 9),
    reading=st.sampled_from([None, "literal", "metonymic"]),
)


@given(RECORDS, RECORDS)
def test_an_id_stands_for_what_counts(a: Any, b: Any):
    same = comparison_key(LAYER, a) == comparison_key(LAYER, b)
    assert (candidate_id(LAYER, a) == candidate_id(LAYER, b)) == same


@pytest.mark.parametrize(
    "change",
    [
        {"annotator": "ann-2", "annotation_id": "a-other", "region": "r9"},
        {"pass_": 2, "guideline_version": "2.0", "origin": "prediction"},
        {"raw_start": 7, "raw_end": 14},
        {"attributes": {"note": "not sure"}},
    ],
)
def test_who_gave_it_and_what_does_not_count_leave_no_trace(change: dict[str, Any]):
    assert candidate_id(LAYER, record("ann-1", **change)) == candidate_id(LAYER, record("ann-1"))


@pytest.mark.parametrize("change", [{"doc_id": "two"}, {"layer": "other"}, {"start": 4}])
def test_another_thing_has_another_id(change: dict[str, Any]):
    assert candidate_id(LAYER, record("ann-1", **change)) != candidate_id(LAYER, record("ann-1"))


def test_it_is_a_region_id_that_no_annotator_has():
    found = candidate_id(LAYER, record("ann-1"))
    assert re.fullmatch(r"c[0-9a-f]{10}", found)
    assert found not in {row["id"] for row in mini.annotation(mini.names_task())["result"]}
