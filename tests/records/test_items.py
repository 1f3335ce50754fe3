"""What the voters gave of the same thing: what is open, and who votes."""

from pathlib import Path

import mini
from communique.records.items import items
from opened import given, read
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
