"""`communique add` with HTML and web archives, as a person runs it."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import mini
from communique.cleaning.markup import NAME, markup_version
from communique.commands import add
from communique.commands._shared import Refusal
from communique.corpus import load_sources
from communique.text import sha256_bytes
from webpages import INFO, STORY, conversion, page, response, story

ODD = "http://a.example/?q='\"}: # ü & \\n \u2028 \x85 \x1b[31m 🌊"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return mini.write_corpus(tmp_path / "corpus")


def state(root: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted((root / "corpus").rglob("*")) if p.is_file()}


def refused(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 2 and "Traceback" not in done.stderr + done.stdout


def test_a_page_is_extracted_listed_and_cleaned(root: Path, tmp_path: Path, communique):
    file = tmp_path / "My Page.html"
    file.write_text(page(*STORY, "Share this article on Facebook"))
    done = communique("add", file, "--corpus", root, "--json")
    assert done.returncode == 0, done.stderr
    (entry,) = json.loads(done.stdout)
    source = load_sources(root / "corpus/sources.yaml").documents[-1]
    assert (source.doc_id, source.file) == ("my-page", "My Page.txt")
    assert source.original is not None
    assert entry["original"] == source.original.model_dump(exclude_none=True)
    assert source.original.sha256 == sha256_bytes(file.read_bytes())
    assert (source.original.extractor, source.original.version) == (NAME, markup_version())
    assert source.sha256 == sha256_bytes((root / "corpus/raw/My Page.txt").read_bytes())
    assert communique("clean", "--corpus", root).returncode == 0
    cleaned = json.loads((root / "corpus/clean/my-page.json").read_text())
    assert cleaned["text"] == "\n".join(("Harbour opens", *STORY))
    found = json.loads(communique("check", "--corpus", root, "--json").stdout)
    assert [p["id"] for p in found] == []


def test_an_archive_gives_a_document_a_page_and_another_time_nothing(
    root: Path, tmp_path: Path, communique
):
    file = tmp_path / "Crawl of Monday.warc"
    file.write_bytes(
        INFO + response(ODD, story(1)) + response("p", b"\x89PNG", "image/png")
        + response("http://a.example/2", story(2))
    )  # fmt: skip
    done = communique("add", file, "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert f"{file}: 2 records skipped: 1 response image/png" in done.stderr
    documents = load_sources(root / "corpus/sources.yaml").documents[1:]
    assert [d.doc_id for d in documents] == ["crawl-of-monday-1", "crawl-of-monday-2"]
    assert documents[0].original is not None
    assert documents[0].original.uri == ODD
    assert documents[0].url is None  # the text itself does not state it
    before = state(root)
    again = communique("add", file, "--corpus", root)
    assert refused(again)
    assert "page 1 skipped: the corpus already has its text" in again.stderr
    assert state(root) == before


def test_a_wet_file_gives_its_texts(root: Path, tmp_path: Path, communique):
    file = tmp_path / "a.wet"
    file.write_bytes(INFO + conversion("http://a.example/1", "\n".join(STORY)))
    assert communique("add", file, "--corpus", root).returncode == 0
    assert (root / "corpus/raw/a-1.txt").read_text() == "\n".join(STORY)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.html", b"", "found no text"),
        ("a.htm", bytes(range(256)) * 99, "the content is binary"),
        ("a.html", b"x" * 20_000_001, "the file has more than 20 MB"),
        ("a.warc", response("u", story(1))[:-300], "the file is truncated in the record at byte 0"),
        ("a.warc.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab", "the file is truncated"),
        ("a.warc", b"no archive", "the file is not a valid archive"),
        ("a.wet.gz", INFO, "the file contains no page with text"),
    ],
)
def test_what_is_refused_leaves_nothing_of_what_came_before_it(
    root: Path, tmp_path: Path, communique, name: str, data: bytes, why: str
):
    good, bad = tmp_path / "good.html", tmp_path / name
    good.write_text(page())
    bad.write_bytes(data)
    before = state(root)
    done = communique("add", good, bad, "--corpus", root)
    assert refused(done)
    assert f"{bad}: " in done.stderr
    assert why in done.stderr
    assert state(root) == before
    assert refused(communique("add", tmp_path / "absent.html", "--corpus", root))


@pytest.mark.parametrize(("absent", "name"), [("lxml", "a.html"), ("fastwarc", "a.warc")])
def test_without_the_extra_it_says_how_to_get_it(
    root: Path, tmp_path: Path, absent: str, name: str
):
    (tmp_path / name).write_bytes(response("u", story(1)))
    (tmp_path / "hidden").mkdir()
    hidden = f"raise ModuleNotFoundError('no', name={absent!r})"
    (tmp_path / "hidden" / f"{absent}.py").write_text(hidden)
    before = state(root)
    source = Path(add.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "communique", "add", tmp_path / name, "--corpus", root],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "hidden"), str(source)])},
        capture_output=True,
        text=True,
    )
    assert refused(done)
    assert "need the extra communique[html]" in done.stderr
    assert "pip install 'communique[html]'" in done.stderr
    assert state(root) == before


def test_a_fault_while_writing_takes_the_raw_files_away(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Text {name}.")

    make = tempfile.mkstemp

    def full(*, dir: Path, prefix: str) -> tuple[int, str]:
        if prefix in (".b.txt.", ".sources.yaml."):
            raise OSError(28, "No space left on device", str(dir))
        return make(dir=dir, prefix=prefix)

    before = state(root)
    monkeypatch.setattr(tempfile, "mkstemp", full)
    with pytest.raises(Refusal, match="No space left"):
        add.run([tmp_path / "a.txt", tmp_path / "b.txt"], root)
    assert state(root) == before


def test_help_loads_no_extractor():
    program = (
        "import sys; from communique.commands import app;"
        "print([m for m in ('trafilatura', 'fastwarc', 'lxml', 'pydantic') if m in sys.modules])"
    )
    source = Path(add.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_a_text_that_is_there_already_is_named_by_its_document(
    root: Path, tmp_path: Path, communique
):
    (tmp_path / "other.txt").write_text(mini.RAW)
    (tmp_path / "twice.txt").write_text("A text.\n")
    (tmp_path / "again.txt").write_text("A text.\n")
    before = state(root)
    done = communique("add", tmp_path / "other.txt", "--corpus", root)
    assert refused(done)
    assert "other.txt: its text is document one already\n  There is nothing to add" in done.stderr
    done = communique("add", tmp_path / "twice.txt", tmp_path / "again.txt", "--corpus", root)
    assert refused(done)
    assert "again.txt: its text is document twice already" in done.stderr
    (tmp_path / "one.txt").write_text("Another text.\n")
    done = communique("add", tmp_path / "one.txt", "--corpus", root)
    assert refused(done)
    assert "the corpus already has the doc_id one\n  Rename the file" in done.stderr
    assert state(root) == before


def test_an_empty_file_is_told_to_be_empty(root: Path, tmp_path: Path, communique):
    (tmp_path / "empty.txt").write_text(" \n")
    done = communique("add", tmp_path / "empty.txt", "--corpus", root)
    assert refused(done)
    assert "empty.txt: the file holds no text\n  Put the text into the file" in done.stderr


NAMES = {
    "Паром через залив": "parom-cherez-zaliv",
    "Το πορθμείο": "to-porthmeio",
    "北京的渡船": "beijingdeduchuan",
    "العبارة": "lbrh",
    "नाव": "nav",
    "ışıklı İskele": "isikli-iskele",
    "Straße nach Łódź": "strasse-nach-lodz",
    "かわ": "kawa",
    "나룻배": "nalusbae",
    "!!!": "document",
    "%%%": "document-2",
    "🚢" * 20: "ship",
    "Паром": "parom",
    "parom!": "parom-2",
    "Parom": "parom-3",
    "щ" * 80: "sh",
}


def test_names_in_any_script_give_readable_ids_and_no_two_are_alike(
    root: Path, tmp_path: Path, communique
):
    files = [tmp_path / f"{name}.txt" for name in NAMES]
    for n, file in enumerate(files):
        file.write_text(f"Text {n}.\n")
    done = communique("add", *files, "--corpus", root, "--json")
    assert done.returncode == 0, done.stderr
    ids = [entry["doc_id"] for entry in json.loads(done.stdout)]
    assert len(set(ids)) == len(NAMES)
    for doc_id, wanted in zip(ids, NAMES.values(), strict=True):
        assert re.fullmatch("[a-z0-9][a-z0-9-]{0,63}", doc_id)
        assert doc_id.startswith(wanted)
    raw = {d.file for d in load_sources(root / "corpus/sources.yaml").documents}
    assert {file.name for file in files} <= raw


def test_the_pages_of_archives_with_like_names_have_ids_of_their_own(
    root: Path, tmp_path: Path, communique
):
    for n, name in enumerate(("Паром", "Parom")):
        (tmp_path / f"{name}.warc").write_bytes(response("u", story(n)))
    (tmp_path / "parom 1.txt").write_text("A text.\n")
    files = [tmp_path / name for name in ("Паром.warc", "Parom.warc", "parom 1.txt")]
    done = communique("add", *files, "--corpus", root, "--json")
    assert done.returncode == 0, done.stderr
    ids = [entry["doc_id"] for entry in json.loads(done.stdout)]
    assert ids == ["parom-1", "parom-1-2", "parom-1-3"]


def languages(root: Path) -> list[str | None]:
    return [d.language for d in load_sources(root / "corpus/sources.yaml").documents[1:]]


def test_the_language_is_what_the_page_states_or_the_user_gives_and_never_a_default(
    root: Path, tmp_path: Path, communique
):
    stated, silent, plain = (tmp_path / n for n in ("a.html", "b.html", "c.txt"))
    stated.write_text(page(*STORY).replace("<html>", '<html lang="no">'))
    silent.write_text(page("Another story, which is as long as it has to be.", *STORY))
    plain.write_text("A text.\n")
    done = communique("add", stated, silent, plain, "--corpus", root)
    assert done.returncode == 0, done.stderr
    assert languages(root) == ["no", None, None]
    (tmp_path / "d.txt").write_text("Another.\n")
    done = communique("add", tmp_path / "d.txt", "--corpus", root, "--language", "pt-BR")
    assert languages(root)[3:] == ["pt-BR"]
    assert done.returncode == 0, done.stderr
    before = state(root)
    (tmp_path / "e.txt").write_text("One more.\n")
    assert refused(communique("add", tmp_path / "e.txt", "--corpus", root, "--language", "a b"))
    assert state(root) == before


def test_a_text_in_another_encoding_is_converted_if_the_user_names_it(
    root: Path, tmp_path: Path, communique
):
    file = tmp_path / "Письмо.txt"
    file.write_bytes("Сто двадцать лет.\r\n".encode("cp1251"))
    before = state(root)
    done = communique("add", file, "--corpus", root)
    assert refused(done)
    assert "not UTF-8 at byte 0" in done.stderr
    assert "--encoding NAME" in done.stderr
    assert refused(communique("add", file, "--corpus", root, "--encoding", "base64"))
    assert refused(communique("add", file, "--corpus", root, "--encoding", "utf-16"))
    assert state(root) == before
    done = communique("add", file, "--corpus", root, "--encoding", "windows-1251")
    assert done.returncode == 0, done.stderr
    source = load_sources(root / "corpus/sources.yaml").documents[-1]
    raw = (root / "corpus/raw" / source.file).read_bytes()
    assert raw.decode() == "Сто двадцать лет.\r\n"
    assert source.original is not None
    assert source.original.sha256 == sha256_bytes(file.read_bytes())
    assert (source.original.charset, source.original.extractor) == ("windows-1251", None)
    for verb in ("clean", "check"):
        done = communique(verb, "--corpus", root)
        assert done.returncode == 0, done.stderr + done.stdout
