"""The dataset: what `datasets` reads offline is what the annotators said, byte for byte again."""

import io
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import mini
from communique.schema import load_schema
from communique.workflow.build import dataset_files
from communique.workspace import Corpus
from copies import CORPUS, copy_corpus
from paths import ROOT, SRC

VERSION = load_schema(ROOT / "schema/corpus.yaml").version


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This corpus's own dataset."""
    out = tmp_path_factory.mktemp("dataset") / "communique"
    command = [
        sys.executable,
        "-m",
        "communique",
        "build",
        "--corpus",
        str(ROOT),
        "--out",
        str(out),
    ]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    return out


CONFIGS = (
    *("documents", "entities", "stance", "stance_detection", "framing", "decisions"),
    *("annotations", "codebook", "registry"),
    *("stance_eval", "stance_detection_eval", "framing_eval"),
)
LISTS = ("codebook", "registry")  # not about documents


def test_every_config_loads_offline_with_its_splits(dataset: Path, load):
    for config in CONFIGS:
        splits = load(dataset, config)
        if config in LISTS:
            assert list(splits) == ["train"], config
            continue
        if config.endswith("_eval"):
            assert list(splits) == ["train", "test"], config
            continue
        documents = {s: {r["doc_id"] for r in rows} for s, rows in splits.items()}
        assert documents == {"train": {"000", "003", "004"}, "test": {"001", "002"}}, config
        groups = {(r["doc_id"], r["group"]) for rows in splits.values() for r in rows}
        assert groups == {("000", 0), ("001", 1), ("002", 2), ("003", 0), ("004", 3)}


def test_offsets_cut_out_what_they_say(dataset: Path, load):
    texts = {r["doc_id"]: r["text"] for rows in load(dataset, "documents").values() for r in rows}
    for rows in load(dataset, "entities").values():
        for r in rows:
            assert r["text"] in texts[r["doc_id"]]
            for m in r["entities"]:
                assert r["text"][m["start"] : m["end"]] == m["text"]
            assert len(r["tokens"]) == len(r["token_starts"]) == len(r["ner_tags"])
            for token, start in zip(r["tokens"], r["token_starts"], strict=True):
                assert r["text"][start : start + len(token)] == token
    for rows in load(dataset, "stance").values():
        for r in rows:
            assert r["context"][r["start"] : r["end"]] == r["text"]
    for rows in load(dataset, "annotations").values():
        for r in rows:
            if r["start"] is not None:
                assert texts[r["doc_id"]][r["start"] : r["end"]] == r["text"]


def test_configs_tie_together(dataset: Path, load):
    said = {r["decision_uid"] for rows in load(dataset, "annotations").values() for r in rows}
    decided = {r["decision_uid"] for rows in load(dataset, "decisions").values() for r in rows}
    uids = [
        m["entity_uid"]
        for rows in load(dataset, "entities").values()
        for r in rows
        for m in r["entities"]
    ]
    uids += [r["stance_uid"] for rows in load(dataset, "stance").values() for r in rows]
    assert len(uids) == len(set(uids))
    assert set(uids) <= said - {None} == decided
    blocks = {
        (r["doc_id"], b["block_id"])
        for rows in load(dataset, "documents").values()
        for r in rows
        for b in r["blocks"]
    }
    framed = {
        (r["doc_id"], r["block_id"]) for rows in load(dataset, "framing").values() for r in rows
    }
    assert framed <= blocks
    assert len(framed) == 64


def test_class_names_are_the_schemas_in_every_file(dataset: Path):
    schema = load_schema(ROOT / "schema/corpus.yaml")
    for config in CONFIGS:
        features = [
            json.loads(pq.read_schema(p).metadata[b"huggingface"])["info"]["features"]
            for p in sorted((dataset / "data" / config).glob("*.parquet"))
        ]
        assert features[0] == features[-1], config
    info = json.loads(
        pq.read_schema(dataset / "data/stance/train-00000-of-00001.parquet").metadata[
            b"huggingface"
        ]
    )
    found = info["info"]["features"]
    assert found["stance"] == {"names": ["favor", "against", "neutral"], "_type": "ClassLabel"}
    assert found["target"]["names"] == [t.id for t in schema.targets]
    (holder,) = found["holders"]  # a list as every `datasets` from 2.21 on reads it
    assert holder["names"] == [a.id for a in schema.actors]
    assert (
        pq.read_schema(dataset / "data/stance/train-00000-of-00001.parquet").field("stance").type
        == "int64"
    )


def test_builds_are_the_same_bytes_whatever_clock_locale_folder_and_hash_seed(tmp_path: Path):
    found: list[dict[str, bytes]] = []
    for number, (seed, zone, locale) in enumerate(
        [("0", "UTC", "C.UTF-8"), ("1", "Pacific/Chatham", "C"), ("99", "America/Lima", "tr_TR")]
    ):
        root = tmp_path / f"{number}" / f"corpus-{zone.replace('/', '')}"
        names = [*CORPUS, "DATASHEET.md", "CHANGELOG.md"]
        copy_corpus(root, names if number % 2 else names[::-1])  # another order on disk
        env = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONPATH": str(SRC),
        }
        command = [sys.executable, "-m", "communique", "build", "--out", "out"]
        done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        out = root / "out"
        files = [p for p in out.rglob("*") if p.is_file()]
        found.append({str(p.relative_to(out)): p.read_bytes() for p in files})
    assert found[0] == found[1] == found[2]


def test_every_config_of_the_card_has_version_and_hash(dataset: Path):
    import yaml

    head = yaml.safe_load((dataset / "README.md").read_text().split("---\n")[1])
    assert [c["config_name"] for c in head["configs"]] == list(CONFIGS)
    for config in head["configs"]:
        assert config["version"] == VERSION
        assert config["description"].startswith("sha256:")
        splits = {"train"} if config["config_name"] in LISTS else {"train", "test"}
        assert {f["split"] for f in config["data_files"]} == splits
    assert head["annotations_creators"] == ["machine-generated"]


def test_the_card_says_only_what_the_hub_has_words_for(dataset: Path):
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(dataset / "README.md")
    data = card.data.to_dict()
    names = ("creators", "languages", "multilingualities", "size_categories")
    words = {
        n: json.loads(files("datasets.utils.resources").joinpath(f"{n}.json").read_text())
        for n in names
    }
    assert set(data["language"]) <= set(words["languages"])
    assert set(data["annotations_creators"]) <= set(words["creators"]["annotations"])
    assert set(data["language_creators"]) <= set(words["creators"]["language"])
    assert set(data["multilinguality"]) <= set(words["multilingualities"])
    assert set(data["size_categories"]) <= set(words["size_categories"])
    assert (dataset / data["license_link"]).is_file()
    assert data["pretty_name"]
    assert all(list(dataset.glob(f["path"])) for c in data["configs"] for f in c["data_files"])


def test_the_manifest_proves_every_file(dataset: Path):
    import hashlib

    manifest = json.loads((dataset / "manifest.json").read_text())
    files = {p.relative_to(dataset).as_posix() for p in dataset.rglob("*") if p.is_file()}
    assert set(manifest["files"]) == files - {"manifest.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((dataset / name).read_bytes()).hexdigest() == digest


def test_a_changed_label_changes_the_configs_hash(tmp_path: Path):
    cards = []
    for label in ("person", "place"):
        task = mini.names_task()
        mini.rows_of(task, "r2")[0]["value"]["labels"] = [label]
        root = mini.write_corpus(tmp_path / label, {"names/ann-1": [task]})
        tables = json.loads(dataset_files(Corpus.open(root))["manifest.json"])["tables"]
        cards.append({t["config"]: t["content_sha256"] for t in tables})
    assert cards[0]["names"] != cards[1]["names"]
    assert cards[0]["documents"] == cards[1]["documents"]


def test_load_holds_the_version_to_its_word(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import communique
    from communique.dataset.load import VersionError

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert communique.load(dataset, "framing", VERSION)["test"].num_rows == 24
    with pytest.raises(VersionError):
        communique.load(dataset, "framing", "0.0.1")


def test_a_document_layer_becomes_columns_of_documents(tmp_path: Path):
    root = mini.write_corpus(tmp_path)
    text = (root / "schema/corpus.yaml").read_text()
    keys = "name: verdict, unit: document, control: verdict, column: verdict"
    layer = f"  - {{{keys}, labels: [fair, unfair]}}\n"
    (root / "schema/corpus.yaml").write_text(text + layer)
    task = mini.names_task()
    mini.annotation(task)["result"] = [
        {"id": "v", "from_name": "verdict", "to_name": "text", "type": "choices",
         "value": {"choices": ["unfair"]}}
    ]  # fmt: skip
    mini.write_json(root / "annotations/verdict/ann-1.json", [task])
    built = dataset_files(Corpus.open(root))
    table = pq.read_table(io.BytesIO(built["data/documents/train-00000-of-00001.parquet"]))
    assert table.column("verdict").to_pylist() == [1]
