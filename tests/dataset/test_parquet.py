"""Rows come back from parquet files, in whatever parts they were written."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, Features, List, Value
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.dataset.arrays import Row, columns_of, to_table
from communique.dataset.parquet import (
    RowGroups,
    read_group_rows,
    read_rows,
    write_table,
)
from communique.dataset.shards import Shards, ShardWriter

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


def in_parts(rows: list[Row], size: int, into: Path) -> Shards:
    """Write rows as a build does, some at a time."""
    writer = ShardWriter(COLUMNS, into, "words", "train")
    for start in range(0, len(rows), size):
        writer.add(to_table(columns_of(rows[start : start + size]), COLUMNS))
    return writer.close()


@given(st.lists(ROWS, max_size=30), st.integers(1, 7))
@settings(max_examples=50, deadline=None)
def test_rows_come_back_and_their_parts_leave_no_trace(rows: list[Row], size: int):
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        table = write_table(rows, COLUMNS, whole)
        ((name, written),) = in_parts(rows, size, Path(folder)).files
        assert written == table
        assert (Path(folder) / name).read_bytes() == whole.read_bytes()
        assert read_rows(whole) == rows


def groups(sizes: list[int], size: int) -> list[list[int]]:
    """The numbers in each group, if 0, 1, 2 ... come in tables of these sizes."""
    columns, dividing, start = Features({"n": Value("int32")}), RowGroups(size), 0
    made: list[Any] = []
    for n_rows in sizes:
        numbers = list(range(start, start + n_rows))
        made += dividing.add(to_table({"n": numbers}, columns))
        start += n_rows
    made += dividing.rest()
    assert all(group.column("n").num_chunks == 1 for group in made)
    return [group.column("n").to_pylist() for group in made]


@given(st.lists(st.integers(0, 25), max_size=12), st.integers(1, 9))
def test_row_groups_have_equal_sizes_and_keep_the_order(sizes: list[int], size: int):
    numbers = list(range(sum(sizes)))
    assert groups(sizes, size) == [
        numbers[start : start + size] for start in range(0, len(numbers), size)
    ]


def test_a_table_has_several_row_groups(tmp_path: Path):
    rows = [{**dict.fromkeys(COLUMNS), "size": n, "spans": []} for n in range(25_000)]
    ((name, _),) = in_parts(rows, 700, tmp_path).files
    assert pq.read_metadata(tmp_path / name).num_row_groups == 3
    assert read_rows(tmp_path / name) == rows


def test_a_label_without_a_class_is_named(tmp_path: Path):
    rows = [{**dict.fromkeys(COLUMNS), "class": "a" if n < 99 else "c"} for n in range(100)]
    with pytest.raises(ValueError, match="class: 'c' is not a class of this column"):
        write_table(rows, COLUMNS, tmp_path / "table")


def test_parts_leave_no_trace_in_long_texts(tmp_path: Path):
    chance = random.Random(1)
    rows = [
        {**dict.fromkeys(COLUMNS), "word": chance.randbytes(900).hex(), "spans": []}
        for _ in range(11_000)
    ]
    write_table(rows, COLUMNS, tmp_path / "whole")
    ((name, _),) = in_parts(rows, 70, tmp_path).files
    assert (tmp_path / name).read_bytes() == (tmp_path / "whole").read_bytes()


def test_the_rows_of_a_row_group_can_be_those_of_another_file(tmp_path: Path):
    rows = [{**dict.fromkeys(COLUMNS), "size": n} for n in range(1_500)]
    write_table(rows, COLUMNS, tmp_path / "table", group_rows=1_000)
    assert pq.read_metadata(tmp_path / "table").num_row_groups == 2
    assert read_group_rows(tmp_path / "table") == 1_000
