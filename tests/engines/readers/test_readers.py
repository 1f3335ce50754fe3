"""Every format gives the same documents; a bad record is a document with a reason."""

import datetime
import decimal
import gzip
import json
import random
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

import shards
from communique.engines import InputError
from webpages import record, response

ROWS = shards.rows(20)
LINES = shards.as_lines(ROWS)
TEXT = {"text": "A line that stays in the text of the article."}
LINE = json.dumps(TEXT).encode()
WET = [
    record("conversion", {"Content-Type": "text/plain", "WARC-Record-ID": f"<urn:uuid:{row['id']}>",
                          "WARC-Target-URI": f"http://a.example/{row['n']}"}, row["text"].encode())
    for row in ROWS
]  # fmt: skip


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def as_parquet(path: Path, rows: list[Any] | None = None, **options: Any) -> Path:
    parquet.write_table(pa.Table.from_pylist(ROWS if rows is None else rows), path, **options)
    return path


def faults(out: Path) -> list[tuple[int, str]]:
    return [(row["record"], row["reason"]) for row in shards.quarantined(out)]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.jsonl.zst", "a.json.gz"])
def test_json_lines_give_their_documents(tmp_path: Path, name: str):
    packed = {".gz": gzip.compress, ".zst": shards.zst}.get(Path(name).suffix, bytes)
    file = write(tmp_path / name, packed(LINES))
    report = shards.plain([file], tmp_path / "out")
    size = file.stat().st_size
    assert report == {"in": 20, "kept": 20, "quarantined": {}, "bytes": size}
    rows = shards.kept(tmp_path / "out")
    assert [(r["id"], r["file"], r["record"], r["n"]) for r in rows] == [
        (f"d{n}", str(file), n, n) for n in range(1, 21)
    ]


def test_all_formats_give_the_same_texts(tmp_path: Path):
    files = [
        write(tmp_path / "a.jsonl", LINES),
        as_parquet(tmp_path / "a.parquet", row_group_size=4),
        write(tmp_path / "a.wet", b"".join(WET)),
        write(tmp_path / "a.warc.wet.gz", b"".join(map(gzip.compress, WET))),
    ]
    answers: list[Any] = []
    for file in files:
        out = tmp_path / f"out-{file.name}"
        report = shards.plain([file], out, shard_bytes=10_000)
        assert report == {"in": 20, "kept": 20, "quarantined": {}, "bytes": file.stat().st_size}
        rows = shards.kept(out)
        answers.append([(r["record"], r["text"], r["blocks"], r["removed"]) for r in rows])
    assert answers == [answers[0]] * len(files)


def test_the_pages_of_an_archive_are_extracted_and_other_records_are_no_documents(tmp_path: Path):
    story = "".join(f"<p>{line}</p>" for line in ROWS[0]["text"].split("\n"))
    records = [
        record("warcinfo", {"Content-Type": "application/warc-fields"}, b"software: x"),
        response("http://a.example/1", f"<html><body><article>{story}".encode()),
        response("http://a.example/2", b"<html><body></body></html>"),
        response("http://a.example/3", b"\x89PNG", "image/png"),
        response("http://a.example/4", b"<p>gone</p>", status=404),
    ]
    file = write(tmp_path / "a.warc.gz", b"".join(map(gzip.compress, records)))
    report = shards.plain([file], tmp_path / "out")
    assert report["in"], report["kept"] == (2, 1)
    assert report["quarantined"] == {"no-text": 1}
    assert report["skipped"] == {
        "response image/png": 1, "status 404": 1, "warcinfo application/warc-fields": 1
    }  # fmt: skip
    (page,) = shards.kept(tmp_path / "out")
    assert (page["record"], page["url"], page["media_type"]) == (
        2,
        "http://a.example/1",
        "text/html",
    )
    assert page["text"].split("\n")[0] in ROWS[0]["text"]
    assert faults(tmp_path / "out") == [(3, "no-text")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a\xff"}', "invalid-utf-8"),
        (b"{not json", "invalid-json"),
        (b'["text"]', "invalid-json"),
        (b'{"text": NaN}', "invalid-json"),
        (b"[" * 100_000, "invalid-json"),
        (b'{"n": ' + b"9" * 5000 + b"}", "invalid-json"),
        (b'{"id": "x"}', "missing-text"),
        (b'{"text": null}', "missing-text"),
        (b'{"text": 5}', "text-not-string"),
        (b'{"text": ["a"]}', "text-not-string"),
        (b'{"text": "\\ud800"}', "invalid-text"),
        (b'{"text": "' + b"x" * 300_000 + b'"}', "too-large"),
    ],
)
def test_a_bad_line_is_quarantined_and_its_neighbours_are_kept(
    tmp_path: Path, line: bytes, reason: str
):
    file = write(tmp_path / "a.jsonl", b"\n".join([LINE, b"", line, LINE]))
    report = shards.plain([file], tmp_path / "out", record_bytes=200_000)
    assert report == {
        **{"in": 3, "kept": 2, "quarantined": {reason: 1}, "bytes": file.stat().st_size},
    }
    assert faults(tmp_path / "out") == [(3, reason)]
    assert [row["record"] for row in shards.kept(tmp_path / "out")] == [1, 4]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.warc.gz", "a.jsonl"])
def test_what_stands_before_the_end_of_a_truncated_file_is_kept(tmp_path: Path, name: str):
    if name.startswith("a.warc"):
        data = b"".join(map(gzip.compress, WET))
    else:
        packed = {".gz": gzip.compress, ".zst": shards.zst}.get(Path(name).suffix, bytes)
        data = packed(
            shards.as_lines({**TEXT, "more": random.randbytes(2000).hex()} for _ in range(300))
        )
    file = write(tmp_path / name, data[: int(len(data) * 0.787)])
    report = shards.plain([file], tmp_path / "out")
    reason = "invalid-json" if name == "a.jsonl" else "truncated"
    assert report["quarantined"] == {reason: 1}
    assert report["kept"] > (12 if "warc" in name else 120)
    assert faults(tmp_path / "out") == [(report["kept"] + 1, reason)]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.warc", "a.warc.gz"])
def test_a_file_of_another_format_is_one_quarantined_document(tmp_path: Path, name: str):
    file = write(tmp_path / name, b"neither this nor that\n" * 50)
    report = shards.plain([file], tmp_path / "out")
    assert report == {"in": 1, "kept": 0, "quarantined": {"unreadable": 1}, "bytes": 1100}
    assert faults(tmp_path / "out") == [(1, "unreadable")]


def test_every_row_of_a_damaged_row_group_is_accounted_for(tmp_path: Path):
    file = as_parquet(
        tmp_path / "a.parquet", row_group_size=5, compression="zstd", use_dictionary=False
    )
    group = parquet.ParquetFile(file).metadata.row_group(1)
    start = group.column(1).data_page_offset
    data = bytearray(file.read_bytes())
    data[start : start + 20] = bytes(20)
    file.write_bytes(data)
    report = shards.plain([file], tmp_path / "out", shard_bytes=10_000)
    assert report["in"] == 20
    assert report["kept"] == 15
    assert report["quarantined"] == {"unreadable": 5}
    assert [n for n, _ in faults(tmp_path / "out")] == list(range(6, 11))


def test_a_row_of_parquet_that_is_not_utf_8_is_quarantined_alone(tmp_path: Path):
    good, bad = [TEXT["text"].encode()], [b"caf\xe9"]
    column = pa.array(good + bad + good, pa.binary()).view(pa.string())
    parquet.write_table(pa.table({"text": column}), tmp_path / "a.parquet")
    report = shards.plain([tmp_path / "a.parquet"], tmp_path / "out")
    assert report["quarantined"] == {"invalid-utf-8": 1}
    assert faults(tmp_path / "out") == [(2, "invalid-utf-8")]


def test_other_values_pass_through(tmp_path: Path):
    at, cost = datetime.datetime(2026, 1, 2, 3, 4), decimal.Decimal("1.50")
    as_parquet(tmp_path / "a.parquet", [{**TEXT, "id": 7, "at": at, "cost": cost, "raw": b"\xff"}])
    write(
        tmp_path / "b.jsonl",
        b'{"text": "a", "id": {"x": 1}, "big": 9%b, "half": "\\ud800"}' % (b"9" * 30),
    )
    shards.plain([tmp_path], tmp_path / "out")
    first, second = shards.kept(tmp_path / "out")
    assert {k: first[k] for k in ("id", "at", "cost", "raw")} == {
        **{"id": 7, "at": "2026-01-02T03:04:00", "cost": "1.50", "raw": "/w=="},
    }
    assert (second["id"], second["big"], second["half"]) == ({"x": 1}, int("9" * 31), "\ud800")


def test_columns_can_be_named(tmp_path: Path):
    lines = [{"body": "Words of a text.", "url": "u1"}, {"body": "Words of a text."}, {"text": "x"}]
    file = write(tmp_path / "a.jsonl", shards.as_lines(lines))
    shards.plain([file], tmp_path / "out", text_column="body", id_column="url")
    (row,) = shards.kept(tmp_path / "out")
    assert (row["id"], row["text"]) == ("u1", "Words of a text.")
    assert faults(tmp_path / "out") == [(2, "missing-id"), (3, "missing-text")]


def test_a_byte_order_mark_and_other_line_ends_are_no_part_of_a_text(tmp_path: Path):
    file = write(
        tmp_path / "a.jsonl", b'\xef\xbb\xbf{"text": "\xef\xbb\xbfOne.\\r\\nTwo.\\rThree."}\r\n'
    )
    shards.plain([file], tmp_path / "out")
    assert [row["text"] for row in shards.kept(tmp_path / "out")] == ["One.\nTwo.\nThree."]


def test_a_page_in_place_of_a_text_is_cleaned_as_by_a_pipe(tmp_path: Path, communique: Any):
    pages = [
        {"id": n, "html": f"<title>T {n}</title><p>{'Some words of a long article. ' * n}</p>"}
        for n in (3, 30)
    ]
    rows = [pages[0] | {"raw": "x", "k": 2}, TEXT | {"html": "<p>Not read.</p>"}, pages[1]]
    done = communique("clean", "-", stdin=shards.as_lines(rows).decode())
    wanted = [json.loads(line) for line in done.stdout.splitlines()]
    inputs = [write(tmp_path / "a.jsonl", shards.as_lines(rows)), tmp_path / "b.parquet"]
    columns = ("id", "text", "html", "raw", "k")
    as_parquet(inputs[1], [{name: row.get(name) for name in columns} for row in rows])
    for file in inputs:
        out = tmp_path / f"out-{file.name}"
        assert shards.plain([file], out)["kept"] == 3
        for row, want in zip(shards.kept(out), wanted, strict=True):
            names = want.keys() - {"id"}
            assert {n: row[n] for n in names if want[n] is not None} == {
                n: want[n] for n in names if want[n] is not None
            }
    assert [("html" in row, "raw" in row) for row in wanted] == [
        (False, True), (True, False), (False, True)
    ]  # fmt: skip


def test_a_page_that_gives_no_text_is_a_fault(tmp_path: Path):
    rows = [
        {"html": "<script>a()</script>"},
        {"html": "x" * 20_000_001},
        {"html": "\ud800"},
        {"html": 7},
        {"html": "<p>A line that stays.</p>", "text": None},
    ]
    file = write(tmp_path / "a.jsonl", shards.as_lines(rows))
    assert shards.plain([file], tmp_path / "out")["kept"] == 1
    reasons = [(1, "no-text"), (2, "too-large"), (3, "invalid-text"), (4, "missing-text")]
    assert faults(tmp_path / "out") == reasons


def test_a_page_without_the_parser_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "lxml", None)
    monkeypatch.setitem(sys.modules, "lxml.etree", None)
    file = write(tmp_path / "a.jsonl", shards.as_lines([TEXT, {"html": "<p>A page.</p>"}]))
    with pytest.raises(InputError, match="HTML needs the extra"):
        shards.plain([file], tmp_path / "out")
    assert list(tmp_path.glob("out/part-*")) == []
