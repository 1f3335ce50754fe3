"""What the voters gave of the same thing: what is open, and who votes."""

from pathlib import Path

import hypothesis
from hypothesis import strategies as st

import mini
from communique.records.items import _by_place, _span, items
from communique.text.matching import cluster
from opened import given, read
from sample_records import LAYER, record
from voters import two_readings


def test_open_items_are_what_counts_and_differs(tmp_path: Path):
    root = mini.write_corpus(tmp_path, two_readings())
    schema, _ = given(root)
    split = [i for i in items(schema, *read(root)) if not i.unanimous]
    assert [(i.layer, i.records[0].kind, len(i.records), i.voters) for i in split] == [
        ("names", "span", 2, ("ann-1", "ann-2")),
        ("frames", "block", 2, ("ann-1", "ann-2")),
        ("frames", "document", 2, ("ann-1", "ann-2")),
    ]


def test_pilots_and_repetitions_do_not_vote(tmp_path: Path):
    readings = two_readings()
    again = readings["names/ann-1.2"] = readings.pop("names/ann-2")
    mini.annotation(again[0]).update(completed_by="ann-1", updated_by="ann-1")
    root = mini.write_corpus(tmp_path, readings)
    pilot = {"{id: ann-2, type: human}": "{id: ann-2, type: human, role: pilot}"}
    schema, _ = given(root, pilot)
    found = items(schema, *read(root))
    assert {i.voters for i in found} == {("ann-1",)}
    assert all(i.unanimous for i in found)


RECORDS = st.lists(
    st.tuples(st.sampled_from(("ann-1", "ann-2")), st.integers(0, 9), st.integers(0, 3)),
    max_size=6,
    unique=True,
)


@hypothesis.given(places=RECORDS)
def test_spans_of_plain_places_are_grouped_as_all_others(places: list[tuple[str, int, int]]):
    spans = [
        record(who, raw_start=3 * start, raw_end=3 * start + length, annotation_id=f"a{n}")
        for n, (who, start, length) in enumerate(places)
    ]
    grouped = [{s.key for s in group} for group in cluster([_span(LAYER, r) for r in spans])]
    found = _by_place(spans)
    assert found is None or [{r.annotation_id for r in group} for group in found] == grouped
    twice = len({(who, start) for who, start, _ in places}) < len(places)
    is_plain = len({start for _, start, _ in places}) == len({p[1:] for p in places})
    assert (found is None) == (twice or not is_plain or any(p[2] == 0 for p in places))
