"""The dataset without texts, and the way back to every byte of the full one."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import broken
import mini
from communique.checks.leakage import words
from communique.corpus import CorpusFolder
from communique.corpus.load import load_texts
from communique.dataset.names import FLAVOURED
from communique.dataset.parquet import read_rows
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
        for at in range(len(words(text)) - 5)
        if tuple(words(text)[at : at + 6]) in runs
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
    assert f"one: {texts}/copy.txt is another copy; it differs first in block {block}" in told
    (texts / "copy.txt").write_text(mini.RAW + "More\n")
    assert "outside its blocks" in refused(communique, standoff, texts, tmp_path / "o")
    (texts / "copy.txt").write_text("Nothing alike.\n")
    assert "no file has the sha256" in refused(communique, standoff, texts, tmp_path / "o")
    assert "is full already" in refused(communique, full, root / "corpus/raw", tmp_path / "o")
    (standoff / "README.md").write_text("other")
    told = refused(communique, standoff, root / "corpus/raw", tmp_path / "o")
    assert "is not what manifest.json says" in told
