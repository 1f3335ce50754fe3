"""One config of one version, from a folder or an archive, and never another version's."""

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import broken
import communique
import mini
from communique.corpus import write_json
from communique.dataset.load import LoadError, NotADatasetError, TextsAbsentWarning, VersionError
from communique.dataset.read import read_released
from communique.release.archive import archive
from paths import ROOT, SRC

SCRIPT = """
import sys, communique
from communique.dataset.load import VersionError
try:
    loaded = communique.load(sys.argv[1], "names", sys.argv[2] or None)
except VersionError as error:
    sys.exit(str(error))
rows = loaded["train"]
print(rows.info.version, [s["type"] for row in rows for s in row["names"]])
"""
Load = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """`load(source, version)` in a process whose cache is kept from call to call."""

    def run(source: Path, version: str = "") -> subprocess.CompletedProcess[str]:
        env = {
            **os.environ,
            "HF_HOME": str(tmp_path / "cache"),
            "HF_DATASETS_OFFLINE": "1",
            "HF_HUB_OFFLINE": "1",
            "PYTHONPATH": str(SRC),
        }
        command = [sys.executable, "-c", SCRIPT, str(source), version]
        return subprocess.run(command, capture_output=True, text=True, env=env)

    return run


@pytest.fixture
def versions(tmp_path: Path, communique: Any) -> tuple[Path, Path]:
    """Two versions in folders of the same name, the second with another label."""
    root = mini.write_corpus(tmp_path / "corpus", {"names/ann-1": [mini.names_task()]})
    first, second = tmp_path / "1/mini", tmp_path / "2/mini"
    assert communique("build", "--corpus", root, "--out", first).returncode == 0
    task = deepcopy(mini.names_task())
    for row in mini.rows_of(task, "r2"):
        row["value"]["labels"] = ["person"]
    write_json(root / "annotations/names/ann-1.json", [task])
    broken.edit(root / "schema/corpus.yaml", "version: 0.1.0", "version: 0.2.0")
    assert communique("build", "--corpus", root, "--out", second).returncode == 0
    return first, second


def test_two_versions_in_folders_of_one_name_do_not_meet_in_the_cache(
    versions: tuple[Path, Path], load: Load
):
    first, second = versions
    assert load(first, "0.1.0").stdout == "0.1.0 [0, 1, 0, 1]\n"
    assert load(second, "0.2.0").stdout == "0.2.0 [0, 0, 0, 1]\n"
    assert load(first).stdout == "0.1.0 [0, 1, 0, 1]\n"


def test_another_version_than_asked_for_is_refused(versions: tuple[Path, Path], load: Load):
    done = load(versions[0], "0.2.0")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("expected version 0.2.0, found 0.1.0")


def test_an_archive_is_loaded_as_its_folder_is(
    versions: tuple[Path, Path], load: Load, tmp_path: Path
):
    folder = versions[1]
    packed = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    file = tmp_path / "mini-0.2.0-full.tar.gz"
    file.write_bytes(archive(packed, "mini-0.2.0-full"))
    for _ in range(2):
        assert load(file, "0.2.0").stdout == "0.2.0 [0, 0, 0, 1]\n"
    assert file.read_bytes() == archive(dict(reversed(packed.items())), "mini-0.2.0-full")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full dataset of the mini corpus. Tests copy it before they change it."""
    place = tmp_path_factory.mktemp("whole")
    root = mini.write_corpus(place / "corpus", {"names/ann-1": [mini.names_task()]})
    command = [sys.executable, "-m", "communique", "build", "--corpus", root, "--out", place / "d"]
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    subprocess.run([*map(str, command)], check=True, capture_output=True, env=env)
    return place / "d"


@pytest.fixture
def dataset(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the dataset, and a cache of its own."""
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setattr("huggingface_hub.constants.HF_HOME", str(tmp_path / "home"))
    shutil.copytree(whole, tmp_path / "dataset")
    return tmp_path / "dataset"


TABLE = "data/names/train-00000-of-00001.parquet"
TYPES = [0, 1, 0, 1]


def types(loaded: Any) -> list[int]:
    return [span["type"] for row in loaded for span in row["names"]]


def relabelled(folder: Path) -> None:
    """Every label of the table is another number, that has no name."""
    table = pq.read_table(folder / TABLE)
    rows = [
        {**row, "names": [{**s, "type": 99} for s in row["names"]]} for row in table.to_pylist()
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / TABLE)


def doubled(folder: Path) -> None:
    shutil.copy(folder / TABLE, folder / "data/names/train-00001-of-00001.parquet")


def cut(folder: Path) -> None:
    data = (folder / TABLE).read_bytes()
    (folder / TABLE).write_bytes(data[: len(data) // 2])


def manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def without_hash(folder: Path) -> None:
    files = json.loads((folder / "manifest.json").read_text())["files"]
    manifest(folder, files={name: digest for name, digest in files.items() if name != TABLE})


def outside(folder: Path) -> None:
    tables = json.loads((folder / "manifest.json").read_text())["tables"]
    manifest(folder, tables=[{**t, "file": f"../other/{t['file']}"} for t in tables])


DAMAGES: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a copied shard": (doubled, r"train-00001-of-00001\.parquet is not part of the dataset"),
    "a file of another kind": (
        lambda f: (f / "data/names/notes.txt").write_text("x"),
        r"data/names/notes\.txt is not part of the dataset: manifest\.json does not list it",
    ),
    "another label": (relabelled, r"train-00000-of-00001\.parquet does not match its hash"),
    "a cut table": (
        cut,
        r"train-00000-of-00001\.parquet does not match its hash .* changed or cut",
    ),
    "an empty table": (lambda f: (f / TABLE).write_bytes(b""), "does not match its hash"),
    "a pointer": (
        lambda f: (f / TABLE).write_text("version https://git-lfs.github.com/spec/v1\n"),
        "is a pointer of Git LFS. Fix: run `git lfs pull`",
    ),
    "a missing table": (lambda f: (f / TABLE).unlink(), r"00001\.parquet is missing"),
    "a table of another config": (
        lambda f: (f / TABLE.replace("names", "documents")).write_bytes(b"x"),
        r"documents/train-00000-of-00001\.parquet does not match its hash",
    ),
    "another card": (lambda f: (f / "README.md").write_text("x"), r"README\.md does not match"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), r"is not a dataset: it has no man"),
    "half a manifest": (
        lambda f: (f / "manifest.json").write_text((f / "manifest.json").read_text()[:99]),
        r"manifest\.json is damaged: not valid JSON",
    ),
    "a manifest that is a list": (
        lambda f: (f / "manifest.json").write_text("[]"),
        "it lists no tables",
    ),
    "no tables": (lambda f: manifest(f, tables=[]), "it lists no tables"),
    "no hashes": (lambda f: manifest(f, files={}), "it has no hash of data/"),
    "no hash of a table": (without_hash, f"it has no hash of {TABLE}"),
    "a table elsewhere": (outside, "is not a path inside the dataset"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_dataset_is_refused_by_the_name_of_the_file(dataset: Path, damage: str):
    assert types(communique.load(dataset, "names")["train"]) == TYPES
    harm, message = DAMAGES[damage]
    harm(dataset)
    with pytest.raises(NotADatasetError, match=message) as error:
        communique.load(dataset, "names")
    assert "\n" not in str(error.value)
    with pytest.raises(NotADatasetError, match=message):
        read_released(dataset)


def test_what_a_file_manager_leaves_in_a_folder_is_no_damage(dataset: Path):
    (dataset / "data/names/.DS_Store").write_bytes(b"\0")
    assert types(communique.load(dataset, "names")["train"]) == TYPES


def test_without_verifying_a_changed_table_is_read_and_never_the_cache(dataset: Path):
    stamp = (dataset / TABLE).stat()
    assert types(communique.load(dataset, "names")["train"]) == TYPES
    relabelled(dataset)
    os.utime(dataset / TABLE, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    doubled(dataset)
    assert types(communique.load(dataset, "names", verify=False)["train"]) == [99] * 4
    cut(dataset)
    os.utime(dataset / TABLE, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    with pytest.raises(Exception, match=r"(?i)parquet"):
        communique.load(dataset, "names", verify=False)


def test_without_a_manifest_the_tables_of_the_folder_are_read_if_asked(dataset: Path):
    (dataset / "manifest.json").unlink()
    assert types(communique.load(dataset, "names", verify=False)["train"]) == TYPES
    with pytest.raises(VersionError, match=r"expected version 0\.1\.0, found none"):
        communique.load(dataset, "names", "0.1.0", verify=False)


HARD = ("v[12]", "v*", "v?", "two words", "été 猫", "100%25", "a#b", "a::b", "{x,y}", "!a", "**")


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("streaming", [False, True])
def test_a_folder_is_loaded_whatever_its_name_and_its_neighbours(
    dataset: Path, name: str, streaming: bool
):
    own = dataset.parent / name / "d"
    shutil.copytree(dataset, own)
    for neighbour in ("v1", "v12", "twowords", "100%", "a", "x", "b"):
        other = dataset.parent / neighbour / "d"
        shutil.copytree(dataset, other, dirs_exist_ok=True)
        relabelled(other)
    for source in (own, str(own)):
        loaded = communique.load(source, "names", "0.1.0", streaming=streaming)
        assert types(loaded["train"]) == TYPES


def test_the_home_folder_and_relative_paths_are_found(
    dataset: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(dataset.parent))
    monkeypatch.chdir(dataset.parent)
    for source in ("~/dataset", Path("~/dataset"), "dataset", "./dataset", "dataset/"):
        assert types(communique.load(source, "names")["train"]) == TYPES


def test_a_split_may_be_chosen_and_streamed(dataset: Path):
    assert types(communique.load(dataset, "names", split="train")) == TYPES
    assert communique.load(dataset, "names", split="train[:1]").num_rows == 1
    assert types(communique.load(dataset, "names", split="train", streaming=True)) == TYPES
    assert communique.load(dataset, "names", split="train").info.version == "0.1.0"


@pytest.mark.parametrize(
    ("source", "arguments", "message"),
    [
        ("{}/nowhere", {}, "nowhere does not exist; expected a folder, an archive or a hub id"),
        ("~nobody-at-all/data", {}, "~nobody-at-all/data does not exist"),
        ("dataset/nowhere", {}, "dataset/nowhere does not exist"),  # not a hub id: dataset is here
        ("{}/dataset/README.md", {}, r"README\.md is a file; expected the folder of a dataset"),
        ("{}/dataset/data", {}, "data is not a dataset: it has no manifest.json"),
        ("{}/cut.tar.gz", {}, "cut.tar.gz is not a whole archive"),
        ("{}/dataset", {"config": "nouns"}, "no config 'nouns'; it has documents, "),
        ("{}/dataset", {"split": "dev"}, "names has no split 'dev'; it has train"),
        ("{}/dataset", {"split": "train+dev"}, "names has no split 'dev'; it has train"),
        ("{}/dataset", {"split": "dev", "streaming": True}, "no split 'dev'; it has train"),
        ("{}/dataset", {"version": "0.2.0"}, r"expected version 0\.2\.0, found 0\.1\.0"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(
    dataset: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    arguments: dict[str, Any],
    message: str,
):
    monkeypatch.chdir(dataset.parent)
    (dataset.parent / "cut.tar.gz").write_bytes(archive({"a": b"x" * 999}, "d")[:60])
    with pytest.raises((LoadError, NotADatasetError), match=message) as error:
        communique.load(source.format(dataset.parent), **{"config": "names", **arguments})
    assert "\n" not in str(error.value)


def test_an_id_that_the_hub_does_not_give_is_told_in_one_line(load: Load):
    done = load(Path("nobody/nothing"))
    assert done.returncode == 1
    assert "nobody/nothing is not a local folder, and the hub did not give it: " in done.stderr


@pytest.mark.parametrize("streaming", [False, True])
def test_a_standoff_dataset_warns_once_that_texts_are_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, streaming: bool
):
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    release = sorted((ROOT / "releases").iterdir())[-1]
    with pytest.warns(TextsAbsentWarning, match="its texts are null") as caught:
        loaded = communique.load(release, "documents", release.name, streaming=streaming)
    (warning,) = [w for w in caught if w.category is TextsAbsentWarning]
    assert warning.filename == __file__
    assert {row["text"] for rows in loaded.values() for row in rows} == {None}


def test_a_full_dataset_does_not_warn(dataset: Path):
    with warnings.catch_warnings():
        warnings.simplefilter("error", TextsAbsentWarning)
        communique.load(dataset, "names")
