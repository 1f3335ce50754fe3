"""The configs of questions: the same questions as those of the harness, with the final labels."""

from pathlib import Path
from typing import Any

import pytest

import panel
from communique.dataset.parquet import read_features
from communique.scoring.dataset import GoldDataset
from communique.scoring.harness import label_questions, right_answer

SOURCES = ("views", "views_detection", "frames")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("questions")
    root = panel.corpus(folder / "corpus")
    return {x: panel.built(root, folder / x, x) for x in ("full", "standoff")}


def rows(folder: Path, source: str) -> list[dict[str, Any]]:
    return panel.rows(folder, f"{source}_eval")


@pytest.mark.parametrize("source", SOURCES)
def test_the_questions_are_those_of_the_harness(built: dict[str, Path], source: str):
    asked = list(label_questions(GoldDataset(built["full"]), source))
    found = [
        {"id": q.id, "input": q.prompt, "choices": list(q.labels), "target": right_answer(q)}
        for q in asked
    ]
    assert sorted(rows(built["full"], source), key=str) == sorted(found, key=str)


@pytest.mark.parametrize("source", SOURCES)
def test_every_row_of_a_labelled_config_is_asked_about_once(built: dict[str, Path], source: str):
    asked, labelled = rows(built["full"], source), panel.rows(built["full"], source)
    assert len(asked) == len({row["id"] for row in asked}) == len(labelled) > 0
    assert all(row["target"] in row["choices"] for row in asked)


@pytest.mark.parametrize("source", SOURCES)
def test_the_columns_are_plain_strings(built: dict[str, Path], source: str):
    for path in (built["full"] / f"data/{source}_eval").iterdir():
        features: Any = read_features(path)
        assert list(features) == ["id", "input", "choices", "target"]
        kinds = [features["id"], features["input"], features["choices"].feature, features["target"]]
        assert [kind.dtype for kind in kinds] == ["string"] * 4


@pytest.mark.parametrize("source", SOURCES)
def test_without_texts_only_the_question_is_missing(built: dict[str, Path], source: str):
    full, bare = (rows(folder, source) for folder in built.values())
    assert [{**row, "input": None} for row in full] == bare


def test_nested_spans_are_no_choice_between_labels(built: dict[str, Path]):
    assert not (built["full"] / "data/names_eval").exists()
