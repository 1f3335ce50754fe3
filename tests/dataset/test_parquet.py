"""Rows come back from parquet files, whatever parts and processes wrote them."""

import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, Features, List, Value
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.dataset.arrays import Row
from communique.dataset.parquet import Rows, Table, read_group_rows, read_rows, write_table

COLUMNS = Features(
    {
        "word": Value("string"),
        "size": Value("int32"),
        "sure": Value("bool"),
        "class": ClassLabel(names=["a", "b"]),
        "spans": List({"at": Value("int32"), "kinds": List(ClassLabel(names=["x", "y"]))}),
        "dateline": {"start": Value("int32")},
    }
)


SPANS = st.fixed_dictionaries({"at": st.integers(0, 9), "kinds": st.lists(st.sampled_from("xy"))})
ROWS = st.fixed_dictionaries(
    {
        "word": st.none() | st.text(max_size=9),
        "size": st.none() | st.integers(-9, 9),
        "sure": st.none() | st.booleans(),
        "class": st.none() | st.sampled_from("ab"),
        "spans": st.none() | st.lists(SPANS, max_size=3),
        "dateline": st.none() | st.fixed_dictionaries({"start": st.none() | st.integers(0, 9)}),
    }
)


@given(st.lists(ROWS, max_size=30), st.integers(1, 7))
@settings(max_examples=50, deadline=None)
def test_rows_come_back_and_their_parts_leave_no_trace(rows: list[Row], size: int):
    parts = [Rows(rows[n : n + size]) for n in range(0, len(rows), size)]
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("whole", "parts")]
        tables = [
            write_table(p, COLUMNS, to) for p, to in zip(([Rows(rows)], parts), paths, strict=True)
        ]
        assert tables[0] == tables[1]
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert read_rows(paths[0]) == rows


def test_processes_leave_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    rows = [{**dict.fromkeys(COLUMNS), "size": n, "spans": []} for n in range(25_000)]
    parts = [Rows(rows[n : n + 700]) for n in range(0, len(rows), 700)]
    tables: list[Table] = []
    for cores in (1, 3):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, n=cores: range(n))
        tables.append(write_table(parts, COLUMNS, tmp_path / str(cores)))
    assert tables[0] == tables[1]
    assert (tmp_path / "1").read_bytes() == (tmp_path / "3").read_bytes()
    assert pq.read_metadata(tmp_path / "3").num_row_groups == 3
    assert read_rows(tmp_path / "3") == rows


def test_a_label_without_a_class_is_named_from_every_process(tmp_path: Path):
    rows = [{**dict.fromkeys(COLUMNS), "class": "a" if n < 99 else "c"} for n in range(100)]
    with pytest.raises(ValueError, match="class: 'c' is not a class of this column"):
        write_table([Rows([row]) for row in rows], COLUMNS, tmp_path / "table")


def test_parts_leave_no_trace_in_long_texts(tmp_path: Path):
    chance = random.Random(1)
    rows = [
        {**dict.fromkeys(COLUMNS), "word": chance.randbytes(900).hex(), "spans": []}
        for _ in range(1_500)
    ]
    for name, size in (("whole", len(rows)), ("parts", 70)):
        parts = [Rows(rows[n : n + size]) for n in range(0, len(rows), size)]
        write_table(parts, COLUMNS, tmp_path / name, group_rows=1_000)
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "parts").read_bytes()
    assert read_group_rows(tmp_path / "whole") == 1_000
