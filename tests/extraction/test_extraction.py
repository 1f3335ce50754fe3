"""Characters, pages and archives, whatever is in them."""

import gzip
import random
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from communique.cleaning.markup import NAME, markup_version
from communique.corpus import Original
from communique.extraction import Extract, ExtractionError, extract_file
from communique.extraction.charset import decode_page
from communique.extraction.page import MOST_BYTES
from communique.text import sha256_bytes
from webpages import INFO, REQUEST, STORY, conversion, page, record, response, story

META = '<meta charset="{}">'


@pytest.mark.parametrize(
    ("data", "told", "text", "charset"),
    [
        ("“Zürich”".encode(), None, "“Zürich”", "utf-8"),
        ("“Zürich”".encode("cp1252"), None, "“Zürich”", "windows-1252"),
        (b"\xff\xfe" + "Zürich".encode("utf-16-le"), "utf-8", "Zürich", "utf-16-le"),
        (b"\xef\xbb\xbf" + "Zürich".encode(), "iso-8859-1", "Zürich", "utf-8"),
        ("Привет".encode("cp1251"), "windows-1251", "Привет", "windows-1251"),
        ("“ü”".encode("cp1252"), "ISO-8859-1", "“ü”", "windows-1252"),
        ("ü".encode(), "no-such-charset", "ü", "utf-8"),
        ("ü".encode(), "unicode_escape", "ü", "utf-8"),
        ("ü".encode(), "base64", "ü", "utf-8"),
        ("ü".encode(), "a\0b", "ü", "utf-8"),
    ],
)
def test_characters(data: bytes, told: str | None, text: str, charset: str):
    found = decode_page(data, told)
    assert (found.text, found.charset, found.replaced) == (text, charset, 0)


@pytest.mark.parametrize(
    ("head", "charset", "codec"),
    [
        (META.format("windows-1252"), "windows-1252", "cp1252"),
        ("<META HTTP-EQUIV=a content='text/html; charset=gb2312'>", "gb18030", "gb18030"),
        ('<?xml version="1.0" encoding="Shift_JIS"?>', "cp932", "cp932"),
        (f"<!-- {META.format('koi8-r')} -->{META.format('big5')}", "big5hkscs", "big5hkscs"),
        (META.format("utf-16"), "utf-8", "utf-8"),
    ],
)
def test_the_declared_charset_is_found(head: str, charset: str, codec: str):
    text = head + ("é" if codec == "cp1252" else "中")
    found = decode_page(text.encode(codec))
    assert (found.text, found.charset, found.replaced) == (text, charset, 0)


def test_what_the_charset_has_not_is_replaced_and_counted():
    found = decode_page(META.format("utf-8").encode() + b"caf\xe9")
    assert found.text.endswith("caf\ufffd")
    assert found.replaced == 1


def extracted(path: Path, data: bytes) -> tuple[list[Extract], list[str]]:
    """What a file gives, and what was said."""
    path.write_bytes(data)
    said: list[str] = []
    return extract_file(path, said.append), said


def test_a_page_in_another_charset_is_accounted_for(tmp_path: Path):
    words = "In Zürich the “old” harbour — the smaller one — opened again, the authority said."
    data = page(words, *STORY, head=META.format("windows-1252")).encode("cp1252")
    (one,), said = extracted(tmp_path / "Old Page.htm", data)
    assert one.text == "\n".join(("Harbour opens", words, *STORY)) + "\n"
    assert (one.stem, one.number, said) == ("Old Page", None, [])
    original = one.original
    assert (original.extractor, original.version) == (NAME, markup_version())
    assert original == Original(
        file="Old Page.htm",
        sha256=sha256_bytes(data),
        media_type="text/html",
        charset="windows-1252",
        extractor=original.extractor,
        version=original.version,
    )


RNG = random.Random(1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n",
        b"<html></html>",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + RNG.randbytes(5000),
        RNG.randbytes(50_000),
        b"<div>" * 100_000,
        gzip.compress(RNG.randbytes(5000)),
    ],
    ids=["empty", "blank", "bare", "png", "garbage", "deep", "gzip"],
)
def test_what_holds_no_text_is_refused(tmp_path: Path, data: bytes):
    with pytest.raises(ExtractionError, match=r"no text|is binary"):
        extracted(tmp_path / "a.html", data)


def test_large_pages(tmp_path: Path):
    large = page().encode() + b"<!--" + b"x" * (MOST_BYTES - 5000) + b"-->"
    (one,), _ = extracted(tmp_path / "a.html", large)
    assert STORY[1] in one.text
    with pytest.raises(ExtractionError, match="more than 20 MB"):
        extracted(tmp_path / "a.html", large + b" " * 5000)


def packed(records: Sequence[bytes], how: str) -> bytes:
    """As plain bytes, as one gzip member a record (the norm), or as one member."""
    if how == "members":
        return b"".join(map(gzip.compress, records))
    return gzip.compress(b"".join(records)) if how == "whole" else b"".join(records)


PLAIN_RECORDS = [INFO, REQUEST, *(response(f"http://a.example/{n}", story(n)) for n in range(3))]


@pytest.mark.parametrize("how", ["plain", "members", "whole"])
def test_pages_of_an_archive_each_become_a_text(tmp_path: Path, how: str):
    chunks = b"5\r\n" + story(2)[:5] + b"\r\n%x\r\n" % len(story(2)[5:]) + story(2)[5:]
    records = [
        INFO,
        REQUEST,
        response("http://a.example/1", story(1), "text/html; charset=utf-8"),
        response("http://a.example/logo", b"\x89PNG", "image/png"),
        response("http://a.example/2", chunks + b"\r\n0\r\n\r\n", "text/html",
                 "Transfer-Encoding: chunked"),
        response("http://a.example/2", b"zz\r\nno chunk", "text/html",
                 "Transfer-Encoding: chunked"),
        response("http://a.example/gone", story(9), status=404),
        response("http://a.example/3", gzip.compress(story(3)), "text/html",
                 "Content-Encoding: gzip"),
        response("http://a.example/again", story(3)),
        response("http://a.example/empty", b""),
        response("http://a.example/4", story(4).replace(b"number", "numéro".encode("cp1252")),
                 "text/html; charset=iso-8859-1"),
        record("resource", {"Content-Type": "text/html"}, story(5)),
    ]  # fmt: skip
    found, said = extracted(tmp_path / "crawl.warc.gz", packed(records, how))
    assert [(e.stem, e.number, e.original.uri) for e in found] == [
        ("crawl", 1, "http://a.example/1"),
        ("crawl", 2, "http://a.example/2"),
        ("crawl", 3, "http://a.example/3"),
        ("crawl", 6, "http://a.example/4"),
        ("crawl", 7, None),
    ]
    assert "report numéro 4," in found[3].text
    assert found[2].original.payload_sha256 == sha256_bytes(story(3))
    assert found[0].original.record == "<urn:x:http://a.example/1>"
    assert said == [
        "page 4 (http://a.example/again) skipped: an earlier page has the same text",
        "page 5 (http://a.example/empty) skipped: found no text",
        "5 records skipped: 1 request application/http, 1 response image/png, "
        "1 response with an encoding that cannot be decoded, 1 status 404, "
        "1 warcinfo application/warc-fields",
    ]


def test_texts_of_a_wet_file_stay_as_they_are(tmp_path: Path):
    records = [INFO, conversion("http://a.example/1", "Home\r\nGrüße.\n"), conversion("u", "a\0b")]
    (one,), said = extracted(tmp_path / "CC.warc.wet.gz", packed(records, "members"))
    assert (one.stem, one.number, one.text) == ("CC", 1, "Home\r\nGrüße.\n")
    assert (one.original.extractor, one.original.media_type) == (None, "text/plain")
    assert said[0] == "page 2 (u) skipped: the content is binary: it contains a NUL character"


@pytest.mark.parametrize("how", ["plain", "members", "whole"])
def test_an_archive_that_is_cut_short_is_refused_wherever_it_is_cut(tmp_path: Path, how: str):
    data = packed(PLAIN_RECORDS, how)
    ends = {len(packed(PLAIN_RECORDS[:n], how)) for n in range(len(PLAIN_RECORDS) + 1)}
    for cut in random.Random(2).sample(range(1, len(data) - 8), 60):
        if how == "whole" or not any(end - 4 <= cut <= end for end in ends):
            with pytest.raises(ExtractionError):
                extracted(tmp_path / "a.warc", data[:cut])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"garbage" * 99,
        b"\x1f\x8bgarbage",
        RNG.randbytes(999),
        INFO,
        b"WARC/1.0\r\n\r\n",
        INFO.replace(b"Length: ", b"Length: " + b"9" * 5000),
    ],
)
def test_what_is_no_archive_or_holds_no_page_is_refused(tmp_path: Path, data: bytes):
    with pytest.raises(ExtractionError):
        extracted(tmp_path / "a.warc.gz", data)


def test_broken_archives_and_pages_end_in_a_refusal_or_a_text(tmp_path: Path):
    rng = random.Random(3)
    sound = {
        "a.warc": packed(PLAIN_RECORDS, "plain"),
        "a.warc.gz": packed(PLAIN_RECORDS, "members"),
    }
    sound["a.html"] = page(*STORY, head=META.format("windows-1252")).encode("cp1252")
    refused = 0
    for n in range(300):
        name, data = rng.choice(list(sound.items()))
        broken = bytearray(data)
        for _ in range(rng.randrange(1, 6)):
            at = rng.randrange(len(broken))
            broken[at : at + rng.randrange(3)] = rng.randbytes(rng.randrange(3))
        try:
            found, _ = extracted(tmp_path / name, bytes(broken))
        except ExtractionError:
            refused += 1
            continue
        assert found, n
        assert all(e.text.strip() for e in found), n
    assert 0 < refused < 300


def test_a_small_file_cannot_fill_the_memory(tmp_path: Path):
    bomb = zlib.compress(b" " * (MOST_BYTES + 10))
    records = [response("b", bomb, "text/html", "Content-Encoding: deflate"), PLAIN_RECORDS[-1]]
    found, said = extracted(tmp_path / "a.warc", packed(records, "plain"))
    assert len(found) == 1
    assert said == ["1 record skipped: 1 too large"]


def chunked(data: bytes) -> bytes:
    first, rest = data[:7], data[7:]
    return b"7\r\n%b\r\n%x;a=b\r\n%b\r\n0\r\n\r\n" % (first, len(rest), rest)


STORED = {"plain": bytes, "chunked": chunked, "gzip": gzip.compress, "deflate": zlib.compress,
          "gzip in chunks": lambda data: chunked(gzip.compress(data))}  # fmt: skip
CHUNKED = "Transfer-Encoding: chunked"
ZIPPED = "Content-Encoding: gzip"
BROTLI = "Content-Encoding: br"


@pytest.mark.parametrize(
    ("stored", "headers"),
    [
        ("chunked", [CHUNKED]),
        ("gzip", [ZIPPED]),
        ("gzip in chunks", [CHUNKED, ZIPPED]),
        ("deflate", ["Content-Encoding: deflate"]),
        ("plain", [CHUNKED]),
        ("plain", [ZIPPED]),
        ("plain", [BROTLI]),
        ("plain", ["Content-Encoding: deflate"]),
        ("plain", [CHUNKED, ZIPPED]),
        ("plain", [CHUNKED, BROTLI]),
        ("chunked", [CHUNKED, ZIPPED]),
        ("gzip", [CHUNKED, ZIPPED]),
    ],
)
@pytest.mark.parametrize("start", ["", "\ufeff", "\n\n", "Notice: old server\n"])
def test_a_page_is_read_whether_its_encoding_was_removed_or_not(
    tmp_path: Path, stored: str, headers: list[str], start: str
):
    page = start.encode() + story(1)
    answer = response("u", STORED[stored](page), "text/html", *headers)
    (one,), said = extracted(tmp_path / "a.warc", answer)
    assert "This is report number 1," in one.text
    assert all(line in one.text for line in STORY)
    assert one.original.payload_sha256 == sha256_bytes(page)
    assert said == []
