"""A large table is several files. Every reader takes them all, in their order."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from datasets import Features, Value, load_dataset

import communique
import panel
from communique.dataset import parquet, shards
from communique.dataset.arrays import columns_of
from communique.dataset.parquet import read_rows
from communique.dataset.read import read_released
from communique.dataset.restore import restore
from communique.dataset.shards import write_shards


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path, Path]]:
    """The same corpus in one file a table, and with texts and without in small files."""
    folder = tmp_path_factory.mktemp("shards")
    root = panel.corpus(folder / "corpus")
    whole = panel.built(root, folder / "whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "MOST_BYTES", 6_000)
        patch.setattr(parquet, "_GROUP", 1)
        full = panel.built(root, folder / "full")
        yield whole, full, panel.built(root, folder / "bare", "standoff")


def names(folder: Path, config: str) -> list[str]:
    return sorted(p.name for p in (folder / "data" / config).iterdir())


def test_files_stay_below_the_limit_and_their_names_count_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    chance = random.Random(1)
    rows = [{"word": chance.randbytes(400).hex()} for _ in range(5_000)]
    monkeypatch.setattr(shards, "MOST_BYTES", 300_000)
    monkeypatch.setattr(parquet, "_GROUP", 100)
    columns = Features({"word": Value("string")})
    table = write_shards(columns_of(rows), columns, tmp_path, "words", "train")
    paths = [tmp_path / name for name, _ in table.files]
    number = len(paths)
    assert number > 5
    assert [p.name for p in paths] == [
        f"train-{n:05d}-of-{number:05d}.parquet" for n in range(number)
    ]
    assert max(p.stat().st_size for p in paths) < 300_000 * 500 / 450
    assert min(p.stat().st_size for p in paths[:-1]) > 200_000
    assert [row for p in paths for row in read_rows(p)] == rows
    assert table.n_rows == len(rows)
    assert sorted((tmp_path / "data/words").iterdir()) == sorted(paths)


def test_the_loaders_give_the_same_rows(divided: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch):
    whole, full, _ = divided
    for config in ("annotations", "names", "documents"):
        first, second = (communique.load(folder, config, split="train") for folder in (whole, full))
        assert first.to_list() == second.to_list()
    streamed = load_dataset(str(full), "annotations", split="train", streaming=True)
    assert list(streamed) == communique.load(whole, "annotations", split="train").to_list()


def test_the_manifest_has_a_hash_of_each_file(divided: tuple[Path, ...]):
    whole, full, _ = divided
    tables = json.loads((full / "manifest.json").read_text())["tables"]
    own = [t for t in tables if (t["config"], t["split"]) == ("annotations", "train")]
    assert [t["file"].rpartition("/")[2] for t in own] == [
        name for name in names(full, "annotations") if name.startswith("train")
    ]
    assert len({t["content_sha256"] for t in own}) == len(own)
    (one,) = (
        t
        for t in json.loads((whole / "manifest.json").read_text())["tables"]
        if (t["config"], t["split"]) == ("annotations", "train")
    )
    assert sum(t["rows"] for t in own) == one["rows"]
    assert read_released(full).tables == read_released(whole).tables


def test_texts_are_restored_byte_for_byte(divided: tuple[Path, ...]):
    _, full, bare = divided
    kinds = ({p.relative_to(f) for p in f.rglob("*.parquet")} for f in (full, bare))
    assert next(kinds) != next(kinds), "the flavours are divided in different ways"
    raws = {f"{name}.txt": text.encode() for name, text in panel.RAWS.items()}
    restored = restore(bare, raws)
    wanted = {
        p.relative_to(full).as_posix(): p.read_bytes() for p in full.rglob("*") if p.is_file()
    }
    assert restored.files == wanted


def test_croissant_reads_all_files(divided: tuple[Path, ...], monkeypatch: pytest.MonkeyPatch):
    _, full, _ = divided
    monkeypatch.chdir(full)
    croissant: Any = mlcroissant.Dataset(jsonld="croissant.json")
    assert croissant.metadata.issues.errors == set()
    rows = list(croissant.records(record_set="annotations-train"))
    assert len(rows) == communique.load(full, "annotations", split="train").num_rows
