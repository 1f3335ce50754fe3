"""The dataset without texts, and the way back to every byte of the full one."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from absent import absent
from communique.corpus import CorpusFolder
from communique.corpus.load import load_texts
from communique.dataset.names import FLAVOURED
from communique.dataset.parquet import read_rows
from communique.dataset.restore import restore
from communique.text import sha256_bytes
from communique.text.overlap import words
from paths import ROOT

NOTE = "could be a film"


@pytest.fixture
def both(tmp_path: Path, communique: Any) -> tuple[Path, Path, Path]:
    """The mini corpus, a note on one span, with its full and its standoff dataset."""
    task = mini.names_task()
    noted = {**mini.row("note", "textarea", "Paris", [NOTE], "r2")}
    mini.annotation(task)["result"].append(noted)
    exports = {"names/ann-1": [task], "frames/ann-1": [mini.frames_task()]}
    root = mini.write_corpus(tmp_path / "corpus", exports)
    broken.edit(
        root / "schema/corpus.yaml",
        "  - name: frames\n",
        "      - {name: note, type: text, required: never, counts_for_agreement: false}\n"
        "  - name: frames\n",
    )
    return root, *built(communique, root, tmp_path)


def built(communique: Any, root: Path, beside: Path) -> tuple[Path, Path]:
    full, standoff = beside / "full", beside / "standoff"
    for out, flavour in ((full, "full"), (standoff, "standoff")):
        done = communique("build", "--corpus", root, "--out", out, "--flavour", flavour)
        assert done.returncode == 0, done.stdout + done.stderr
    return full, standoff


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def strings(value: object) -> Iterator[str]:
    """Every string in a row, wherever it is."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def said(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text in a dataset, by file: rows read, sealed notes left out."""
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.suffix == ".parquet":
            for row in read_rows(path):
                yield from ((name, text) for text in strings(row))
        elif path.is_file() and path.suffix != ".sealed":
            yield name, path.read_text(encoding="utf-8")


def test_what_is_restored_is_the_full_dataset_byte_for_byte(
    both: tuple[Path, Path, Path], tmp_path: Path, communique: Any
):
    root, full, standoff = both
    texts = tmp_path / "mine/deeper"
    texts.mkdir(parents=True)
    shutil.copy(root / "corpus/raw/one.txt", texts / "some other name")
    (texts / "noise.bin").write_bytes(b"\xff\x00\xfe")
    done = communique("restore", standoff, "--text-dir", tmp_path / "mine", "--out", tmp_path / "o")
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "o") == files(full)
    assert any(NOTE in text for _, text in said(full))


def test_without_texts_there_is_no_word_of_body_or_note(both: tuple[Path, Path, Path]):
    _, full, standoff = both
    kept = {text for name, text in said(standoff) if name.startswith("data/")}
    assert not [text for text in kept if "Paris" in text or "Rome replied" in text or NOTE in text]
    assert "A short headline" in kept
    assert NOTE.encode() not in (standoff / "full/notes.sealed").read_bytes()
    same = {n for n in files(full) if not n.startswith("data/")} - set(FLAVOURED)
    assert {n: files(full)[n] for n in same} == {n: files(standoff)[n] for n in same}


def test_no_six_words_of_an_article_are_in_the_corpus_without_texts(
    tmp_path: Path, communique: Any
):
    _, standoff = built(communique, ROOT, tmp_path)
    bodies = [
        words(d.text[b.start : b.end])
        for d in load_texts(CorpusFolder(ROOT))[0].documents.values()
        for b in d.body
        if b.type != "title"
    ]
    runs = {tuple(body[i : i + 6]) for body in bodies for i in range(len(body) - 5)}
    quoting = ("guidelines/", "DATASHEET.md")
    found = [
        (name, text)
        for name, text in said(standoff)
        if not name.startswith(quoting)
        for spoken in [words(text)]
        for at in range(len(spoken) - 5)
        if tuple(spoken[at : at + 6]) in runs
    ]
    assert found == []
    assert len(runs) > 4000


@pytest.mark.parametrize("flavour", ["full", "standoff"])
def test_both_flavours_load(both: tuple[Path, Path, Path], load: Callable[..., Any], flavour: str):
    folder = both[1] if flavour == "full" else both[2]
    (first, *_) = load(folder, "names")["train"][1:]
    assert [s["type"] for s in first["names"]] == [0, 1, 0]
    assert {s["text"] is None for s in first["names"]} == {flavour == "standoff"}
    assert (first["tokens"] is None) == (flavour == "standoff")
    assert len(load(folder, "annotations")["train"]) == 7


def test_flavours_differ_in_nothing_that_diff_tells(both: tuple[Path, Path, Path], communique: Any):
    done = communique("diff", both[1], both[2], "--json")
    assert json.loads(done.stdout) == {"least_bump": "none", "changes": []}


def refused(communique: Any, standoff: Path, texts: Path, out: Path) -> str:
    done = communique("restore", standoff, "--text-dir", texts, "--out", out)
    assert done.returncode == 2, done.stdout
    assert not out.exists()
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_copy_that_differs_is_refused_with_its_first_block(
    both: tuple[Path, Path, Path], tmp_path: Path, communique: Any
):
    root, full, standoff = both
    texts = tmp_path / "t"
    texts.mkdir()
    raw = mini.RAW.replace("Rome replied", "Rome answered")
    (texts / "copy.txt").write_text(raw)
    block = f"b{mini.RAW.index('Rome replied'):06d}"
    told = refused(communique, standoff, texts, tmp_path / "o")
    assert (
        f"one: {texts}/copy.txt is a different copy; the first difference is in block {block}"
        in told
    )
    (texts / "copy.txt").write_text(mini.RAW + "More\n")
    assert "outside the blocks" in refused(communique, standoff, texts, tmp_path / "o")
    (texts / "copy.txt").write_text("Nothing alike.\n")
    assert "no file has the sha256" in refused(communique, standoff, texts, tmp_path / "o")
    assert "is a full dataset" in refused(communique, full, root / "corpus/raw", tmp_path / "o")
    (standoff / "README.md").write_text("other")
    told = refused(communique, standoff, root / "corpus/raw", tmp_path / "o")
    assert "does not match its hash in manifest.json" in told


@pytest.mark.parametrize("release", sorted(p.name for p in (ROOT / "releases").iterdir()))
def test_every_release_can_be_restored(release: str):
    raws = {p.name: p.read_bytes() for p in (ROOT / "corpus/raw").iterdir()}
    restored = restore(ROOT / "releases" / release, raws)
    promised = json.loads(restored.files["manifest.json"])["files"]
    assert {n: sha256_bytes(restored.files[n]) for n in promised} == promised
    assert json.loads(restored.files["manifest.json"])["version"] == release
    assert restored.other_writer is None, "these are the bytes of another pyarrow than the lock's"


def by_another_pyarrow(full: Path, standoff: Path) -> None:
    """Both datasets as a pyarrow would have written them that leaves another name in tables."""
    for folder in (full, standoff):
        renamed = {}
        for path in folder.rglob("*.parquet"):
            data = path.read_bytes()
            path.write_bytes(data.replace(b"parquet-cpp-arrow", b"parquet-xyz-arrow"))
            renamed[sha256_bytes(data)] = sha256_bytes(path.read_bytes())
        replace_hashes(folder, renamed)
    for name in FLAVOURED:
        path = standoff / "full" / name
        before = sha256_bytes(path.read_bytes())
        shutil.copy(full / name, path)
        replace_hashes(standoff, {before: sha256_bytes(path.read_bytes())})


def replace_hashes(folder: Path, renamed: dict[str, str]) -> None:
    for name in ("croissant.json", "manifest.json"):
        path = folder / name
        text = path.read_text()
        before = sha256_bytes(path.read_bytes())
        for old, new in renamed.items():
            text = text.replace(old, new)
        path.write_text(text)
        renamed[before] = sha256_bytes(path.read_bytes())


def test_under_another_pyarrow_content_is_proved_and_it_says_so(
    both: tuple[Path, Path, Path], tmp_path: Path, communique: Any
):
    root, full, standoff = both
    here = files(full)
    by_another_pyarrow(full, standoff)
    table = "data/names/train-00000-of-00001.parquet"
    assert files(full)[table] != here[table]
    back = ("--text-dir", root / "corpus/raw", "--out", tmp_path / "o")
    done = communique("restore", standoff, *back)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert "verified by content hash, not byte for byte" in line
    assert "parquet-xyz-arrow version" in line
    assert "parquet-cpp-arrow version" in line
    # This pyarrow's own bytes, and hashes of them wherever a hash is named.
    assert files(tmp_path / "o") == here
    told = json.loads(communique("restore", standoff, *back, "--json").stdout)["other_writer"]
    assert told["release"].replace("xyz", "cpp") == told["here"]


def test_under_another_pyarrow_other_content_is_refused(
    both: tuple[Path, Path, Path], tmp_path: Path, communique: Any
):
    root, full, standoff = both
    by_another_pyarrow(full, standoff)
    manifest = json.loads((full / "manifest.json").read_text())
    manifest["tables"][0]["content_sha256"] = "0" * 64
    before = sha256_bytes((standoff / "full/manifest.json").read_bytes())
    (standoff / "full/manifest.json").write_text(json.dumps(manifest))
    now = sha256_bytes((standoff / "full/manifest.json").read_bytes())
    replace_hashes(standoff, {before: now})
    told = refused(communique, standoff, root / "corpus/raw", tmp_path / "o")
    name = manifest["tables"][0]["file"]
    assert f"{name}: the restored file differs from the full dataset" in told


def test_under_the_same_pyarrow_other_bytes_are_refused(
    both: tuple[Path, Path, Path], tmp_path: Path, communique: Any
):
    root, full, standoff = both
    table = "data/names/train-00000-of-00001.parquet"
    manifest = standoff / "full/manifest.json"
    before = sha256_bytes(manifest.read_bytes())
    promised = sha256_bytes((full / table).read_bytes())
    manifest.write_text(manifest.read_text().replace(promised, "0" * 64))
    replace_hashes(standoff, {before: sha256_bytes(manifest.read_bytes())})
    told = refused(communique, standoff, root / "corpus/raw", tmp_path / "o")
    assert f"{table}: the restored file differs from the full dataset" in told


@pytest.mark.scale
def test_the_oldest_pyarrow_restores_and_loads_every_release(tmp_path: Path):
    """In an environment where the oldest pyarrow that is allowed stands before the lock's."""
    oldest = next(
        d.replace(">=", "==") + ".0.0"
        for d in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
        if d.startswith("pyarrow")
    )
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
    done = subprocess.run([*install, tmp_path / "other", oldest], capture_output=True, text=True)
    if done.returncode:
        absent("pyarrow", f"{oldest} could not be installed: {done.stderr[-300:]}")
    paths = os.pathsep.join([str(tmp_path / "other"), str(ROOT / "src")])
    environment = {**os.environ, "PYTHONPATH": paths, "HF_HOME": str(tmp_path / "hf")}

    def run(*arguments: str | Path) -> str:
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for release in sorted((ROOT / "releases").iterdir()):
        out = tmp_path / release.name
        back = ("--text-dir", ROOT / "corpus/raw", "--out", out)
        told = run("-m", "communique", "restore", release, *back)
        assert f"parquet-cpp-arrow version {oldest.removeprefix('pyarrow==')} wrote these" in told
        assert "verified by content hash" in told
        shown = run("-m", "communique", "diff", out, release, "--json")
        assert json.loads(shown)["changes"] == []
        load = "import communique, sys; print(communique.load(*sys.argv[1:])['train'].num_rows)"
        assert int(run("-c", load, out, "documents", release.name)) > 0
