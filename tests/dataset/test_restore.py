"""Restoring from what a user has: texts, HTML originals and web archives, in folders or packed."""

import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mini
from communique.corpus import Original
from communique.dataset.copies import Copies
from communique.dataset.proof import Restored
from communique.dataset.restore import SourcesMissingError, restore
from communique.extraction import extract_again
from communique.extraction.charset import decode_page
from communique.extraction.page import EXTRACTOR, extractor_version
from communique.text import sha256_bytes
from paths import SRC
from webpages import INFO, REQUEST, STORY, conversion, page, response, story

CP1252 = page("The “Zürich” ferry left at nine, and nobody was on board.", *STORY, title="Ferry")
PAGE = CP1252.encode("cp1252")
URI, WET_URI = "http://a.example/harbour", "http://a.example/wet"
WARC = INFO + REQUEST + response(URI, story(7), "text/html; charset=utf-8")
WET = INFO + conversion(WET_URI, "A text of a crawl.\n\nIt was extracted by the crawler.\n")
IDS = ["crawl-1", "ferry", "one", "texts-1"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`full` and `standoff` of a corpus with a text, a page, a web archive and a WET file."""
    place = tmp_path_factory.mktemp("made")
    root = mini.write_corpus(place / "corpus")
    (place / "ferry.html").write_bytes(PAGE)
    (place / "crawl.warc").write_bytes(WARC)
    (place / "texts.wet").write_bytes(WET)
    added = [place / name for name in ("ferry.html", "crawl.warc", "texts.wet")]
    run("add", *added, "--corpus", root)
    run("clean", "--corpus", root)
    for flavour in ("full", "standoff"):
        run("build", "--corpus", root, "--out", place / flavour, "--flavour", flavour)
    return place


def run(*arguments: str | Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "communique", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def is_whole(restored: Restored, made: Path) -> bool:
    return dict(restored.files) == files(made / "full")


TEXT = {"notes": mini.RAW.encode()}
ORIGINALS = {"p": PAGE, "w": WARC, "t": WET}


def written(folder: Path, content: dict[str, bytes]) -> Path:
    for name, data in content.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def zipped(content: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in content.items():
            packed.writestr(name, data)
    return held.getvalue()


def tarred(content: dict[str, bytes], mode: Any = "w:gz") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as packed:
        for name, data in content.items():
            member = tarfile.TarInfo(f"deep/{name}")
            member.size = len(data)
            packed.addfile(member, io.BytesIO(data))
    return held.getvalue()


ALL = TEXT | ORIGINALS
FORMS: dict[str, dict[str, bytes]] = {
    "originals under other names": ALL,
    "web archives compressed anew": {**TEXT, "p": PAGE, "w": gzip.compress(WARC + WET)},
    "the page of a web archive alone": {**TEXT, "p": PAGE, "t": WET, "saved.htm": story(7)},
    "a zip": {"a.zip": zipped(ALL)},
    "a zip by another name": {"a": zipped(ALL)},
    "a tar": {"a.tar": tarred(ALL, "w")},
    "a tar.gz": {"a.tar.gz": tarred(ALL)},
    "a tar.xz": {"a.tar.xz": tarred(ALL, "w:xz")},
    "files compressed alone": {name: gzip.compress(data) for name, data in ALL.items()},
    "archives in archives": {"a.tgz": tarred({"b.zip": zipped(ORIGINALS), "c": zipped(TEXT)})},
    "a damaged archive beside": {**ALL, "z.zip": zipped(ALL)[:-40], "z.warc": WARC[:-40]},
    "noise beside": {**ALL, "n": b"\xff\0", "e": b"", "x.tar.gz": b"no", "g": b"\x1f\x8bno"},
}


@pytest.mark.parametrize("form", FORMS)
def test_a_source_is_found_by_its_content_wherever_it_is(made: Path, tmp_path: Path, form: str):
    folder = written(tmp_path, FORMS[form])
    assert is_whole(restore(made / "standoff", Copies([folder])), made)


def test_several_folders_and_archives_can_be_given(made: Path, tmp_path: Path):
    (tmp_path / "a.zip").write_bytes(zipped(TEXT))
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(WARC))
    written(tmp_path / "c", {"p": PAGE, "t": WET})
    given = [x for n in ("a.zip", "b.warc.gz", "c") for x in ("--text-dir", tmp_path / n)]
    run("restore", made / "standoff", *given, "--out", tmp_path / "o")
    assert files(tmp_path / "o") == files(made / "full")


def test_an_archive_that_is_cut_is_named(made: Path, tmp_path: Path):
    copies = Copies([written(tmp_path, {**ALL, "z.warc": WARC[:-40]})])
    restore(made / "standoff", copies)
    (note,) = copies.notes
    assert note.startswith(f"{tmp_path}/z.warc cannot be read to its end: the file is truncated")


def test_the_manifest_names_originals_with_their_extractor(made: Path):
    for flavour in ("full", "standoff"):
        originals = json.loads((made / flavour / "manifest.json").read_text())["originals"]
        assert sorted(originals) == ["crawl-1", "ferry", "texts-1"]
        assert originals["ferry"] == {
            "file": "ferry.html",
            "sha256": sha256_bytes(PAGE),
            "media_type": "text/html",
            "charset": "windows-1252",
            "extractor": EXTRACTOR,
            "version": extractor_version(),
        }
        assert originals["crawl-1"]["payload_sha256"] == sha256_bytes(story(7))
        assert originals["crawl-1"]["uri"] == URI
        assert "extractor" not in originals["texts-1"]


def test_a_corpus_of_plain_texts_names_no_originals(tmp_path: Path):
    root = mini.write_corpus(tmp_path / "corpus")
    run("build", "--corpus", root, "--out", tmp_path / "d")
    assert "originals" not in json.loads((tmp_path / "d/manifest.json").read_text())


@pytest.fixture
def standoff(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "standoff", tmp_path / "standoff")


def original(standoff: Path, doc_id: str, **changes: Any) -> None:
    """Change what the manifest says about an original."""
    path = standoff / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["originals"][doc_id] |= changes
    path.write_text(json.dumps(manifest))


def faults(standoff: Path, folder: Path) -> list[str]:
    with pytest.raises(SourcesMissingError) as error:
        restore(standoff, Copies([folder]))
    head, *lines = str(error.value).split("\n")
    assert head == f"{len(lines)} of 4 sources could not be found"
    assert len(error.value.doc_ids) == len(lines)
    return [line.strip() for line in lines]


def test_another_version_of_the_extractor_with_the_same_text_is_told(
    made: Path, standoff: Path, tmp_path: Path
):
    original(standoff, "ferry", version="0.0.1")
    restored = restore(standoff, Copies([written(tmp_path / "t", ALL)]))
    assert is_whole(restored, made)
    here = f"{EXTRACTOR} {extractor_version()}"
    told = f"ferry: {EXTRACTOR} 0.0.1 made the text; {here} gave the same text here"
    assert restored.notes == (told,)


def test_another_version_of_the_extractor_with_another_text_is_refused_with_the_version(
    standoff: Path, tmp_path: Path
):
    other = PAGE.replace(b"nine", b"ten")  # as if the extractor had changed
    original(standoff, "ferry", version="0.0.1", sha256=sha256_bytes(other))
    (told,) = faults(standoff, written(tmp_path / "t", {**ALL, "p": other}))
    assert told.startswith(f"ferry: {tmp_path}/t/p is the original, but {EXTRACTOR} ")
    assert f"extracts another text than {EXTRACTOR} 0.0.1 did" in told
    assert f"install the version of communique that has {EXTRACTOR} 0.0.1" in told
    original(standoff, "ferry", version=extractor_version())
    (told,) = faults(standoff, tmp_path / "t")
    assert "is the original, but another text was extracted here" in told


CHANGED = {
    "a page": ({"p": PAGE.replace(b"nine", b"ten")}, "ferry", "/t/p is a different copy of"),
    "a page in a zip": (
        {"p": b"", "a.zip": zipped({"x.html": PAGE.replace(b"nine", b"ten")})},
        "ferry",
        "/t/a.zip: x.html is a different copy of the original; the first difference is in block b",
    ),
    "a page of a web archive": (
        {"w": INFO + response(URI, story(8), "text/html; charset=utf-8")},
        "crawl-1",
        f"/t/w: {URI} is a different copy of the original; the first difference is in block b",
    ),
    "a text": (
        {"notes": mini.RAW.replace("Rome replied", "Rome answered").encode()},
        "one",
        "/t/notes is a different copy; the first difference is in block b",
    ),
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_copy_that_differs_is_refused_by_name(made: Path, tmp_path: Path, what: str):
    changed, doc_id, told = CHANGED[what]
    (line,) = faults(made / "standoff", written(tmp_path / "t", ALL | changed))
    assert line.startswith(f"{doc_id}: {tmp_path}{told}")


def test_a_page_that_differs_outside_its_text_is_good_enough_and_told(made: Path, tmp_path: Path):
    other = PAGE.replace(b'<a href="/legal">Imprint</a>', b'<a href="/legal">About us</a>')
    restored = restore(made / "standoff", Copies([written(tmp_path, {**ALL, "p": other})]))
    assert is_whole(restored, made)
    assert restored.notes == (
        f"ferry: {tmp_path}/p is a different copy of the original, same text",
    )


def test_sources_that_cannot_be_had_are_listed_with_what_stays_usable(made: Path, tmp_path: Path):
    (tmp_path / "t").mkdir()
    command = ("restore", made / "standoff", "--text-dir", tmp_path / "t", "--out", tmp_path / "o")
    told = run(*command, ok=False).stderr
    head, *lines, usable = told.splitlines()
    assert head == "communique: 4 of 4 sources could not be found"
    assert [line.split(":")[0].strip() for line in lines] == IDS
    crawl, ferry, one, texts = lines
    assert sha256_bytes(mini.RAW.encode()) in one
    assert '"A short headline"' in one
    assert f"its original ferry.html (sha256 {sha256_bytes(PAGE)})" in ferry
    assert f"crawl.warc (sha256 {sha256_bytes(WARC)}, page {URI})" in crawl
    assert crawl.endswith(f"{URI})")
    assert WET_URI in texts
    assert "labels, offsets, votes, titles, bylines and hashes are complete" in usable
    assert not (tmp_path / "o").exists()
    missing = run(*command[:3], tmp_path / "nowhere", *command[4:], ok=False).stderr
    assert f"{tmp_path}/nowhere does not exist" in missing


def test_originals_of_a_damaged_manifest_are_refused(standoff: Path, tmp_path: Path):
    original(standoff, "ferry", sha256="no")
    command = ("restore", standoff, "--text-dir", tmp_path, "--out", tmp_path / "o")
    told = run(*command, ok=False).stderr
    assert "manifest.json, originals.ferry.sha256: " in told
    assert "Traceback" not in told


SAYINGS: list[tuple[str, Callable[[str], bytes]]] = [
    ("Zürich", lambda t: t.encode()),
    ("Zürich", lambda t: t.encode("cp1252")),
    ("Zürich", lambda t: b"\xff\xfe" + t.encode("utf-16-le")),
    *((word, lambda t, c=c: f"<meta charset={c}>{t}".encode(c)) for word, c in (
        ("Привет", "windows-1251"), ("Привет", "koi8-r"), ("中文", "gb18030"), ("中文", "big5"),
        ("日本", "shift_jis"), ("日本", "euc-jp"), ("日本", "iso-2022-jp"), ("한국", "euc-kr"),
        ("ไทย", "tis-620"), ("Çağ", "iso-8859-9"), ("Łódź", "iso-8859-2"),
    )),
]  # fmt: skip


@pytest.mark.parametrize(("word", "encoded"), SAYINGS)
def test_the_recorded_charset_decodes_the_page_again(word: str, encoded: Callable[[str], bytes]):
    data = encoded(word)
    found = decode_page(data)
    facts = {"file": "f", "sha256": "0" * 64, "media_type": "text/plain"}
    again = extract_again(data, Original(**facts, charset=found.charset))
    assert again == found.text
    assert word in again
