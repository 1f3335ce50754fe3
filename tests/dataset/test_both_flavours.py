"""Both flavours of every config: no text without texts, restored byte for byte, built the same."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import panel
from communique.dataset.restore import restore
from communique.text.overlap import words
from communique.workspace import reading

CONFIGS = {
    *("documents", "names", "views", "views_detection", "frames"),
    *("decisions", "annotations", "codebook", "registry"),
    *("views_eval", "views_detection_eval", "frames_eval"),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("flavours")
    root = panel.corpus(folder / "corpus")
    return panel.built(root, folder / "full"), panel.built(root, folder / "bare", "standoff")


def files(folder: Path) -> dict[str, bytes]:
    paths = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (s for inner in value.values() for s in strings(inner))
    elif isinstance(value, list):
        yield from (s for inner in value for s in strings(inner))


def test_no_three_words_of_a_body_are_in_any_table_without_texts(both: tuple[Path, Path]):
    full, bare = both
    assert {p.name for p in (bare / "data").iterdir()} == CONFIGS
    bodies = [
        words(b["text"])
        for d in panel.rows(full, "documents")
        for b in d["blocks"]
        if b["type"] not in ("title", "byline")
    ]
    runs = {tuple(body[i : i + 3]) for body in bodies for i in range(len(body) - 2)}
    notes = {"the quay, perhaps"}
    told: dict[str, int] = {}
    for folder in both:
        for config in CONFIGS:
            found = list(strings(panel.rows(folder, config)))
            listed = (words(text) for text in found)
            shared = sum(tuple(x[i : i + 3]) in runs for x in listed for i in range(len(x) - 2))
            told[f"{folder.name} {config}"] = shared + len(notes & set(found))
    assert {c for c, n in told.items() if n and c.startswith("bare")} == set()
    texts = CONFIGS - {"codebook", "registry"}
    assert {c for c, n in told.items() if n} >= {f"full {c}" for c in texts - {"views", "names"}}


def test_without_texts_every_label_and_place_stays(both: tuple[Path, Path]):
    gone = {
        *("text", "context", "tokens", "token_starts", "ner_tags", "ner_tags_inner", "note"),
        *("input", "blocks", "attributes", "names"),  # compared by themselves
    }
    for config in CONFIGS:
        full, bare = (panel.rows(folder, config) for folder in both)
        kept = [
            [{k: v for k, v in r.items() if k not in gone} for r in rows] for rows in (full, bare)
        ]
        assert kept[0] == kept[1], config
        for rows in (full, bare):
            for row in rows:
                for span in row.get("names", ()):
                    span.pop("text", None)
        assert [r.get("names") for r in full] == [r.get("names") for r in bare]


def test_what_is_restored_is_the_full_dataset_byte_for_byte(both: tuple[Path, Path]):
    full, bare = both
    raws = {f"{doc_id}.txt": raw.encode() for doc_id, raw in panel.RAWS.items()}
    restored = restore(bare, raws)
    assert restored.other_writer is None
    assert restored.files == files(full)


@pytest.mark.parametrize("cores", [1, 3])
@pytest.mark.parametrize("size", [1, 50])
def test_parts_and_processes_leave_no_trace(
    both: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int, size: int
):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(cores))
    monkeypatch.setattr(reading, "BATCH", size)
    again = panel.built(both[0].parent / "corpus", tmp_path / "again")
    assert files(again) == files(both[0])
